import { signerOfSeed } from '#libs/host/keys';
import { encodeLogEntry, EventKind, objectKey, partyKey } from '#libs/core/wire';
import { encodeEvidence, parseEvidence } from '../../../libs/core/evidence/bundle.js';
import { Action, EventType } from '../../../libs/core/wire/index.js';
import { bundleOf, version1EvidenceOf } from '../../../test/kit/core/evidence.js';
import {
  type ClaimValues,
  Fleet,
  ITEM,
  type ScanInput,
  TestDevice,
  type TestParty,
} from '../../../test/kit/core/fleet.js';
import { MemoryLog, seedOf } from '../../../test/kit/core/memory-log.js';
import { p256SignerOf } from '../../../test/kit/core/p256-signer.js';
import { quoted, resigned, type Signed } from '../../../test/kit/core/statements.js';
import type { Case } from '../../../test/kit/python.js';
import { ageKeys } from './random-keys.js';
import { Random } from './random.js';

const UNITS = Array.from({ length: 10 }, (_, at) => `https://example.org/unit/${at}`);
const OTHERS = ['https://id.gs1.org/01/09520001000010/21/B2', 'https://id.gs1.org/01/09520001000010/10/LOT'];
const STEPS = [
  'commissioning shipping departing loading transporting consigning receiving arriving unloading packing repackaging unpacking',
  'void_shipping accepting retail_selling dispensing destroying decommissioning killing storing https://example.org/step',
]
  .join(' ')
  .split(' ');

/** A log of a few parties that pack, move, hand over and contradict each other, and evidence of one item from it. */
export class RandomLog {
  private readonly fleet = new Fleet(new MemoryLog('random.example/log'));
  private readonly log = this.fleet.log;
  private readonly parties: TestParty[] = [];
  private readonly devices: TestDevice[] = [];
  private readonly held: [TestDevice, Signed][] = [];

  /** @param crooked whether the log may lie, too */
  constructor(
    private readonly random: Random,
    private readonly crooked: boolean,
  ) {
    const { once, below } = { once: random.once.bind(random), below: random.below.bind(random) };
    for (let at = 0; at < 2 + below(2); at++) this.addParty(at);
    for (let step = 3 + below(18); step > 0; step--) {
      this.step(below(16));
      if (once(6)) this.log.fill(below(4));
    }
  }

  private step(choice: number): void {
    if (choice === 0) this.accuse();
    else if (choice === 1) this.refuse();
    else if (choice === 2 && this.crooked) this.lie();
    else if (choice <= 4) this.ageKeys();
    else this.scan();
  }

  async toCase(name: string): Promise<Case> {
    const { random, log } = this;
    const policy = log.policy();
    const whole = await this.wholeEvidence();
    const bundle = parseEvidence(whole);
    if (this.crooked && random.once(2)) {
      const left = random.once(3) ? random.below(bundle.entries.length) : -1;
      const kept = bundle.entries.filter((_, at) => at !== left).map(({ logIndex }) => logIndex);
      const more = random.once(4) ? this.known().filter((logIndex) => !kept.includes(logIndex)) : [];
      const until = random.once(6) ? random.below(log.size + 2) : log.size;
      const indexes = [...kept, ...random.some(more, 3)];
      if (indexes.length > 0)
        return { name, policy, evidence: this.withClosedClaims(bundleOf(log, indexes, { until })) };
    }
    return { name, policy, evidence: this.withClosedClaims(whole), ...(random.once(2) && { object: ITEM }) };
  }

  private known(): number[] {
    return Array.from({ length: this.log.size }, (_, at) => at).filter((at) => this.log.entry(at) !== undefined);
  }

  /** As the API makes it, or of all there is where the log is too crooked for that. */
  private async wholeEvidence(): Promise<string> {
    try {
      return await version1EvidenceOf(this.log, { tier: this.random.pick(['public', 'customs'] as const) });
    } catch {
      return bundleOf(this.log, this.known());
    }
  }

  private withClosedClaims(evidence: string): string {
    if (!this.random.once(3)) return evidence;
    const bundle = parseEvidence(evidence);
    const entries = bundle.entries.map((entry) => ({
      ...entry,
      disclosures: entry.disclosures.map((disclosure) => (this.random.once(4) ? null : disclosure)),
    }));
    return encodeEvidence({ ...bundle, entries });
  }

