import {
  formatCheckpointBody,
  formatVkey,
  noteKeyIdOf,
  KeyType,
  parseNote,
  sha256,
  signedBytes,
  type Vkey,
} from '#libs/core/tlog';
import { Action, encodeLogEntry, EventKind, objectKey, signEvent } from '../../wire/index.js';
import { bundleOf, version1EvidenceOf } from '../../../../test/kit/core/evidence.js';
import { aSigner } from '../../../../test/kit/core/key-events.js';
import { Fleet, ITEM, TestDevice } from '../../../../test/kit/core/fleet.js';
import { MemoryLog, seedOf, START_MS } from '../../../../test/kit/core/memory-log.js';
import { quoted, resigned, type Signed } from '../../../../test/kit/core/statements.js';
import { aWitness } from '../../../../test/kit/core/witness.js';
import { aFleet, CASE, type EvidenceVector, ORIGIN, PALLET, theExample, told } from './vectors.js';

// In each of these one rule alone decides: a verifier that lacks the rule gives another exit code.

type Exit = EvidenceVector['exit'];
const upTo = (size: number): number[] => Array.from({ length: size }, (_, at) => at);

/** Everything that a log holds as evidence of the item, whether or not it belongs there. */
const whole = (name: string, exit: Exit, log: MemoryLog): EvidenceVector => ({
  name,
  policy: log.policy(),
  evidence: bundleOf(log, upTo(log.size)),
  exit,
});

/** A log that says of the counters before a scan what it likes. */
function logged(fleet: Fleet, { uris, disclosures, ...scan }: Signed, after: number): void {
  fleet.log.append(encodeLogEntry({ kind: 'scan', scan: { ...scan, after, verificationProfile: 1 } }), {
    uris,
    disclosures,
  });
}

const counters = (): Promise<EvidenceVector[]> =>
  Promise.all([
    told('a counter twice, and nothing else said wrongly', 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const [one, two] = [maker.sign(), maker.sign()];
      logged(fleet, one, 0);
      logged(fleet, two, 1);
      logged(fleet, one, 2);
    }),
    told('a scan that is said to stand behind itself', 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.loseScans(1);
      logged(fleet, maker.sign(), 2);
    }),
    told('a counter that the log forgot', 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const [one, two, three] = [maker.sign(), maker.sign(), maker.sign()];
      logged(fleet, one, 0);
      logged(fleet, two, 1);
      logged(fleet, three, 1);
    }),
  ]);

/** A receipt key that accuses, or says that it refused. */
function quoting(): Promise<EvidenceVector[]> {
  const accused = (
    name: string,
    reason: string,
    make: (device: TestDevice, one: Signed, two: Signed) => readonly [Signed, Signed],
  ) =>
    told(name, 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const [one, two] = [maker.sign({ bizStep: 'storing' }), maker.sign({ bizStep: 'picking' })];
      maker.deliver(one);
      maker.deliver(two);
      const [first, second] = make(maker, one, two).map(quoted) as [
        ReturnType<typeof quoted>,
        ReturnType<typeof quoted>,
      ];
      fleet.log.appendEvent(EventKind.EQUIVOCATION, { first, second, timeMs: 1, reason }, fleet.log.receiptSigner);
    });
  const refused = (name: string, exit: Exit, make: (device: TestDevice, scan: Signed) => Signed) =>
    told(name, exit, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan();
      const statement = quoted(make(maker, maker.sign()));
      fleet.log.appendEvent(
        EventKind.REFUSED,
        { statement, reason: 'CLOCK_AHEAD', timeMs: 1 },
        fleet.log.receiptSigner,
      );
    });
  return Promise.all([
    accused('accused of a misfit that chains', 'PREVIOUS_MISMATCH', (_, one, two) => [one, two]),
    accused('accused of a misfit with a counter between', 'PREVIOUS_MISMATCH', (device, one, two) => [
      one,
      resigned(device, two, { counter: 3, previous: seedOf('elsewhere') }),
    ]),
    accused('accused of one counter in two boots', 'COUNTER_REUSED', (device, one, two) => [
      one,
      resigned(device, two, { counter: 1, previous: one.previous, boot: seedOf('other boot').slice(0, 16) }),
    ]),
    accused('accused of a misfit in two boots', 'PREVIOUS_MISMATCH', (device, one, two) => [
      one,
      resigned(device, two, { previous: seedOf('elsewhere'), boot: seedOf('other boot').slice(0, 16) }),
    ]),
    accused('accused of one counter that are two', 'COUNTER_REUSED', (_, one, two) => [one, two]),
    refused('a refused scan that nobody signed', 20, (_, scan) => ({ ...scan, signature: new Uint8Array(64).fill(9) })),
    refused('a refused scan by another key of the device', 30, (device, scan) =>
      resigned(device, scan, { keyId: seedOf('key').slice(0, 8) }),
    ),
  ]);
}

