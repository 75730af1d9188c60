import { leafHash } from '#libs/core/tlog';
import { encodeEvidence, type EvidenceBundle, parseEvidence } from '../../evidence/bundle.js';
import { sharedProof } from '../../evidence/shared-proof.js';
import { Action, CodesRole, EventKind, objectKey } from '../../wire/index.js';
import { bundleOf, evidenceOf } from '../../../../test/kit/core/evidence.js';
import { Fleet, ITEM, type TestDevice, type TestParty } from '../../../../test/kit/core/fleet.js';
import { START_MS } from '../../../../test/kit/core/memory-log.js';
import { aFleet, CASE, type EvidenceVector, PALLET } from './vectors.js';

// Evidence of version 2: one vector for each rule of docs/formats/story.md that a verifier may lack without another one noticing.

type Exit = EvidenceVector['exit'];
const LOT = 'https://id.gs1.org/01/09520001000010/10/L1';
const LOGGER = 'https://id.gs1.org/8004/9520001LOG1';
/** Of all GS1 codes here. */
const DIGITS = '9520001';
const HOUR_MS = 3_600_000;
const upTo = (size: number): number[] => Array.from({ length: size }, (_, at) => at);

/** A fleet tells something, and this is the evidence of version 2 at the end, as the API makes it. */
async function told(
  name: string,
  exit: Exit,
  tell: (fleet: Fleet) => unknown,
  object: string = ITEM,
): Promise<EvidenceVector> {
  const fleet = aFleet();
  tell(fleet);
  fleet.log.fill(3);
  const evidence = await evidenceOf(fleet.log, { object });
  return { name: `version 2: ${name}`, policy: fleet.log.policy(), object, evidence, exit };
}

/** The same, of all that the log holds. */
function whole(name: string, exit: Exit, tell: (fleet: Fleet) => unknown): EvidenceVector {
  const fleet = aFleet();
  tell(fleet);
  const { log } = fleet;
  const evidence = bundleOf(log, upTo(log.size), { version: 2 });
  return { name: `version 2: ${name}`, policy: log.policy(), object: ITEM, evidence, exit };
}

function own({ log }: Fleet, party: TestParty, digits = DIGITS, role: CodesRole = CodesRole.OWNER): void {
  log.appendEvent(EventKind.CODES, { party: party.key, digits, role, timeMs: START_MS }, log.operatorSigner);
}

/** A maker that owns its code has made the item, and a carrier has it. */
function delivered(fleet: Fleet): { readonly maker: TestDevice; readonly carrier: TestDevice } {
  const [maker, carrier] = [fleet.partyWithDevice('Maker'), fleet.partyWithDevice('Carrier')];
  own(fleet, maker.party);
  maker.scan({ bizStep: 'commissioning' });
  maker.scan({ bizStep: 'shipping', to: carrier.party });
  carrier.scan({ bizStep: 'receiving' });
  return { maker, carrier };
}