  private addParty(at: number): void {
    const { random, fleet, crooked } = this;
    const party = crooked && random.once(20) ? { name: 'unknown', key: partyKey(`${at}`) } : fleet.party(`Party ${at}`);
    this.parties.push(party);
    for (let device = 1 + random.below(2); device > 0; device--) {
      const id = `device-${at}-${device}`;
      const signer = random.once(8) ? p256SignerOf(seedOf(id)) : signerOfSeed(seedOf(`device ${id}`));
      const isUnknown = crooked && random.once(25);
      this.devices.push(isUnknown ? new TestDevice(this.log, id, party, signer) : fleet.device(id, party, { signer }));
    }
  }

  /** Often the one that had custody first: what others do moves little. */
  private aDevice(): TestDevice {
    return this.random.once(2) ? this.devices[0]! : this.random.pick(this.devices);
  }

  private ageKeys(): void {
    const { log, random, crooked } = this;
    ageKeys({ log, device: this.aDevice(), random, crooked, anySigner: () => this.anySigner() });
  }

  private scan(): void {
    const { random } = this;
    const device = this.aDevice();
    if (random.once(15)) device.loseScans(1 + random.below(3));
    const signed = device.sign(this.input());
    if (random.once(6)) this.held.push([device, signed]);
    else device.deliver(signed);
    if (this.held.length > 0 && random.once(3)) {
      const [late, scan] = this.held.pop()!;
      late.deliver(scan);
    }
  }

  private input(): ScanInput {
    const { random } = this;
    const common: ScanInput = {
      ...(random.once(2) && { bizStep: random.pick(STEPS) }),
      ...(random.once(3) && { to: random.pick(this.parties) }),
      ...(random.once(25) && { eventTimeMs: random.pick([0, 946_684_799_999, 946_684_800_000, 2_000_000_000_000]) }),
      ...(random.once(15) && { seenCheckpoint: { size: random.below(this.log.size + 3), root: this.log.root() } }),
      claims: this.claims(),
    };
    const things = [ITEM, ITEM, ...UNITS.slice(0, 3), ...OTHERS];
    switch (random.below(6)) {
      case 0:
      case 1:
        return { ...common, subjects: [...new Set([random.pick(things), random.pick(things)])] };
      case 2:
        return { ...common, inputs: [random.pick(OTHERS)], outputs: [ITEM] };
      case 3:
        return {
          ...common,
          parent: random.pick(UNITS),
          subjects: [ITEM],
          eventType: EventType.TRANSACTION,
          action: Action.ADD,
        };
      default:
        return { ...common, ...this.packing(things) };
    }
  }

  private packing(things: readonly string[]): ScanInput {
    const { random } = this;
    const parent = random.once(12) ? ITEM : random.pick(UNITS.slice(0, 4));
    const children = [...new Set(random.some([...things, ...UNITS.slice(0, 4)], 3))].filter(
      (child) => child !== parent,
    );
    const action = random.pick([Action.ADD, Action.ADD, Action.DELETE, Action.DELETE, Action.OBSERVE]);
    const eventType = random.once(4) ? EventType.ASSOCIATION : EventType.AGGREGATION;
    if (children.length === 0 && action !== Action.DELETE) children.push(parent === ITEM ? UNITS[5]! : ITEM);
    return { parent, children, action, eventType };
  }

  private claims(): ClaimValues {
    const { random } = this;
    const temperature = (): number => random.below(200) / 10 - 5;
    const report = (): Record<string, unknown> => ({
      ...(random.once(9) && { exception: random.pick(['ALARM_CONDITION', 'ERROR_CONDITION', 'OTHER']) }),
      ...(random.once(3) && { maxValue: temperature() }),
      ...(random.once(3) && { meanValue: temperature() }),
      ...(random.once(3) && { minValue: temperature() }),
      type: random.pick(['Temperature', 'gs1:Temperature', 'Humidity', 'gs1:Humidity']),
      ...(!random.once(4) && { uom: random.pick(['CEL', 'CEL', 'FAH']) }),
      ...(!random.once(3) && { value: random.once(9) ? '99' : temperature() }),
    });
    const element = (): string => JSON.stringify({ sensorReport: Array.from({ length: 1 + random.below(2) }, report) });
    return {
      ...(random.once(8) && { disposition: random.pick(['returned', 'returned', 'in_transit']) }),
      ...(random.once(4) && { operatorBadge: 'B-17' }),
      ...(random.once(4) && { temperatureVerdict: random.pick(['within', 'within', 'within', 'above', 'below']) }),
      ...(random.once(5) && { temperatureMinC: random.pick(['-2.0', '0', '2', '-0.5']) }),
      ...(random.once(5) && { temperatureMaxC: random.pick(['8', '4.50', '12.25']) }),
      ...(random.once(4) && { sensorElement: random.once(2) ? element() : [element(), element()] }),
      ...(this.crooked && random.once(60) && { colour: 'red' }),
      ...(this.crooked && random.once(60) && { hsCode: '123' }),
    };
  }