/** A kind of one byte that no version before it has. */
const OF_A_LATER_VERSION = 127;

/** A party event that the log lists under the item. The kind is written afterwards, for our own writer refuses such an event. */
function withMisplacedEvent(log: MemoryLog): MemoryLog {
  const { operatorSigner } = log;
  const party = signEvent(EventKind.PARTY, { party: seedOf('party'), timeMs: 1, claims: [] }, operatorSigner);
  const event = { ...party, kind: OF_A_LATER_VERSION, objects: [objectKey(ITEM)] };
  const entry = encodeLogEntry({ kind: 'event', event });
  entry[entry.indexOf(OF_A_LATER_VERSION)] = EventKind.PARTY;
  log.append(entry);
  return log;
}

async function keys(): Promise<EvidenceVector[]> {
  const smallOrder = Uint8Array.from([1, ...new Uint8Array(31)]);
  const scanned = (log: MemoryLog): MemoryLog => {
    new Fleet(log).partyWithDevice('Maker').scan();
    return log;
  };
  return [
    await told('a receipt key of small order, which signs nothing', 20, (fleet) => {
      const { operator, operatorSigner } = fleet.log;
      const body = { operator, algorithm: operatorSigner.algorithm, publicKey: smallOrder, timeMs: 1 };
      fleet.log.appendEvent(EventKind.RECEIPT_KEY, body, operatorSigner);
      fleet.partyWithDevice('Maker').scan();
    }),
    // It stands in the trail of a device, and so nothing but what it says of the operator tells that it is foreign.
    await told('a receipt key of another operator, under the key of a device', 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const { algorithm, publicKey } = aSigner('another receipt key');
      const body = { operator: maker.key, algorithm, publicKey, timeMs: 1 };
      fleet.log.appendEvent(EventKind.RECEIPT_KEY, body, fleet.log.operatorSigner);
      maker.scan();
    }),
    await told('the operator a second time', 20, ({ log }) => {
      const { algorithm, publicKey } = log.operatorSigner;
      const body = { operator: log.operator, algorithm, publicKey, logOrigin: log.origin, timeMs: 1 };
      log.appendEvent(EventKind.OPERATOR, body, log.operatorSigner);
      new Fleet(log).partyWithDevice('Maker').scan();
    }),
    await told('a device enrolled twice', 20, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      fleet.device(maker.id, maker.party, { signer: aSigner('another') });
      maker.scan();
    }),
    await told('a party made known by nobody who is known', 30, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const carrier = fleet.partyWithDevice('Carrier');
      const body = { party: carrier.party.key, timeMs: 1, claims: [] };
      fleet.log.appendEvent(EventKind.PARTY, body, aWitness('nobody').signer);
      maker.scan({ to: carrier.party });
    }),
    whole('no scan of the item', 30, new MemoryLog(ORIGIN)),
    whole('an operator of another origin', 20, scanned(new MemoryLog(ORIGIN, { logOrigin: 'other.example/log' }))),
    whole('an operator under the key of another', 20, scanned(new MemoryLog(ORIGIN, { operator: seedOf('another') }))),
    whole('an event in a trail that it does not name', 30, withMisplacedEvent(scanned(new MemoryLog(ORIGIN)))),
  ];
}

