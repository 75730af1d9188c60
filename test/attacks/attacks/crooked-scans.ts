import { type Attack, HARMLESS, UNUSABLE } from '../attack.js';
import type { Field } from '../arena/field.js';
import { anObject, crookedScan, headerBytes, plainHeader } from '../forging/crooked-scan.js';
import { STREAM_WRITER } from '../forging/inject.js';
import type { TestDevice } from '../../kit/ledger/device.js';

const WHO = `${STREAM_WRITER}, and a device of his own that signs what he likes.`;

const sorted = (uris: readonly string[]): string[] => {
  const header = plainHeader(...uris);
  const keys = header.objects!.map((key, n) => ({ key: Buffer.from(key), uri: uris[n]! }));
  return keys.toSorted((one, two) => one.key.compare(two.key)).map(({ uri }) => uri);
};
const uris = (count: number): string[] => sorted(Array.from({ length: count }, anObject));
const concat = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** What the anchor would log, and nobody could read: an entry that stops every follower for good. */
export const CROOKED_SCANS: Readonly<Record<string, (device: TestDevice, field: Field) => Uint8Array>> = {
  'object-twice': (device, { object }) =>
    crookedScan(device, headerBytes(plainHeader(object, object)), { uris: [object, object] }),
  'objects-unsorted': (device) => {
    const two = uris(2).toReversed();
    return crookedScan(device, headerBytes(plainHeader(...two)), { uris: two });
  },
  'too-many-objects': (device) => {
    const many = uris(501);
    return crookedScan(device, headerBytes(plainHeader(...many)), { uris: many });
  },
  'entry-too-long': (device) => {
    const one = anObject();
    const header = { ...plainHeader(one), claims: Array.from({ length: 2_000 }, () => new Uint8Array(32).fill(5)) };
    return crookedScan(device, headerBytes(header), { uris: [one] });
  },
  'roles-missing': (device) => {
    const one = anObject();
    return crookedScan(device, headerBytes({ ...plainHeader(one), roles: new Uint8Array() }), { uris: [one] });
  },
  'role-unknown': (device) => {
    const one = anObject();
    return crookedScan(device, headerBytes({ ...plainHeader(one), roles: Uint8Array.of(200) }), { uris: [one] });
  },
  'header-unknown-field': (device) => {
    const one = anObject();
    return crookedScan(device, concat(headerBytes(plainHeader(one)), Uint8Array.of(0xf8, 0x07, 0x01)), { uris: [one] });
  },
  'scan-unknown-field': (device) => {
    const one = anObject();
    return crookedScan(device, headerBytes(plainHeader(one)), { uris: [one], tail: Uint8Array.of(0xf8, 0x07, 0x01) });
  },
  'event-time-huge': (device) => {
    const one = anObject();
    return crookedScan(device, headerBytes({ ...plainHeader(one), eventTimeMs: 2 ** 62 }), { uris: [one] });
  },
  'counter-zero': (device) => crookedOf(device, 0n),
  'counter-2-53': (device) => crookedOf(device, 2n ** 53n),
  'counter-2-63': (device) => crookedOf(device, 2n ** 63n),
  'counter-2-64': (device) => crookedOf(device, 2n ** 64n - 1n),
};

function crookedOf(device: TestDevice, counter: bigint): Uint8Array {
  const one = anObject();
  return crookedScan(device, headerBytes(plainHeader(one)), { counter, uris: [one] });
}

export const crookedScans: readonly Attack[] = Object.entries(CROOKED_SCANS).map(([name, bytesOf]) => ({
  name,
  who: WHO,
  run: async (field) => {
    const signedScan = bytesOf(await field.accomplice(), field);
    await field.attacker.inject(
      field.partition,
      field.attacker.seal({ scans: [{ signedScan, receivedTimeMs: Date.now() }] }),
    );
    await field.taken();
    return { alarm: UNUSABLE };
  },
}));

/** No scan at all where one should be. */
export const noScan: Attack = {
  name: 'empty-scan',
  who: `${STREAM_WRITER}.`,
  run: async (field) => {
    const scans = [new Uint8Array(), new Uint8Array(100), new Uint8Array(200_000).fill(10)].map((signedScan) => ({
      signedScan,
      receivedTimeMs: Date.now(),
    }));
    await field.attacker.inject(field.partition, field.attacker.seal({ scans }));
    await field.taken();
    return { alarm: UNUSABLE };
  },
};

export const emptyBatch: Attack = {
  name: 'empty-batch',
  who: `${STREAM_WRITER}.`,
  run: async (field) => {
    await field.attacker.inject(field.partition, field.attacker.seal({}), field.attacker.seal({}));
    await field.taken();
    return { alarm: HARMLESS };
  },
};
