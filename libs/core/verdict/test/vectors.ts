import { formatNote, formatPolicy, parseNote, parsePolicy } from '#libs/core/tlog';
import { signerOfSeed } from '#libs/host/keys';
import { Action, encodeLogEntry, EventKind, objectKey, partyKey } from '../../wire/index.js';
import { encodeEvidence, parseEvidence } from '../../evidence/bundle.js';
import { bundleOf, version1EvidenceOf } from '../../../../test/kit/core/evidence.js';
import { Fleet, ITEM, TestDevice } from '../../../../test/kit/core/fleet.js';
import { MemoryLog, seedOf } from '../../../../test/kit/core/memory-log.js';
import { p256SignerOf } from '../../../../test/kit/core/p256-signer.js';
import { quoted, resigned } from '../../../../test/kit/core/statements.js';
import { len, num, raw } from '../../../../test/kit/wire/raw.js';
import { aCosignature, aWitness, witnessNamed } from '../../../../test/kit/core/witness.js';

/** Evidence, the policy it is judged by, and what must come of it in every verifier. */
export interface EvidenceVector {
  readonly name: string;
  readonly policy: string;
  /** The object that was asked for, where one was. */
  readonly object?: string;
  readonly evidence: string;
  readonly exit: 0 | 10 | 20 | 30;
}

export const ORIGIN = 'example.org/cairn';
export const CASE = 'https://id.gs1.org/01/19520001000017/21/C1';
export const PALLET = 'https://id.gs1.org/00/095200010000000010';
export const CONTAINER = 'urn:epc:id:bic:CSQU3054383';

/** A bundle as the JSON that it is. */
type BundleJson = Record<string, unknown> & { entries: unknown[] };

export const aFleet = (): Fleet => new Fleet(new MemoryLog(ORIGIN));

/** The worked example of docs/formats/evidence.md: one item, one scan, two entries of strangers. */
export async function theExample(): Promise<{ readonly log: MemoryLog; readonly evidence: string }> {
  const fleet = aFleet();
  fleet.partyWithDevice('Maker').scan({ bizStep: 'commissioning', claims: { operatorBadge: 'B-17' } });
  fleet.log.fill(2);
  return { log: fleet.log, evidence: await version1EvidenceOf(fleet.log, { tier: 'public' }) };
}

/** A fleet tells something, and this is the evidence of the item at the end. */
export async function told(
  name: string,
  exit: EvidenceVector['exit'],
  tell: (fleet: Fleet) => void,
): Promise<EvidenceVector> {
  const fleet = aFleet();
  tell(fleet);
  fleet.log.fill(3);
  return { name, policy: fleet.log.policy(), evidence: await version1EvidenceOf(fleet.log), exit };
}

function aJourney(): Fleet {
  const fleet = aFleet();
  const maker = fleet.partyWithDevice('Maker');
  const carrier = fleet.partyWithDevice('Carrier');
  maker.scan({
    bizStep: 'commissioning',
    action: Action.ADD,
    claims: { productName: 'Shrimp', readPointCountry: 'IN' },
  });
  maker.scan({ bizStep: 'packing', parent: CASE, children: [ITEM, `${ITEM}b`] });
  fleet.log.fill(40);
  maker.scan({ bizStep: 'packing', parent: PALLET, children: [CASE] });
  maker.scan({ bizStep: 'loading', parent: CONTAINER, children: [PALLET], to: carrier.party });
  carrier.scan({
    bizStep: 'transporting',
    subjects: [CONTAINER],
    claims: { temperatureVerdict: 'within', readPointCountry: 'LK' },
  });
  fleet.log.fill(20);
  carrier.scan({ bizStep: 'unloading', parent: CONTAINER, action: Action.DELETE });
  carrier.scan({ subjects: [CONTAINER] });
  carrier.scan({ bizStep: 'unpacking', parent: PALLET, action: Action.DELETE });
  carrier.scan({ bizStep: 'unpacking', parent: CASE, children: [ITEM], action: Action.DELETE });
  return fleet;
}