const stories = (): Promise<EvidenceVector[]> => {
  const temperature = (value: number, claims: Readonly<Record<string, string>>) => {
    const sensorElement = JSON.stringify({ sensorReport: [{ type: 'Temperature', uom: 'CEL', value }] });
    return { claims: { sensorElement, temperatureVerdict: 'within', ...claims } };
  };
  const measured = (name: string, exit: Exit, value: number, claims: Readonly<Record<string, string>>) =>
    told(name, exit, (fleet) => void fleet.partyWithDevice('Maker').scan(temperature(value, claims)));
  const at = (name: string, exit: Exit, timeMs: (receivedMs: number) => number) =>
    told(name, exit, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ eventTimeMs: timeMs(START_MS + 60_000 * fleet.log.size + 1_000) });
    });
  const hours48 = 48 * 3_600_000;
  return Promise.all([
    measured('as warm as allowed', 0, 8, { temperatureMaxC: '8' }),
    measured('warmer than allowed, and said to be within', 10, 8.1, { temperatureMaxC: '8' }),
    measured('as cold as allowed', 0, 2, { temperatureMinC: '2' }),
    measured('colder than allowed, and said to be within', 10, 1.9, { temperatureMinC: '2' }),
    at('48 hours ahead', 0, (received) => received + hours48),
    at('more than 48 hours ahead', 10, (received) => received + hours48 + 1),
    at('at the beginning of 2000', 0, () => 946_684_800_000),
    at('before 2000', 10, () => 946_684_799_999),
    told('a checkpoint that ends where the scan stands', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ seenCheckpoint: { size: fleet.log.size, root: fleet.log.root() } });
    }),
    told('a checkpoint that ends where the scan stands, with another root', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ seenCheckpoint: { size: fleet.log.size, root: seedOf('another history') } });
    }),
    told('a checkpoint whose root the evidence does not tell', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      fleet.log.fill(9);
      maker.scan({ seenCheckpoint: { size: 5, root: seedOf('another history') } });
    }),
    told('a checkpoint that holds the scan which saw it', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ seenCheckpoint: { size: fleet.log.size + 1, root: fleet.log.root() } });
    }),
    told('taken out and handed over with one scan', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const carrier = fleet.partyWithDevice('Carrier');
      maker.scan({ parent: CASE, children: [ITEM] });
      maker.scan({ parent: CASE, children: [ITEM], action: Action.DELETE, to: carrier.party });
      carrier.scan();
    }),
    told('a unit destroyed, and the item seen later', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ parent: CASE, children: [ITEM] });
      maker.scan({ bizStep: 'destroying', parent: CASE, action: Action.DELETE });
      maker.scan();
    }),
    told('packed again by a gate that reads item and case', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ parent: CASE, children: [ITEM] });
      maker.scan({ parent: PALLET, children: [CASE] });
      maker.scan({ parent: PALLET, children: [ITEM, CASE] });
    }),
    told('received as a pallet and then as a case, and shipped once', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const carrier = fleet.partyWithDevice('Carrier');
      const shop = fleet.partyWithDevice('Shop');
      maker.scan({ parent: CASE, children: [ITEM] });
      maker.scan({ parent: PALLET, children: [CASE] });
      maker.scan({ bizStep: 'shipping', subjects: [PALLET], to: carrier.party });
      carrier.scan({ bizStep: 'receiving', subjects: [PALLET] });
      carrier.scan({ parent: PALLET, action: Action.DELETE, to: shop.party });
      shop.scan({ bizStep: 'receiving', subjects: [CASE] });
    }),
    told('received with the unpacking, and never shipped', 10, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      maker.scan({ parent: CASE, children: [ITEM] });
      maker.scan({ bizStep: 'receiving', parent: CASE, action: Action.DELETE });
    }),
    told('a case unpacked by one party, and its item by the next', 0, (fleet) => {
      const maker = fleet.partyWithDevice('Maker');
      const shop = fleet.partyWithDevice('Shop');
      maker.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
      maker.scan({ bizStep: 'unpacking', subjects: [CASE] });
      maker.scan({ parent: CASE, action: Action.DELETE, to: shop.party });
      shop.scan({ bizStep: 'unpacking' });
    }),
  ]);
};

