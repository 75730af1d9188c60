import { type Signer, signerOfSeed } from '#libs/host/keys';
import { CompactRange, leafHash } from '#libs/core/tlog';
import * as wire from '#libs/core/wire';

// Events of the golden log that came after the first version: kinds of parties and devices, refusals of ranges, and the events
// that are about goods, documents and codes.

const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

const gateway = signerOfSeed(filled(32, 7));
const system = signerOfSeed(filled(32, 8));
const desk = signerOfSeed(filled(32, 9));

export const laterPublicKeys = [
  ['gateway-3', gateway, filled(32, 7)],
  ['system-4', system, filled(32, 8)],
  ['desk-5', desk, filled(32, 9)],
] as const;

const OFFICE = 'https://example.org/customs-office';
const DIGITS = '9520000';
const CAPTURE = filled(16, 0xca);
const RULES = filled(32, 0xdd);

/** What the first events of the golden log have made known. */
interface World {
  readonly operator: Signer;
  readonly receiptKey: Signer;
  readonly party: Uint8Array;
  readonly gate: Uint8Array;
  /** Statements of counters 1, 2 and 9 of the gate. */
  readonly refused: readonly wire.SignedStatement[];
  readonly things: readonly Uint8Array[];
  readonly time: number;
}

type Event = readonly [name: string, event: wire.SignedEvent];

export function laterEvents(world: World): readonly Event[] {
  return [...enrolments(world), ...refusals(world), ...ofGoods(world)];
}

function enrolments({ operator, party, things, time }: World): readonly Event[] {
  const office = wire.partyKey(OFFICE);
  const enrol = (id: string, by: Signer, of: Uint8Array, more: Partial<wire.EnrolBody>) => {
    const { algorithm, publicKey } = by;
    const boot = filled(16, publicKey[0]!);
    const limits = { objectsMax: 0, claimsMax: 0, claims: [] };
    const body = {
      device: wire.deviceKey(id),
      algorithm,
      publicKey,
      boot,
      party: of,
      timeMs: time,
      ...limits,
      ...more,
    };
    return wire.signEvent(3, body, operator);
  };
  return [
    ['party of a farm, made up', wire.signEvent(2, { party, timeMs: time, claims: [], kind: 1, demo: true }, operator)],
    ['party without a GLN', wire.signEvent(2, { party: office, timeMs: time, claims: [], kind: 9 }, operator)],
    ['enrol gateway', enrol('gateway-3', gateway, party, { kind: 2, object: things[0]! })],
    ['enrol system', enrol('system-4', system, party, { kind: 3 })],
    ['enrol desk', enrol('desk-5', desk, office, { kind: 4 })],
  ];
}

function refusals({ receiptKey, refused, time }: World): readonly Event[] {
  const [statement, last, far] = refused as [wire.SignedStatement, wire.SignedStatement, wire.SignedStatement];
  const [first, second, ninth] = [statement, last, far].map(wire.statementHash) as [Uint8Array, Uint8Array, Uint8Array];
  const body = { statement, reason: 'KEY_NOT_ACTIVE', timeMs: time };
  // Of the statements between the two nothing is told but the root; these are made up.
  const between = [4, 5, 6, 7, 8].map((counter) => filled(32, counter));
  return [
    ['refused, one counter', wire.signEvent(11, { ...body, ranges: [{ first: 1 }], root: rootOf(first) }, receiptKey)],
    [
      'refused, a range',
      wire.signEvent(11, { ...body, last, ranges: [{ first: 1, last: 2 }], root: rootOf(first, second) }, receiptKey),
    ],
    [
      'refused, two ranges',
      wire.signEvent(
        11,
        { ...body, last: far, ranges: [{ first: 1 }, { first: 4, last: 9 }], root: rootOf(first, ...between, ninth) },
        receiptKey,
      ),
    ],
  ];
}

function ofGoods({ operator, receiptKey, party, things, time }: World): readonly Event[] {
  const objects = [...things].sort(wire.compareBytes);
  const recall = { party, timeMs: time, claims: [filled(32, 0xc1)], objects, status: wire.RecallStatus.OPEN };
  const decision = {
    device: wire.deviceKey('desk-5'),
    objects: [things[0]!],
    checkpoint: wire.writeSeenCheckpoint({ size: 20, root: filled(32, 0xcc) }),
    rules: RULES,
    timeMs: time,
    claims: [filled(32, 0xc2)],
  };
  const replaces = wire.eventHash(13, wire.encodeEventBody(13, recall));
  const replaced = wire.eventHash(14, wire.encodeEventBody(14, decision));
  const owner = { party, digits: DIGITS, role: wire.CodesRole.OWNER, timeMs: time };
  const maker = { ...owner, role: wire.CodesRole.MADE_BY, fromMs: time - 1_000, untilMs: time + 1_000 };
  return [
    ['recall', wire.signEvent(13, recall, system)],
    ['recall, closed', wire.signEvent(13, { ...recall, timeMs: time + 1, status: 3, replaces }, operator)],
    ['decision', wire.signEvent(14, decision, desk)],
    ['decision, lifted', wire.signEvent(14, { ...decision, timeMs: time + 1, replaces: replaced }, desk)],
    ['document', wire.signEvent(15, { capture: CAPTURE, party, timeMs: time, claims: [filled(32, 0xc3)] }, receiptKey)],
    ['codes, owner', wire.signEvent(16, owner, operator)],
    ['codes, maker', wire.signEvent(16, maker, operator)],
    ['grant', wire.signEvent(17, { party, timeMs: time, claims: [filled(32, 0xc4)] }, system)],
  ];
}

export const laterKeys = ({ party, gate }: Pick<World, 'party' | 'gate'>) => [
  { kind: 'party', name: OFFICE, key: wire.partyKey(OFFICE) },
  { kind: 'codes', name: DIGITS, key: wire.codesKey(DIGITS) },
  { kind: 'grants', name: hex(party), key: wire.grantsKey(party) },
  { kind: 'refusals', name: hex(gate), key: wire.refusalsKey(gate) },
  { kind: 'capture', name: hex(CAPTURE), key: wire.captureKey(CAPTURE) },
];

function rootOf(...hashes: readonly Uint8Array[]): Uint8Array {
  const range = CompactRange.empty();
  for (const hash of hashes) range.append(leafHash(hash));
  return range.root();
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