async function intact(): Promise<EvidenceVector[]> {
  const example = await theExample();
  const journey = aJourney().log;
  const { log } = Fleet.withGoodTrail();
  return [
    { name: 'the worked example', policy: example.log.policy(), object: ITEM, evidence: example.evidence, exit: 0 },
    {
      name: 'a journey in case, pallet and container, all values',
      policy: journey.policy(),
      object: ITEM,
      evidence: await version1EvidenceOf(journey),
      exit: 0,
    },
    {
      name: 'the same journey for the public',
      policy: journey.policy(),
      object: ITEM,
      evidence: await version1EvidenceOf(journey, { tier: 'public' }),
      exit: 0,
    },
    {
      name: 'the case of that journey',
      policy: journey.policy(),
      object: CASE,
      evidence: await version1EvidenceOf(journey, { object: CASE }),
      exit: 0,
    },
    { name: 'a hand-over', policy: log.policy(), evidence: await version1EvidenceOf(log), exit: 0 },
    await told('a P-256 key', 0, (fleet) => {
      fleet.device('p256', fleet.party('Maker'), { signer: p256SignerOf(seedOf('p256')) }).scan();
    }),
    await told('a scan that came late and fills its hole', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const late = maker.sign();
      maker.scan();
      maker.deliver(late);
    }),
    await told('one party opens the pallet, the next the case that was on it', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const shop = fleet.partyWithDevice('Shop');
      maker.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
      maker.scan({ bizStep: 'packing', parent: PALLET, children: [CASE] });
      maker.scan({ bizStep: 'unpacking', parent: PALLET, action: Action.DELETE, to: shop.party });
      shop.scan({ bizStep: 'unpacking', parent: CASE, action: Action.DELETE });
    }),
    await told('a case taken off the pallet that it was on before it was filled', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ parent: PALLET, children: [CASE] });
      maker.scan({ parent: CASE, children: [ITEM] });
      maker.scan({ parent: PALLET, children: [CASE], action: Action.DELETE });
    }),
    await told('a checkpoint that the device has seen', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ seenCheckpoint: { size: 4, root: fleet.log.root() } });
    }),
  ];
}

const noticed = (): Promise<EvidenceVector[]> =>
  Promise.all([
    told('a hole in the counters', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan();
      maker.loseScans(2);
      maker.scan();
    }),
    told(
      'received and never shipped',
      10,
      (fleet) => void fleet.partyWithDevice('Maker').scan({ bizStep: 'receiving' }),
    ),
    told('unpacked from a unit that it was not in', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan();
      maker.scan({ parent: PALLET, children: [ITEM], action: Action.DELETE });
    }),
    told('seen by someone without custody', 10, (fleet) => {
      fleet.partyWithDevice('Maker').scan();
      fleet.partyWithDevice('Thief').scan();
    }),
    told('packed by someone without custody', 10, (fleet) => {
      fleet.partyWithDevice('Maker').scan();
      const thief = fleet.partyWithDevice('Thief');
      thief.scan({ parent: PALLET, children: [ITEM] });
      thief.scan({ subjects: [PALLET] });
    }),
    told('seen alone by its custodian while in a unit', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ parent: PALLET, children: [ITEM] });
      maker.scan();
      maker.scan({ subjects: [PALLET] });
    }),
    told(
      'too warm',
      10,
      (fleet) => void fleet.partyWithDevice('Maker').scan({ claims: { temperatureVerdict: 'above' } }),
    ),
    told('one counter used twice', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const first = maker.sign({ bizStep: 'storing' });
      maker.deliver(first);
      const second = resigned(maker, first, { header: maker.sign({ bizStep: 'picking' }).header });
      const body = { first: quoted(first), second: quoted(second), timeMs: 1, reason: 'COUNTER_REUSED' };
      fleet.log.appendEvent(EventKind.EQUIVOCATION, body, fleet.log.receiptSigner);
    }),
    told('a refused scan below another', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan();
      const refused = { statement: quoted(maker.sign()), reason: 'TIME_TOO_LATE', timeMs: 1 };
      fleet.log.appendEvent(EventKind.REFUSED, refused, fleet.log.receiptSigner);
      maker.scan();
    }),
    told('a refused counter used again', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan();
      const refused = maker.sign();
      const first = quoted(refused);
      fleet.log.appendEvent(
        EventKind.REFUSED,
        { statement: first, reason: 'DISCLOSURE_MISSING', timeMs: 1 },
        fleet.log.receiptSigner,
      );
      const second = quoted(resigned(maker, refused, { header: maker.sign({ bizStep: 'picking' }).header }));
      const body = { first, second, timeMs: 2, reason: 'COUNTER_REUSED' };
      fleet.log.appendEvent(EventKind.EQUIVOCATION, body, fleet.log.receiptSigner);
    }),
    told('a scan that does not chain into the one before', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan();
      maker.deliver(resigned(maker, maker.sign(), { previous: seedOf('elsewhere') }));
    }),
    told('seen after it was destroyed', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ bizStep: 'destroying' });
      maker.scan({ bizStep: 'retail_selling' });
    }),
  ]);