/** Two keys of one name and one id, by trying. Nobody can sign with them. */
function twins(name: string): [Vkey, Vkey] {
  const byId = new Map<string, Uint8Array>();
  for (let at = 0; ; at++) {
    const publicKey = sha256(Uint8Array.of(at, at >> 8, at >> 16, 7));
    const keyId = noteKeyIdOf(name, KeyType.ed25519, publicKey);
    const id = keyId.join();
    const before = byId.get(id);
    if (before)
      return [before, publicKey].map((key) => ({ name, type: KeyType.ed25519, keyId, publicKey: key })) as [Vkey, Vkey];
    byId.set(id, publicKey);
  }
}

/** Other policies and other notes around one and the same log. */
async function signed(): Promise<EvidenceVector[]> {
  const { log, evidence } = await theExample();
  const logs = `log ${formatVkey(log.vkey)}\n`;
  const other = new MemoryLog('other.example/log');
  const others = `log ${formatVkey(other.vkey)}\n`;
  const none = 'quorum none\n';
  const witness = aWitness('one');
  const witnessed = `witness w1 ${formatVkey(witness.vkey)}\n`;
  const bundle = JSON.parse(evidence) as Record<string, unknown> & { checkpoint: string };
  const { checkpoint } = bundle;
  const vector = (name: string, exit: Exit, note: string, policy = `${logs}${none}`): EvidenceVector => ({
    name,
    policy,
    evidence: JSON.stringify({ ...bundle, checkpoint: note }),
    exit,
  });
  const base64 = (...parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString('base64');
  const line = (name: string, ...parts: readonly Uint8Array[]): string => `\u2014 ${name} ${base64(...parts)}\n`;
  const { text } = parseNote(checkpoint);
  const bySigner = ({ vkey, logSigner }: MemoryLog, body: string): string =>
    line(vkey.name, vkey.keyId, logSigner.sign(signedBytes(body)));
  const noteOf = (body: string): string => `${body}\n${bySigner(log, body)}`;
  const [one, two] = twins(log.origin);
  const mlDsa = new Uint8Array(1_312).fill(3);
  const later = { name: log.origin, type: KeyType.mlDsa44, publicKey: mlDsa };
  const laterId = noteKeyIdOf(log.origin, KeyType.mlDsa44, mlDsa);
  const cosigned = (name: string, signature: Uint8Array): EvidenceVector =>
    vector(name, 20, checkpoint + line(witness.vkey.name, witness.vkey.keyId, signature), `${logs}${witnessed}${none}`);
  const { size } = log;
  const root = log.root();
  return [
    vector(
      'two pinned keys with one name and one id',
      20,
      checkpoint,
      `${logs}log ${formatVkey(one)}\nlog ${formatVkey(two)}\n${none}`,
    ),
    vector(
      'a line by a key of a type that cannot be verified here',
      0,
      checkpoint + line(log.origin, laterId, mlDsa),
      `${logs}log ${formatVkey(later)}\n${none}`,
    ),
    vector(
      'signed by another log of the policy alone',
      30,
      `${text}\n${bySigner(other, text)}`,
      `${logs}${others}${none}`,
    ),
    vector(
      'signed by another log of the policy, badly',
      0,
      checkpoint + line(other.origin, other.vkey.keyId, new Uint8Array(64)),
      `${logs}${others}${none}`,
    ),
    vector(
      'a log that is not named, and a bad cosignature',
      30,
      checkpoint + line(witness.vkey.name, witness.vkey.keyId, new Uint8Array(72)),
      `${others}${witnessed}${none}`,
    ),
    cosigned('a cosignature without its time', witness.signer.sign(signedBytes(text))),
    cosigned('a cosignature that is too short', new Uint8Array(71)),
    vector('a line of an unknown key that begins with a hyphen', 20, `${checkpoint}- other.example/key AAAAAAAA\n`),
    vector('a line of an unknown key with a word more', 20, `${checkpoint}\u2014 other.example/key AAAAAAAA more\n`),
    vector('a line of an unknown key without a signature', 20, `${checkpoint}\u2014 other.example/key AAAAAA==\n`),
    vector('a line of an unknown key whose name has a plus', 20, `${checkpoint}\u2014 other+key AAAAAAAA\n`),
    vector('a line of an unknown key whose name has a wide space', 20, `${checkpoint}\u2014 other\u2003key AAAAAAAA\n`),
    vector('a line of an unknown key in other base64', 20, `${checkpoint}\u2014 other.example/key AAAAAAB=\n`),
    vector(
      'a hundred lines of unknown keys beside its own',
      20,
      checkpoint + line('other.example/key', new Uint8Array(6)).repeat(100),
    ),
    vector(
      'ninety-nine lines of unknown keys beside its own',
      0,
      checkpoint + line('other.example/key', new Uint8Array(6)).repeat(99),
    ),
    vector('a size with a zero before it', 20, noteOf(text.replace(`\n${size}\n`, `\n0${size}\n`))),
    vector('a root of 31 bytes', 20, noteOf(`${log.origin}\n${size}\n${base64(root.subarray(1))}\n`)),
    vector('a checkpoint without a root', 20, noteOf(`${log.origin}\n${size}\n`)),
    vector('an extension line', 30, noteOf(`${text}more\n`)),
    vector('an empty tree with another root', 20, noteOf(`${log.origin}\n0\n${base64(root)}\n`)),
    vector('the same text written by the code', 0, noteOf(formatCheckpointBody({ origin: log.origin, size, root }))),
  ];
}

/** Another spelling of the same bytes, or a bundle that proves nothing. */
async function spelled(): Promise<EvidenceVector[]> {
  const { log, evidence } = await theExample();
  type Parts = (string | Record<string, string>)[];
  const json = (
    name: string,
    change: (bundle: { proof: string; entries: { parts: Parts }[] }) => unknown,
  ): EvidenceVector => {
    const bundle = JSON.parse(evidence) as { proof: string; entries: { parts: Parts }[] };
    change(bundle);
    return { name, policy: log.policy(), evidence: JSON.stringify(bundle), exit: 20 };
  };
  /** The same bytes with an unused bit set, where the last letter has one. */
  const odd = (text: string): string => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return text.slice(0, -1) + letters[letters.indexOf(text.at(-1)!) + 1]!;
  };
  const url = 'https://shop.example/01/09520001000010/21/A1';
  const linked = aFleet();
  linked.partyWithDevice('Maker').scan({ subjects: [ITEM, url] });
  return [
    json('no entries, and the root as the proof', (bundle) => {
      bundle.entries = [];
      bundle.proof = Buffer.from(log.root()).toString('base64url');
    }),
    json('unused bits in a salt', ({ entries }) => {
      const claim = entries.flatMap(({ parts }) => parts).find((part) => typeof part !== 'string' && 'salt' in part);
      (claim as Record<string, string>)['salt'] = odd((claim as Record<string, string>)['salt']!);
    }),
    json('unused bits in a piece of an entry', ({ entries }) => {
      const { parts } = entries.find(({ parts }) => (parts.at(-1) as string).length % 4 !== 0)!;
      parts[parts.length - 1] = odd(parts.at(-1) as string);
    }),
    { ...whole('a URI in another spelling', 30, linked.log), evidence: await version1EvidenceOf(linked.log) },
    {
      name: 'of an object in another spelling',
      policy: linked.log.policy(),
      evidence: await version1EvidenceOf(linked.log, { object: url, tier: 'public' }),
      exit: 20,
    },
  ];
}

export const vectorsAlone = async (): Promise<EvidenceVector[]> =>
  (await Promise.all([counters(), quoting(), keys(), stories(), signed(), spelled()])).flat();