const custody = (): Promise<EvidenceVector[]> =>
  Promise.all([
    told('received before it was shipped', 0, (fleet) => {
      const [maker, carrier] = [fleet.partyWithDevice('Maker'), fleet.partyWithDevice('Carrier')];
      maker.scan({ bizStep: 'commissioning' });
      const shipped = maker.sign({ bizStep: 'shipping', to: carrier.party });
      carrier.scan({ bizStep: 'receiving', eventTimeMs: shipped.receivedTimeMs + 600_000 });
      maker.deliver(shipped);
    }),
    told('a guessed serial before the maker, whose code it is', 10, (fleet) => {
      const thief = fleet.partyWithDevice('Thief');
      thief.scan({ bizStep: 'commissioning' });
      delivered(fleet);
    }),
    told('a guessed serial before the maker, and nobody owns the code', 10, (fleet) => {
      const [thief, maker] = [fleet.partyWithDevice('Thief'), fleet.partyWithDevice('Maker')];
      thief.scan({ bizStep: 'inspecting' });
      maker.scan({ bizStep: 'commissioning', action: Action.ADD });
    }),
    told('the longer prefix has the owner', 10, (fleet) => {
      const [group, plant] = [fleet.partyWithDevice('Group'), fleet.partyWithDevice('Plant')];
      own(fleet, group.party, '95200');
      own(fleet, plant.party, DIGITS);
      group.scan({ bizStep: 'commissioning' });
      plant.scan({ bizStep: 'commissioning' });
    }),
    told('made by a contract maker for the owner', 0, (fleet) => {
      const [owner, maker] = [fleet.party('Owner'), fleet.partyWithDevice('Maker')];
      own(fleet, owner);
      own(fleet, maker.party, DIGITS, CodesRole.MADE_BY);
      maker.scan({ bizStep: 'commissioning' });
    }),
    told('hostile marks of somebody who did not hold it', 10, (fleet) => {
      delivered(fleet);
      const stranger = fleet.partyWithDevice('Stranger');
      stranger.loseScans(4);
      stranger.scan({
        bizStep: 'inspecting',
        eventTimeMs: 1,
        claims: { temperatureVerdict: 'above', disposition: 'stolen', demo: 'true' },
      });
    }),
    told('a late unpacking that would take a holder away', 10, (fleet) => {
      const [maker, carrier] = [fleet.partyWithDevice('Maker'), fleet.partyWithDevice('Carrier')];
      maker.scan({ bizStep: 'commissioning' });
      maker.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
      const out = fleet.device('Maker-2', maker.party).sign({ parent: CASE, action: Action.DELETE });
      maker.scan({ bizStep: 'shipping', subjects: [CASE], to: carrier.party });
      carrier.scan({ bizStep: 'receiving', subjects: [CASE] });
      fleet.device('Maker-3', maker.party).scan({
        parent: CASE,
        action: Action.DELETE,
        eventTimeMs: out.receivedTimeMs,
      });
    }),
    told('a party that no holder named', 10, (fleet) => {
      const [maker, other] = [fleet.partyWithDevice('Maker'), fleet.partyWithDevice('Other')];
      maker.scan({ bizStep: 'commissioning' });
      maker.scan({ bizStep: 'shipping' });
      other.scan({ bizStep: 'receiving', claims: { temperatureVerdict: 'above' } });
    }),
    told('an inspection by an authority', 0, (fleet) => {
      delivered(fleet);
      fleet.partyWithDevice('Customs', { kind: 9 }).scan({ bizStep: 'inspecting' });
    }),
    told(
      'a lot that two have',
      0,
      (fleet) => {
        const [maker, ...shops] = ['Maker', 'Shop 1', 'Shop 2'].map((name) => fleet.partyWithDevice(name)) as [
          TestDevice,
          TestDevice,
          TestDevice,
        ];
        const lot = { subjects: [LOT], classes: [LOT] };
        maker.scan({ ...lot, bizStep: 'commissioning' });
        for (const shop of shops) maker.scan({ ...lot, bizStep: 'shipping', to: shop.party });
        for (const shop of shops) shop.scan({ ...lot, bizStep: 'receiving' });
        maker.scan({ ...lot, bizStep: 'storing' });
      },
      LOT,
    ),
    told('an event that its own party declared wrong', 10, (fleet) => {
      const { maker } = delivered(fleet);
      const event = { bizStep: 'storing', eventTimeMs: START_MS + 270_000 };
      maker.scan(event);
      maker.scan({ ...event, claims: { errorReason: 'did_not_occur' } });
    }),
    told('an event that another party declared wrong', 10, (fleet) => {
      const { maker, carrier } = delivered(fleet);
      const event = { bizStep: 'storing', eventTimeMs: START_MS + 270_000 };
      maker.scan(event);
      carrier.scan({ ...event, claims: { errorReason: 'incorrect_data' } });
    }),
    told('signed for another, whose information it is', 10, (fleet) => {
      const { carrier } = delivered(fleet);
      carrier.scan({ claims: { informationProvider: 'https://id.gs1.org/417/9520001000003' } });
    }),
  ]);

const packing = (): Promise<EvidenceVector[]> =>
  Promise.all([
    told('packed into another unit while in one', 10, (fleet) => {
      const { carrier } = delivered(fleet);
      carrier.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
      carrier.scan({ bizStep: 'packing', parent: PALLET, children: [ITEM] });
    }),
    told('repacked: out of one unit and into another', 0, (fleet) => {
      const { carrier } = delivered(fleet);
      carrier.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
      carrier.scan({ bizStep: 'unpacking', parent: CASE, action: Action.DELETE });
      carrier.scan({ bizStep: 'packing', parent: PALLET, children: [ITEM] });
    }),
    told('a moment before it was packed is not seen alone', 0, (fleet) => {
      const { carrier } = delivered(fleet);
      carrier.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
      fleet.device('Carrier-2', carrier.party).scan({ bizStep: 'storing' });
    }),
    told('two hours after it was packed is seen alone', 10, (fleet) => {
      const { carrier } = delivered(fleet);
      carrier.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
      const second = fleet.device('Carrier-2', carrier.party);
      const seen = second.sign({ eventTimeMs: START_MS + 3 * HOUR_MS });
      second.deliver({ ...seen, receivedTimeMs: START_MS + 3 * HOUR_MS });
    }),
    whole('a logger that the holder put with it was too warm', 10, (fleet) => withLogger(fleet, 'above')),
    whole('a logger that the holder put with it, within', 0, (fleet) => withLogger(fleet, 'within')),
    told('a logger that nobody put with it', 10, (fleet) => {
      const { carrier } = delivered(fleet);
      const logger = fleet.device('Logger', carrier.party, { object: objectKey(LOGGER) });
      fleet.partyWithDevice('Stranger');
      logger.scan({ claims: { temperatureVerdict: 'above' } });
    }),
    told('an alarm of a unit stays when a late scan takes the thing out', 10, (fleet) => {
      const { carrier } = delivered(fleet);
      carrier.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
      const out = fleet.device('Carrier-2', carrier.party);
      const late = out.sign({ bizStep: 'unpacking', parent: CASE, action: Action.DELETE });
      const gate = fleet.device('Carrier-3', carrier.party);
      const warm = gate.sign({
        subjects: [CASE],
        claims: { temperatureVerdict: 'above' },
        eventTimeMs: START_MS + 3 * HOUR_MS,
      });
      gate.deliver({ ...warm, receivedTimeMs: START_MS + 3 * HOUR_MS });
      out.deliver(late);
    }),
  ]);

