import { randomBytes } from 'node:crypto';
import { cairn } from '#proto';
import { objectKey, type SignedScan, STATEMENT_PLACES, statementBytes } from '#libs/core/wire';
import type { TestDevice } from '../../kit/ledger/device.js';

/** Fields of a header as a device may write them that holds itself to no rule. */
export type HeaderFields = NonNullable<ConstructorParameters<typeof cairn.v1.ScanHeader>[0]>;

export const plainHeader = (...uris: readonly string[]): HeaderFields => ({
  eventTimeMs: Date.now(),
  precision: 1,
  eventType: 1,
  action: 2,
  objects: uris.map(objectKey),
  roles: new Uint8Array(uris.length).fill(1),
});

/** A whole, validly signed scan of a device whose key the attacker has, on an object of its own. */
export const goodScan = (device: TestDevice, claims?: Readonly<Record<string, string>>): SignedScan =>
  device.scan({ eventTimeMs: Date.now(), uris: [anObject()], ...(claims && { claims }) });

export const anObject = (): string => `https://id.gs1.org/01/09520000000004/21/${randomBytes(6).toString('hex')}`;

/**
 * A SignedScan of any header bytes and any counter, validly signed by a device whose key the attacker has.
 * @param counter above what a JavaScript number holds exactly where that is wanted
 */
export function crookedScan(
  { key, boot, signer }: TestDevice,
  header: Uint8Array,
  { counter = 1n, uris = [] as readonly string[], tail = new Uint8Array() } = {},
): Uint8Array {
  const previous = counter === 1n ? new Uint8Array(32) : new Uint8Array(randomBytes(32));
  const fields = { device: key, keyId: signer.keyId, boot, counter: 1, previous, header };
  const statement = Uint8Array.from(statementBytes(fields));
  new DataView(statement.buffer).setBigUint64(STATEMENT_PLACES.counterAt, counter);
  const scan: SignedScan = { ...fields, signature: signer.sign(statement), uris, disclosures: [] };
  const written = cairn.v1.SignedScan.encode({ ...scan, counter: 1 } as never).finish();
  // counter is field 4: its tag and the one byte of a 1 stand behind device, key id and boot.
  const at = 2 + 32 + 2 + 8 + 2 + 16;
  return Uint8Array.from(Buffer.concat([written.subarray(0, at + 1), varint(counter), written.subarray(at + 2), tail]));
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 128n) return Uint8Array.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
}

export const headerBytes = (fields: HeaderFields): Uint8Array => cairn.v1.ScanHeader.encode(fields as never).finish();
