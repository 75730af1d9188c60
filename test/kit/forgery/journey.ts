import { encodeEvidence, parseEvidence } from '../../../libs/core/evidence/bundle.js';
import { Action } from '../../../libs/core/wire/index.js';
import { version1EvidenceOf } from '../core/evidence.js';
import { Fleet, ITEM, type TestDevice } from '../core/fleet.js';
import { aSigner, compromise, reset, rotate, rotateOperator } from '../core/key-events.js';
import { MemoryLog, START_MS } from '../core/memory-log.js';
import { type Base, noteOf, policyOf } from './base.js';

const ORIGIN = 'example.org/cairn';
export const CASE = 'https://id.gs1.org/01/19520001000017/21/C1';
const PALLET = 'https://id.gs1.org/00/095200010000000010';
const STRANGE = 'https://id.gs1.org/01/09520001000010/21/Z9';
const DAY_MS = 86_400_000;

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

/** A base with units, two parties and a chain of late scans. */
export interface Journey extends Base {
  readonly carrier: TestDevice;
  readonly told: Told;
  /** Of the pallet while the item was not on it. */
  readonly beforeSpan: number;
  readonly afterSpan: number;
  /** Of another object, by the same devices. */
  readonly ofAnother: number;
  /** Of a party that the item never came to, and of its device. */
  readonly strangers: readonly [number, number];
}

/**
 * An item that travels in a case on a pallet from one party to another: a key that is rotated, with a late scan that chains; an operator
 * key that is rotated; a device that comes back after a reset with a new boot and key, and whose first key is reported afterwards.
 *
 * @param sinceMs of the report, ms since 1970: before the scans of that key it is a notice
 */
async function aJourney(name: string, exit: Base['exit'], sinceMs: number): Promise<Journey> {
  const log = new MemoryLog(ORIGIN);
  const fleet = new Fleet(log);
  const maker = fleet.partyWithDevice('Maker');
  const carrier = fleet.partyWithDevice('Carrier');
  const strangers = [log.size, log.size + 1] as const;
  const stranger = fleet.partyWithDevice('Stranger');
  const made = maker.scan({ bizStep: 'commissioning', claims: { operatorBadge: 'B-17', readPointCountry: 'IN' } });
  const offline = [
    maker.sign({ bizStep: 'storing' }),
    ...[1, 2].map(() => maker.sign({ subjects: [STRANGE] })),
    maker.sign({ bizStep: 'picking' }),
  ];
  const makerFirst = maker.signer;
  const rotated = rotate(maker, aSigner('maker second'));
  const [late, ofAnother] = offline.map((scan) => maker.deliver(scan));
  const beforeSpan = maker.scan({ subjects: [PALLET] });
  const packed = maker.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
  const loaded = maker.scan({ bizStep: 'packing', parent: PALLET, children: [CASE] });
  const [operatorFirst, operatorSecond] = [log.operatorSigner, aSigner('operator second')];
  const operatorRotated = rotateOperator(log, operatorSecond);
  log.operatorSigner = operatorSecond;
  const shipped = maker.scan({ bizStep: 'shipping', subjects: [PALLET], to: carrier.party });
  const earlier = noteOf(log.checkpoint());
  log.fill(7);
  const temperature = { temperatureVerdict: 'within', readPointCountry: 'US' };
  const received = carrier.scan({ bizStep: 'receiving', subjects: [PALLET], claims: temperature });
  const unloaded = carrier.scan({ bizStep: 'unpacking', parent: PALLET, action: Action.DELETE });
  const unpacked = carrier.scan({ bizStep: 'unpacking', parent: CASE, children: [ITEM], action: Action.DELETE });
  const afterSpan = carrier.scan({ subjects: [PALLET] });
  const carrierFirst = carrier.signer;
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
    compromised: compromise(carrier, { keyId: carrierFirst.keyId, sinceMs }),
    seen: carrier.scan({ bizStep: 'inspecting' }),
  };
  log.fill(3);
  const bundle = parseEvidence(await version1EvidenceOf(log, { tier: 'public' }));
  const operators = [operatorSecond, operatorFirst];
  return {
    name,
    exit,
    log,
    carrier,
    told,
    earlier,
    earlierSize: shipped + 1,
    beforeSpan,
    afterSpan,
    ofAnother: ofAnother!,
    strangers,
    foreign: [beforeSpan, afterSpan, ofAnother!, ...strangers],
    policy: policyOf(log),
    evidence: encodeEvidence({ ...bundle, checkpoint: noteOf(bundle.checkpoint) }),
    indexes: bundle.entries.map(({ logIndex }) => logIndex),
    spareLines: [],
    devices: [maker, carrier],
    signers: [...operators, log.receiptSigner, log.logSigner, makerFirst, maker.signer, carrierFirst, stranger.signer],
    events: [
      { name: 'rotation', index: rotated, signers: [makerFirst], brings: maker.signer, isNeeded: true },
      {
        name: 'rotation of the operator',
        index: operatorRotated,
        signers: [operatorFirst],
        brings: operatorSecond,
        isNeeded: true,
      },
      { name: 'boot with a new key', index: told.reset, signers: operators, isNeeded: true },
      { name: 'report of a key', index: told.compromised, signers: operators, isNeeded: false },
    ],
    notChecked: ['LATER_ENTRIES', 'LATER_KEY_EVENTS', 'UNIT_SPANS'],
  };
}

/** Nothing is wrong with the first; the second has a key that was reported as compromised since before its scans. */
export const theJourneys = async (): Promise<readonly [Journey, Journey]> => [
  await aJourney('good', 0, START_MS + DAY_MS),
  await aJourney('with a notice', 10, START_MS),
];