  private accuse(): void {
    const { random, log } = this;
    const device = random.pick(this.devices);
    const [one, other] = [device.sign(this.input()), device.sign(this.input())];
    if (random.once(2)) device.deliver(one);
    const misfit = resigned(device, other, { previous: seedOf('elsewhere') });
    const twice = resigned(device, other, { counter: one.counter, previous: one.previous });
    const honest = !this.crooked || random.once(2);
    const second = honest ? (random.once(2) ? misfit : twice) : random.pick([one, other, misfit, twice]);
    const fits = second === twice ? 'COUNTER_REUSED' : 'PREVIOUS_MISMATCH';
    const reason = honest ? fits : random.pick(['COUNTER_REUSED', 'PREVIOUS_MISMATCH']);
    const [first, last] = honest || random.once(2) ? [one, second] : [second, one];
    const body = { first: quoted(first), second: quoted(last), timeMs: 1, reason };
    log.appendEvent(EventKind.EQUIVOCATION, body, honest ? log.receiptSigner : this.anySigner());
  }

  private refuse(): void {
    const { random, log } = this;
    const device = this.aDevice();
    const signed = device.sign(this.input());
    const body = { statement: quoted(signed), reason: 'TIME_TOO_LATE', timeMs: 1 };
    log.appendEvent(EventKind.REFUSED, body, this.crooked && random.once(6) ? this.anySigner() : log.receiptSigner);
    if (random.once(2)) this.held.push([device, signed]);
  }

  /** What no honest log holds. */
  private lie(): void {
    const { random, log, fleet } = this;
    const device = random.pick(this.devices);
    const party = random.pick(this.parties);
    switch (random.below(8)) {
      case 0:
        return void device.deliver(resigned(device, device.sign(this.input()), { boot: seedOf('b').slice(0, 16) }));
      case 1:
        return void device.deliver({ ...device.sign(this.input()), signature: seedOf64('s') });
      case 2: {
        const { uris, disclosures, ...scan } = device.sign(this.input());
        const after = random.below(4);
        const entry = encodeLogEntry({ kind: 'scan', scan: { ...scan, after, verificationProfile: 1 } });
        return void log.append(entry, { uris, disclosures });
      }
      case 3: {
        const signed = device.sign(this.input());
        device.deliver(signed);
        return void device.deliver(signed);
      }
      case 4:
        return void fleet.device(random.once(2) ? device.id : 'late', party);
      case 5: {
        const body = { party: party.key, timeMs: 1, claims: [] };
        return void log.appendEvent(EventKind.PARTY, body, this.anySigner());
      }
      case 6: {
        const { algorithm, publicKey } = random.once(2) ? device.signer : log.operatorSigner;
        const body = { operator: log.operator, algorithm, publicKey, timeMs: 1 };
        const isOperator = random.once(3);
        if (!isOperator) return void log.appendEvent(EventKind.RECEIPT_KEY, body, this.anySigner());
        return void log.appendEvent(EventKind.OPERATOR, { ...body, logOrigin: log.origin }, this.anySigner());
      }
      default: {
        const objects = [random.once(2) ? objectKey(ITEM) : seedOf('nothing')];
        const event = {
          body: Uint8Array.of(1),
          signerKeyId: seedOf('k').slice(0, 8),
          signature: seedOf64('r'),
          objects,
        };
        return void log.append(
          encodeLogEntry({
            kind: 'event',
            event: { ...event, kind: random.pick([EventKind.ERASURE, 18, 2 ** 31 - 1]) },
          }),
        );
      }
    }
  }

  private anySigner() {
    const { operatorSigner, receiptSigner } = this.log;
    return this.random.pick([
      operatorSigner,
      receiptSigner,
      this.random.pick(this.devices).signer,
      signerOfSeed(seedOf('nobody')),
    ]);
  }
}

const seedOf64 = (name: string): Uint8Array => Uint8Array.from([...seedOf(name), ...seedOf(`${name} too`)]);

/** Cases from seeds, half of them of logs that lie. */
export async function randomCases(seeds: readonly number[]): Promise<Case[]> {
  const cases: Case[] = [];
  for (const seed of seeds) {
    const log = new RandomLog(new Random(seed), seed % 2 === 1);
    cases.push(await log.toCase(`seed ${seed}`));
  }
  return cases;
}
