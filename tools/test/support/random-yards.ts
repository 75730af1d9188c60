import { Action, CodesRole, EventType, PartyKind, Precision, Role } from '#libs/core/wire';
import { START_MS } from '../../../test/kit/core/memory-log.js';
import { type ClaimValues, glnOf } from '../../../test/kit/core/fleet.js';
import type { Case } from '../../../test/kit/python.js';
import { isValidCheckDigit } from '#libs/core/gs1';
import { encodeEvidence, parseEvidence } from '../../../libs/core/evidence/bundle.js';
import type { NamedObject } from '../../../libs/core/story/told/index.js';
import { Random } from './random.js';
import { type NamedCodes, type NamedScan, ofUnits, SignedScans } from './signed-scans.js';

// Yards where everybody scans anything: what worlds with a truth seldom come to, rule by rule.

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Of names whose GLNs have their check digit, for claims name parties by it. */
const [MAKER, CARRIER, SHOP, THIEF, CUSTOMS] = ['maker', 'carrier', 'shop', 'thief', 'customs'].map((name) =>
  Array.from({ length: 100 }, (_, nth) => `${name}${nth}`).find((one) => isValidCheckDigit(glnOf(one)))!,
) as [string, string, string, string, string];
const PARTIES = [MAKER, CARRIER, SHOP, THIEF, CUSTOMS];
const UNITS = ['box', 'van', 'lorry'];
/** What the story is of, by its URI: one thing, a class, and what is used again. */
const THINGS: readonly (readonly [uri: string, digits: string | null])[] = [
  ['https://id.gs1.org/01/09520001000010/21/A1', '9520001000010'],
  ['https://id.gs1.org/01/09520001000010/21/A1', '9520001000010'],
  ['https://id.gs1.org/01/09520001000010/21/A1', '9520001000010'],
  ['https://id.gs1.org/01/09520001000010/10/L1', '9520001000010'],
  ['https://id.gs1.org/01/00000095200002', '95200002'],
  ['https://id.gs1.org/00/095200010000000010', '95200010000000010'],
  ['https://id.gs1.org/8004/9520001ABC', '9520001'],
  ['urn:epc:id:bic:CSQU3054383', null],
  ['https://example.org/thing', null],
];
const STEPS = [
  'commissioning',
  'shipping',
  'departing',
  'loading',
  'receiving',
  'accepting',
  'arriving',
  'storing',
  'stocking',
  'packing',
  'unpacking',
  'unloading',
  'inspecting',
  'retail_selling',
  'destroying',
  'sensor_reporting',
  'other',
];
const DISPOSITIONS = ['stolen', 'damaged', 'destroyed', 'recalled', 'active', 'returned', 'in_transit'];

interface Said extends Pick<NamedScan, 'eventType' | 'action' | 'objects' | 'to' | 'bizStep' | 'claims'> {
  readonly device: string;
}

class Yard {
  private readonly scans: (NamedScan & { readonly arrivesMs: number })[] = [];
  private readonly counters = new Map<string, number>();
  private readonly days = new Set<string>();
  private nowMs = START_MS + DAY_MS;
  private holder = MAKER;
  private readonly inside = ['thing'];

  constructor(private readonly random: Random) {
    for (const party of PARTIES) if (random.once(6)) this.days.add(`${party}/b`);
  }

  run(steps: number): (NamedScan & { readonly arrivesMs: number })[] {
    this.say(this.of(MAKER, 'commissioning', ['thing'], { action: Action.ADD }));
    while (this.scans.length < steps) this.step();
    return this.scans;
  }

  private step(): void {
    const { random } = this;
    this.nowMs += random.below(random.pick([5, 60, 600])) * MINUTE_MS;
    if (random.once(3)) return this.say(this.anything());
    const outermost = this.inside.at(-1)!;
    switch (random.below(6)) {
      case 0: {
        const next = random.pick(PARTIES.filter((party) => party !== this.holder && party !== CUSTOMS));
        const isNamed = !random.once(6);
        this.say(
          this.of(this.holder, random.pick(['shipping', 'departing', 'loading']), [outermost], {
            to: isNamed ? next : null,
          }),
        );
        this.nowMs += random.below(300) * MINUTE_MS;
        this.holder = next;
        return this.say(this.of(next, random.pick(['receiving', 'accepting', 'storing']), [outermost]));
      }
      case 1: {
        const unit = UNITS.find((one) => !this.inside.includes(one));
        if (!unit) return;
        this.say(this.packs(this.holder, unit, [outermost]));
        return void this.inside.push(unit);
      }
      case 2: {
        if (this.inside.length === 1) return;
        const unit = this.inside.pop()!;
        return this.say(this.unpacks(this.holder, unit, random.once(2) ? [] : [this.inside.at(-1)!]));
      }
      case 3:
        return this.say(this.reads(this.holder, outermost));
      default:
        return this.say(this.of(this.holder, random.pick(STEPS), [outermost]));
    }
  }