function withLogger(fleet: Fleet, temperatureVerdict: string): void {
  const { carrier } = delivered(fleet);
  const logger = fleet.device('Logger', carrier.party, { object: objectKey(LOGGER) });
  carrier.scan({ bizStep: 'packing', parent: CASE, children: [ITEM, LOGGER] });
  logger.scan({ subjects: [LOGGER], bizStep: 'sensor_reporting', claims: { temperatureVerdict } });
}

/** Good evidence with something left out, and the same changed by somebody who has the whole log. */
async function leftOut(): Promise<EvidenceVector[]> {
  const fleet = aFleet();
  const { carrier } = delivered(fleet);
  const spare = [carrier.scan({ bizStep: 'storing' }), carrier.scan({ bizStep: 'storing' })];
  const foreign = carrier.scan({ subjects: [CASE] });
  const { log } = fleet;
  const strangers = log.size;
  own(fleet, carrier.party, '9521');
  log.fill(3);
  const pairs = spare.map((logIndex) => ({ logIndex, leaf: leafHash(log.entry(logIndex).entry) }));
  const all = upTo(foreign);
  const kept = all.filter((index) => !spare.includes(index));
  const proof = sharedProof({ size: log.size, indexes: all }, log.hashAt);
  const vector = (name: string, exit: Exit, evidence: string): EvidenceVector => ({
    name: `version 2: ${name}`,
    policy: log.policy(),
    evidence,
    exit,
  });
  const good = bundleOf(log, kept, { version: 2, omitted: pairs, proof });
  const changed = (name: string, exit: Exit, change: (bundle: EvidenceBundle) => Partial<EvidenceBundle>) => {
    const bundle = parseEvidence(good);
    return vector(name, exit, encodeEvidence({ ...bundle, ...change(bundle) }));
  };
  const json = (name: string, exit: Exit, change: (bundle: Record<string, unknown>) => unknown): EvidenceVector => {
    const bundle = JSON.parse(good) as Record<string, unknown>;
    change(bundle);
    return vector(name, exit, JSON.stringify(Object.fromEntries(Object.entries(bundle).sort())));
  };
  const [first, second] = pairs as [(typeof pairs)[number], (typeof pairs)[number]];
  return [
    vector('everything that there is', 0, bundleOf(log, all, { version: 2 })),
    vector('two scans left out', 10, good),
    changed('left out with another leaf', 20, () => ({ omitted: [first, { ...second, leaf: first.leaf }] })),
    changed('left out at another place', 20, () => ({ omitted: [first, { ...second, logIndex: log.size - 1 }] })),
    changed('left out above the end of the log', 20, () => ({ omitted: [first, { ...second, logIndex: log.size }] })),
    changed('no word of what is left out', 20, () => ({ omitted: [] })),
    changed('left out in another order', 20, () => ({ omitted: [second, first] })),
    changed('left out twice', 20, () => ({ omitted: [first, first, second] })),
    vector(
      'here and left out at once',
      20,
      bundleOf(log, all, {
        version: 2,
        omitted: pairs,
        proof: sharedProof({ size: log.size, indexes: all }, log.hashAt),
      }),
    ),
    changed('everything left out', 30, () => ({
      entries: [],
      omitted: all.map((logIndex) => ({ logIndex, leaf: leafHash(log.entry(logIndex).entry) })),
    })),
    json('half a pair', 20, (bundle) => (bundle['omitted'] = String(bundle['omitted']).slice(0, 52))),
    json('without the member for what is left out', 20, (bundle) => delete bundle['omitted']),
    json('of version 1, and something left out', 20, (bundle) => (bundle['format'] = 'cairn.evidence.v1')),
    vector('a scan of what it was never in', 20, bundleOf(log, [...all, foreign], { version: 2 })),
    vector('codes of another prefix', 20, bundleOf(log, [...all, strangers], { version: 2 })),
  ];
}

export async function theVersion2Vectors(): Promise<EvidenceVector[]> {
  return [...(await custody()), ...(await packing()), ...(await leftOut())];
}