/** Logs that lie: the operator, or a thief with its help. */
const lying = (): Promise<EvidenceVector[]> =>
  Promise.all([
    told('a signature by another key', 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.deliver({ ...maker.sign(), signature: signerOfSeed(seedOf('thief')).sign(seedOf('anything')) });
    }),
    told('a scan of a boot that nobody announced', 30, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.deliver(resigned(maker, maker.sign(), { boot: seedOf('boot').slice(0, 16) }));
    }),
    told('a scan before its device was enrolled', 20, (fleet) => {
      const party = fleet.party('Early');
      new TestDevice(fleet.log, 'early', party).scan();
      fleet.device('early', party);
    }),
    told('a party made known by a device', 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const party = { party: partyKey('9520000000004'), timeMs: 1, claims: [] };
      fleet.log.appendEvent(EventKind.PARTY, party, maker.signer);
      maker.scan({ to: { name: 'Forged', key: party.party } });
    }),
    told('one scan logged twice', 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const scan = maker.sign();
      maker.deliver(scan);
      maker.deliver(scan);
    }),
    told('a false word of the log about earlier counters', 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan();
      const { uris, disclosures, ...scan } = maker.sign();
      const entry = encodeLogEntry({ kind: 'scan', scan: { ...scan, after: 0, verificationProfile: 1 } });
      fleet.log.append(entry, { uris, disclosures });
    }),
    told('a device accused of a contradiction that is none', 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const first = maker.sign();
      maker.deliver(first);
      const body = { first: quoted(first), second: quoted(first), timeMs: 1, reason: 'COUNTER_REUSED' };
      fleet.log.appendEvent(EventKind.EQUIVOCATION, body, fleet.log.receiptSigner);
    }),
    recallWithoutForm(),
  ]);

/** When this vector was made, recalls had no form: now it is an entry that cannot be read. Its bytes and its verdict stay. */
function recallWithoutForm(): EvidenceVector {
  const fleet = aFleet();
  fleet.partyWithDevice('Maker').scan();
  const { log } = fleet;
  const signature = new Uint8Array(64).fill(1);
  const event = [num(1, 13), len(2, [1]), len(3, seedOf('k').slice(0, 8)), len(4, signature), len(5, objectKey(ITEM))];
  log.append(raw(len(2, event.flat())));
  const evidenceOfAll = Array.from({ length: log.size }, (_, index) => index);
  log.fill(3);
  const evidence = bundleOf(log, evidenceOfAll);
  return { name: 'an event of a kind without a form', policy: log.policy(), evidence, exit: 30 };
}

/** Good evidence, changed afterwards. */
async function forged(): Promise<EvidenceVector[]> {
  const { log, evidence } = await theExample();
  const policy = log.policy();
  const json = (change: (bundle: BundleJson) => unknown): string => {
    const bundle = JSON.parse(evidence) as BundleJson;
    change(bundle);
    return JSON.stringify(bundle);
  };
  const text = (name: string, evidence: string, exit: EvidenceVector['exit'] = 20): EvidenceVector => ({
    name,
    policy,
    evidence,
    exit,
  });
  const good = Fleet.withGoodTrail();
  const foreign = good.maker.scan({ subjects: [CASE] });
  const bundle = (name: string, indexes: readonly number[], exit: EvidenceVector['exit']): EvidenceVector => ({
    name,
    policy: good.log.policy(),
    evidence: bundleOf(good.log, indexes),
    exit,
  });
  const all = [0, 1, 2, 3, 4, 5, good.made, good.shipped, good.received];
  const stretched = aFleet();
  const maker = stretched.partyWithDevice('Maker');
  maker.scan({ parent: PALLET, children: [ITEM] });
  maker.scan({ parent: PALLET, children: [ITEM], action: Action.DELETE });
  maker.scan({ subjects: [PALLET] });
  return [
    text('a value changed', evidence.replace('commissioning', 'decommissioning')),
    text(
      'the time of arrival changed, which no device signs',
      json(({ entries }) => withArrival(entries.at(-1), 1)),
    ),
    text(
      'an entry said to stand elsewhere',
      json(({ entries }) => Object.assign(entries.at(-1) as object, { index: '5' })),
    ),
    text('a line feed at the end', `${evidence}\n`),
    text('white space', evidence.replace('{"chains"', '{ "chains"')),
    text(
      'members in another order',
      json((bundle) => (bundle['checkpoint'] = swapLast(bundle, 'checkpoint'))),
    ),
    text(
      'an entry left out',
      json(({ entries }) => entries.pop()),
    ),
    text(
      'an entry twice',
      json(({ entries }) => entries.push(entries[4])),
    ),
    text(
      'an unknown member',
      json((bundle) => Object.assign(bundle, { zzz: 'x' })),
    ),
    text(
      'a key of its own',
      json((bundle) => Object.assign(bundle, { vkey: 'x' })),
    ),
    text(
      'another format',
      json((bundle) => Object.assign(bundle, { format: 'cairn.evidence.v9' })),
      30,
    ),
    text(
      'a proof with a hash too many',
      json((bundle) => Object.assign(bundle, { proof: `${String(bundle['proof'])}${'A'.repeat(128)}` })),
    ),
    text(
      'said to go less far than it does',
      json((bundle) => Object.assign(bundle, { until: '6' })),
    ),
    { name: 'asked for another object', policy, object: CASE, evidence, exit: 20 },
    {
      name: 'a log that the policy does not name',
      policy: new MemoryLog('other.example/log').policy(),
      evidence,
      exit: 30,
    },
    bundle('all that there is, with a new proof', all, 0),
    bundle('a foreign entry, with a new proof', [...all, foreign], 20),
    bundle('without the operator, with a new proof', all.slice(1), 30),
    bundle(
      'without an enrolment, with a new proof',
      all.filter((index) => index !== 3),
      30,
    ),
    bundle(
      'without a party, with a new proof',
      all.filter((index) => index !== 2),
      30,
    ),
    {
      name: 'a span in a unit that is stretched',
      policy: stretched.log.policy(),
      evidence: bundleOf(stretched.log, [0, 1, 2, 3, 4, 5, 6]),
      exit: 20,
    },
  ];
}