  private anything(): Said {
    const { random } = this;
    const party = random.pick(PARTIES);
    const things = ['thing', 'thing', ...UNITS];
    const key = random.pick(things);
    switch (random.below(9)) {
      case 0:
        return this.packs(party, random.pick([...UNITS, 'thing']), [random.pick(things)]);
      case 1:
        return this.unpacks(party, random.pick(UNITS), random.once(2) ? [] : [random.pick(things)]);
      case 2:
        return this.reads(party, key);
      case 3: {
        const old = this.scans.length > 0 ? random.pick(this.scans) : undefined;
        if (old) this.wrong(old);
        return this.of(party, random.pick(STEPS), [key]);
      }
      case 4:
        return random.once(2)
          ? this.packs(this.holder, random.pick(this.inside), ['own key'])
          : { ...this.reads(CARRIER, random.pick([...this.inside, 'own key'])), device: `${CARRIER}/logger` };
      case 5:
        return {
          ...this.of(party, null, [key], { eventType: EventType.TRANSFORMATION, action: Action.NONE }),
          objects: [{ key, role: random.pick([Role.INPUT, Role.OUTPUT]), isClass: random.once(4) }],
        };
      default:
        return this.of(party, random.once(8) ? null : random.pick(STEPS), [key], {
          action: random.pick([Action.OBSERVE, Action.OBSERVE, Action.ADD]),
          to: random.once(3) ? random.pick(PARTIES) : null,
        });
    }
  }

  /** An event is declared wrong: by its own device, or by somebody. */
  private wrong(old: NamedScan): void {
    const { random } = this;
    const device = random.once(2) ? old.device : this.deviceOf(random.pick(PARTIES));
    const errorDeclaration = JSON.stringify({
      correctiveEventIDs: ['urn:uuid:1'],
      declarationTime: '2024-03-01T08:00:00Z',
    });
    const declared: ClaimValues = random.once(2)
      ? { errorReason: 'did_not_occur', errorDeclaration }
      : { errorReason: 'incorrect_data' };
    this.say({ ...old, device, claims: { ...old.claims, ...declared } }, old);
  }

  private of(party: string, bizStep: string | null, keys: readonly string[], more: Partial<Said> = {}): Said {
    const { random } = this;
    const claims: Record<string, string> = {};
    if (random.once(12)) claims['disposition'] = random.pick(DISPOSITIONS);
    if (random.once(20)) claims['persistentDisposition.set'] = random.pick(DISPOSITIONS);
    if (random.once(15)) claims['informationProvider'] = this.uriOf(random.pick(PARTIES));
    if (random.once(10)) claims['destination.possessing_party'] = this.uriOf(random.pick(PARTIES));
    if (random.once(20)) claims['destination.owning_party'] = this.uriOf(random.pick(PARTIES));
    if (random.once(15)) claims['eventId'] = random.pick(['urn:uuid:a', 'urn:uuid:b']);
    const isClass = random.once(12);
    return {
      device: this.deviceOf(party),
      eventType: EventType.OBJECT,
      action: Action.OBSERVE,
      objects: keys.map((key) => ({ key, role: Role.SUBJECT, isClass })),
      to: null,
      bizStep,
      claims,
      ...more,
    };
  }

  private packs(party: string, parent: string, children: readonly string[]): Said {
    return this.aggregation(party, Action.ADD, parent, children);
  }

  private unpacks(party: string, parent: string, children: readonly string[]): Said {
    return this.aggregation(party, Action.DELETE, parent, children);
  }

  private aggregation(party: string, action: Action, parent: string, children: readonly string[]): Said {
    const { random } = this;
    const others = children.filter((key) => key !== parent);
    const named: NamedObject[] = others.map((key) => ({ key, role: Role.CHILD, isClass: false }));
    if (action === Action.ADD && (named.length === 0 || random.once(6)))
      named.push({ key: 'another', role: Role.CHILD, isClass: false });
    if (random.once(8) && !others.includes('own key')) named.push({ key: 'own key', role: Role.CHILD, isClass: false });
    return this.of(party, random.once(4) ? null : action === Action.ADD ? 'packing' : 'unpacking', [], {
      eventType: random.once(8) ? EventType.ASSOCIATION : EventType.AGGREGATION,
      action,
      objects: [{ key: parent, role: Role.PARENT, isClass: false }, ...named],
      to: random.once(8) ? random.pick(PARTIES) : null,
    });
  }

  private reads(party: string, key: string): Said {
    const { random } = this;
    const value = random.below(16);
    const report = { ...(random.once(3) && { exception: 'ALARM_CONDITION' }), type: 'Temperature', uom: 'CEL', value };
    const claims: ClaimValues = random.once(2)
      ? { temperatureVerdict: random.pick(['within', 'above', 'below']) }
      : {
          sensorElement: JSON.stringify({ sensorReport: [report] }),
          temperatureMaxC: '8',
          ...(random.once(2) && { temperatureVerdict: 'within' }),
        };
    const said = this.of(party, 'sensor_reporting', [key]);
    return { ...said, claims: { ...said.claims, ...claims } };
  }

