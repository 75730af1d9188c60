import { formatNote, formatPolicy, type NoteSignature, parseNote, type Policy } from '#libs/tlog';
import { Action } from '../../wire/index.js';
import { encodeEvidence, parseEvidence } from '../../evidence/bundle.js';
import { evidenceOf } from '../support/evidence.js';
import { Fleet, ITEM, type TestDevice } from '../support/fleet.js';
import { aSigner, compromise, reset, rotate, rotateOperator } from '../support/key-events.js';
import { MemoryLog, START_MS } from '../support/memory-log.js';
import { aCosignature, aWitness } from '../support/witness.js';

const ORIGIN = 'example.org/cairn';
export const CASE = 'https://id.gs1.org/01/19520001000017/21/C1';
export const PALLET = 'https://id.gs1.org/00/095200010000000010';
const STRANGE = 'https://id.gs1.org/01/09520001000010/21/Z9';
const DAY_MS = 86_400_000;

/** Of them the policy asks for two of three: the first, the second, or any of the group of the last two. */
export const WITNESSES = ['one', 'two', 'three', 'four'].map(aWitness);

/** Log indexes of what is told of the item, by name. */
export type Told = Readonly<Record<(typeof NAMES)[number], number>>;
const NAMES = [
  'made',
  'rotated',
  'late',
  'packed',
  'loaded',
  'operatorRotated',
  'shipped',
  'received',
  'unloaded',
  'unpacked',
  'reset',
  'compromised',
  'seen',
] as const;

/** Good evidence that has everything in it that a forger may wish to change, and the log that it is of. */
export interface Base {
  readonly name: string;
  readonly log: MemoryLog;
  readonly maker: TestDevice;
  readonly carrier: TestDevice;
  readonly told: Told;
  readonly policy: string;
  /** As the public gets it: some claims are open, and some are not. */
  readonly evidence: string;
  /** The cosigned checkpoint of a size between `shipped` and `received`. */
  readonly earlier: string;
  /** Log indexes of all entries in the evidence. */
  readonly indexes: readonly number[];
  /** Of the pallet while the item was not on it. */
  readonly beforeSpan: number;
  readonly afterSpan: number;
  /** Of another object, by the same devices. */
  readonly foreign: number;
  /** Of a party that the item never came to, and of its device. */
  readonly strangers: readonly [number, number];
}

/** The text of a note under the signatures of its log, or others, and of witnesses: exactly the quorum unless others are named. */
export function noteOf(
  note: string,
  cosignatures: readonly NoteSignature[] = [WITNESSES[0]!, WITNESSES[2]!].map((witness) =>
    aCosignature(witness, parseNote(note).text),
  ),
): string {
  const { text, signatures } = parseNote(note);
  return formatNote(text, [...signatures, ...cosignatures]);
}

export const policyOf = (log: MemoryLog, more: Partial<Policy> = {}): string =>
  formatPolicy({
    logs: [{ vkey: log.vkey }],
    witnesses: WITNESSES.map(({ vkey }, at) => ({ name: `w${at + 1}`, vkey })),
    groups: [
      { name: 'pair', threshold: 1, members: ['w3', 'w4'] },
      { name: 'most', threshold: 2, members: ['w1', 'w2', 'pair'] },
    ],
    quorum: 'most',
    ...more,
  });

/**
 * An item that travels in a case on a pallet from one party to another: a key that is rotated, with a late scan that chains; an operator
 * key that is rotated; a device that comes back after a reset with a new boot and key, and whose first key is reported afterwards.
 *
 * @param sinceMs of the report, ms since 1970: before the scans of that key it is a notice
 */
export async function aBase(name: string, sinceMs: number): Promise<Base> {
  const log = new MemoryLog(ORIGIN);
  const fleet = new Fleet(log);
  const maker = fleet.partyWithDevice('Maker');
  const carrier = fleet.partyWithDevice('Carrier');
  const strangers = [log.size, log.size + 1] as const;
  fleet.partyWithDevice('Stranger');
  const made = maker.scan({ bizStep: 'commissioning', claims: { operatorBadge: 'B-17', readPointCountry: 'IN' } });
  const offline = [
    maker.sign({ bizStep: 'storing' }),
    ...[1, 2].map(() => maker.sign({ subjects: [STRANGE] })),
    maker.sign({ bizStep: 'picking' }),
  ];
  const rotated = rotate(maker, aSigner('maker second'));
  const [late, foreign] = offline.map((scan) => maker.deliver(scan));
  const beforeSpan = maker.scan({ subjects: [PALLET] });
  const packed = maker.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
  const loaded = maker.scan({ bizStep: 'packing', parent: PALLET, children: [CASE] });
  const operatorRotated = rotateOperator(log, aSigner('operator second'));
  log.operatorSigner = aSigner('operator second');
  const shipped = maker.scan({ bizStep: 'shipping', subjects: [PALLET], to: carrier.party });
  const earlier = noteOf(log.checkpoint());
  log.fill(7);
  const temperature = { temperatureVerdict: 'within', readPointCountry: 'US' };
  const received = carrier.scan({ bizStep: 'receiving', subjects: [PALLET], claims: temperature });
  const unloaded = carrier.scan({ bizStep: 'unpacking', parent: PALLET, action: Action.DELETE });
  const unpacked = carrier.scan({ bizStep: 'unpacking', parent: CASE, children: [ITEM], action: Action.DELETE });
  const afterSpan = carrier.scan({ subjects: [PALLET] });
  const first = carrier.signer.keyId;
  const told = {
    made,
    rotated,
    late: late!,
    packed,
    loaded,
    operatorRotated,
    shipped,
    received,
    unloaded,
    unpacked,
    reset: reset(carrier, 'second', { key: aSigner('carrier second') }),
    compromised: compromise(carrier, { keyId: first, sinceMs }),
    seen: carrier.scan({ bizStep: 'inspecting' }),
  };
  log.fill(3);
  const bundle = parseEvidence(await evidenceOf(log, { tier: 'public' }));
  return {
    name,
    log,
    maker,
    carrier,
    told,
    earlier,
    beforeSpan,
    afterSpan,
    foreign: foreign!,
    strangers,
    policy: policyOf(log),
    evidence: encodeEvidence({ ...bundle, checkpoint: noteOf(bundle.checkpoint) }),
    indexes: bundle.entries.map(({ logIndex }) => logIndex),
  };
}

/** Nothing is wrong with the first (exit 0); the second has a key that was reported as compromised since before its scans (exit 10). */
export const theBases = async (): Promise<readonly [Base, Base]> => [
  await aBase('good', START_MS + DAY_MS),
  await aBase('with a notice', START_MS),
];