/** Adds to the last byte but two of an entry: the end of its time of arrival. */
function withArrival(entry: unknown, more: number): void {
  const { parts } = entry as { parts: string[] };
  const bytes = Buffer.from(parts.at(-1)!, 'base64url');
  bytes[bytes.length - 4]! += more;
  parts[parts.length - 1] = bytes.toString('base64url');
}

/** Puts a member behind the others. */
function swapLast(bundle: BundleJson, name: string): unknown {
  const value = bundle[name];
  delete bundle[name];
  return value;
}

async function witnessed(): Promise<EvidenceVector[]> {
  const { log, evidence } = await theExample();
  const witnesses = ['one', 'two', 'three'].map(aWitness);
  const policy = formatPolicy({
    ...parsePolicy(log.policy()),
    witnesses: witnesses.map(({ vkey }, at) => ({ name: `w${at + 1}`, vkey })),
    groups: [{ name: 'most', threshold: 2, members: ['w1', 'w2', 'w3'] }],
    quorum: 'most',
  });
  const by = (name: string, signers: typeof witnesses, exit: EvidenceVector['exit']): EvidenceVector => {
    const bundle = parseEvidence(evidence);
    const { text, signatures } = parseNote(bundle.checkpoint);
    const checkpoint = formatNote(text, [...signatures, ...signers.map((witness) => aCosignature(witness, text))]);
    return { name, policy, evidence: encodeEvidence({ ...bundle, checkpoint }), exit };
  };
  return [
    by('two of three witnesses', witnesses.slice(1), 0),
    ...byTheOperator(log.origin, evidence, log.policy()),
    by('one of three witnesses', witnesses.slice(0, 1), 30),
    by('one witness twice', [witnesses[0]!, witnesses[0]!], 20),
    by('witnesses that the policy does not name', [aWitness('stranger'), aWitness('other-stranger')], 30),
  ];
}

/** Their key names lie under the origin of the log: the quorum is met, and nobody outside has looked. */
function byTheOperator(origin: string, evidence: string, policy: string): EvidenceVector[] {
  const [north, south, foreign] = [`${origin}/witness/north`, `${origin}/witness/south`, `${origin}-witness`].map(
    witnessNamed,
  );
  const bundle = parseEvidence(evidence);
  const { text, signatures } = parseNote(bundle.checkpoint);
  const cosigned = (name: string, ...[one, two]: ReturnType<typeof aWitness>[]): EvidenceVector => {
    const checkpoint = formatNote(text, [...signatures, aCosignature(one!, text), aCosignature(two!, text)]);
    const own = formatPolicy({
      ...parsePolicy(policy),
      witnesses: [
        { name: 'one', vkey: one!.vkey },
        { name: 'two', vkey: two!.vkey },
      ],
      groups: [{ name: 'any', threshold: 1, members: ['one', 'two'] }],
      quorum: 'any',
    });
    return { name, policy: own, evidence: encodeEvidence({ ...bundle, checkpoint }), exit: 0 };
  };
  return [
    cosigned("two witnesses of the operator's own", north!, south!),
    cosigned("a witness of the operator's own and a foreign one", north!, foreign!),
  ];
}

export async function theVectors(): Promise<EvidenceVector[]> {
  return [...(await intact()), ...(await noticed()), ...(await lying()), ...(await forged()), ...(await witnessed())];
}