  private say(said: Said, at?: NamedScan): void {
    const { random } = this;
    const { device } = said;
    const boot = device.endsWith('/a') && random.once(25) ? 'second' : (this.boots.get(device) ?? 'first');
    this.boots.set(device, boot);
    const name = `${device} ${boot}`;
    const counter = (this.counters.get(name) ?? 0) + (random.once(30) ? 2 : 1);
    this.counters.set(name, counter);
    const clockMs = random.pick([0, 0, 0, -20, 20, 70, -70]) * MINUTE_MS;
    const isDay = this.days.has(device);
    const eventTimeMs = at?.eventTimeMs ?? (isDay ? Math.floor(this.nowMs / DAY_MS) * DAY_MS : this.nowMs + clockMs);
    const delayMs = random.pick([1, 1, 1, 30, 600, 3_000, 12_000]) * (1 + random.below(10)) * 6_000;
    this.scans.push({
      ...said,
      boot,
      counter,
      eventTimeMs,
      precision: at?.precision ?? (isDay ? Precision.DAY : Precision.MILLISECOND),
      receivedTimeMs: 0,
      arrivesMs: Math.max(this.nowMs, random.once(40) ? this.nowMs - DAY_MS : 0) + delayMs,
    });
  }
  private readonly boots = new Map<string, string>();

  private deviceOf(party: string): string {
    return `${party}/${this.random.pick(['a', 'a', 'b'])}`;
  }

  private uriOf(party: string): string {
    return `https://id.gs1.org/${this.random.once(8) ? 414 : 417}/${glnOf(party)}`;
  }
}

/** Who owns the code, or some of its prefixes, or makes things under it. */
function codesOf(random: Random, digits: string | null, isWhole: boolean): NamedCodes[] {
  if (digits === null || random.once(4)) return [];
  const prefix = (count: number): string => (isWhole ? digits : digits.slice(0, count));
  const codes: NamedCodes[] = [{ party: MAKER, digits: prefix(7), role: CodesRole.OWNER }];
  if (random.once(5))
    codes.push({ party: random.pick(PARTIES), digits: prefix(5 + random.below(6)), role: CodesRole.OWNER });
  if (random.once(5))
    codes.push({ party: random.pick(PARTIES), digits: prefix(6 + random.below(3)), role: CodesRole.MADE_BY });
  if (random.once(5))
    codes.push({
      party: random.pick(PARTIES),
      digits: prefix(8),
      role: CodesRole.OWNER,
      untilMs: START_MS + (1 + random.below(3)) * DAY_MS,
    });
  return codes;
}

/** A yard as signed evidence of version 2, some of it left out or closed. */
export function yardCase(seed: number): Case {
  const random = new Random(seed);
  const [object, digits] = random.pick(THINGS);
  const signed = new SignedScans({
    object,
    uriOf: (key) => (key === 'thing' ? object : `https://example.org/${key.replace(' ', '-')}`),
    kindOf: (party) => (party === CUSTOMS ? PartyKind.INSPECTION : undefined),
    ownKeyOf: (device) => (device.endsWith('/logger') ? 'own key' : null),
  });
  const scans = new Yard(random)
    .run(4 + random.below(37))
    .toSorted((one, other) => one.arrivesMs - other.arrivesMs)
    .map(({ arrivesMs, ...scan }) => ({ ...scan, receivedTimeMs: arrivesMs }));
  const codes = codesOf(random, digits, digits?.length === 8);
  const late = random.once(3) ? codes.splice(random.below(codes.length + 1)) : [];
  for (const one of codes) signed.own(one);
  const place = random.below(scans.length);
  const told = ofUnits('thing', scans, 'own key');
  const indexes = signed.add(told, (at) => {
    if (at === place) for (const one of late.splice(0)) signed.own(one);
  });
  const left = random.once(3) ? random.some(indexes, 5) : [];
  const isSpare = (one: NamedScan, index: number): boolean =>
    isNeededByNobody(one) &&
    told.some(({ device, boot }, at) => device === one.device && boot === one.boot && !left.includes(indexes[at]!)) &&
    left.includes(index);
  const omitted = indexes.filter((index, at) => isSpare(told[at]!, index));
  return closed(random, signed.toCase(`yard ${seed}`, omitted));
}

/** Without a packing its unit is foreign, and without a name the party that it names. */
const isNeededByNobody = ({ objects, to }: NamedScan): boolean =>
  to === null && objects.every(({ role }) => role !== Role.PARENT);

/** Some claims closed, in one of three. */
function closed(random: Random, one: Case): Case {
  if (!random.once(3)) return one;
  const bundle = parseEvidence(one.evidence);
  const entries = bundle.entries.map((entry) => ({
    ...entry,
    disclosures: entry.disclosures.map((disclosure) => (random.once(5) ? null : disclosure)),
  }));
  return { ...one, evidence: encodeEvidence({ ...bundle, entries }) };
}
