import { createHash, randomBytes } from 'node:crypto';
import {
  Action,
  commitment,
  compareBytes,
  deviceKey,
  encodeScanHeader,
  encodeSignedScan,
  EventType,
  makeDisclosure,
  objectKey,
  Precision,
  Role,
  statementBytes,
  statementHash,
} from '#libs/core/wire';
import { signerOfSeed, type Signer } from '#libs/host/keys';

export interface BenchDevice {
  readonly id: string;
  readonly key: Uint8Array;
  readonly signer: Signer;
  readonly password: string;
}

const derive = (text: string): Buffer => createHash('sha256').update(text).digest();

export const benchDevice = (number: number): BenchDevice => {
  const id = `bench-${number}`;
  return { id, key: deviceKey(id), signer: signerOfSeed(derive(`key ${id}`)), password: `password of ${id}` };
};

const CLAIMS = [
  ['bizStep', 'inspecting'],
  ['disposition', 'in_progress'],
  ['readPoint', 'https://id.gs1.org/414/9520000000004'],
  ['readPointCountry', 'IN'],
] as const;

/** Payloads of one device in counter order, each with `objects` tags and four claims. */
export function presign({ id, key, signer }: BenchDevice, count: number, objects: number): Uint8Array[] {
  const boot = derive(`boot ${id}`).subarray(0, 16);
  let previous: Uint8Array = new Uint8Array(32);
  return Array.from({ length: count }, (_, index) => {
    const tags = Array.from({ length: objects }, (_tag, n) => {
      const uri = `https://id.gs1.org/01/09520000000004/21/${id}-${index}-${n}`;
      return { uri, key: objectKey(uri) };
    }).sort((a, b) => compareBytes(a.key, b.key));
    const disclosures = CLAIMS.map(([name, value], n) =>
      makeDisclosure({ index: n, salt: randomBytes(16), name, value }),
    );
    const header = encodeScanHeader({
      eventTimeMs: Date.now(),
      precision: Precision.MILLISECOND,
      zoneOffsetMinutes: 330,
      eventType: EventType.OBJECT,
      action: Action.OBSERVE,
      objects: tags.map((tag) => tag.key),
      roles: new Uint8Array(objects).fill(Role.SUBJECT),
      claims: disclosures.map(commitment),
    });
    const fields = { device: key, keyId: signer.keyId, boot, counter: index + 1, previous, header };
    previous = statementHash(fields);
    const signature = signer.sign(statementBytes(fields));
    return encodeSignedScan({ ...fields, signature, uris: tags.map(({ uri }) => uri), disclosures });
  });
}
