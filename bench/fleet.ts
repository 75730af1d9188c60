import { createHash, randomBytes } from 'node:crypto';
import {
  Action,
  commitment,
  deviceKey,
  encodeScanHeader,
  encodeSignedScan,
  EventType,
  makeDisclosure,
  objectKey,
  Precision,
  Role,
  compareBytes,
  statementBytes,
  statementHash,
} from '#libs/core/wire';
import { signerOfSeed, type Signer } from '#libs/host/keys';

/** One device of the load: its key follows from its number, so that generator and enrolment agree without a file. */
export interface LoadDevice {
  readonly id: string;
  readonly key: Uint8Array;
  readonly signer: Signer;
  readonly boot: Uint8Array;
}

export interface PresignedScan {
  readonly payload: Uint8Array;
  readonly counter: number;
}

const derive = (text: string): Buffer => createHash('sha256').update(text).digest();

export function loadDevice(seed: string, number: number): LoadDevice {
  const id = `bench-${seed}-${number}`;
  return {
    id,
    key: deviceKey(id),
    signer: signerOfSeed(derive(`key ${id}`)),
    boot: derive(`boot ${id}`).subarray(0, 16),
  };
}

const CLAIMS = [
  ['bizStep', 'inspecting'],
  ['disposition', 'in_progress'],
  ['readPoint', 'https://id.gs1.org/414/9520000000004'],
  ['readPointCountry', 'IN'],
] as const;

/**
 * Scans of one device, signed before the clock starts: `count` of them in counter order, each with `objects` tags of its own, or of
 * those that are `named`, one in each scan in turn.
 */
export function presign(
  device: LoadDevice,
  count: number,
  objects: number,
  named: readonly string[] = [],
): PresignedScan[] {
  const scans: PresignedScan[] = [];
  let previous = new Uint8Array(32);
  for (let counter = 1; counter <= count; counter++) {
    // A serial has at most 20 characters.
    const tags = Array.from({ length: objects }, (_, n) => {
      const uri =
        named[(counter - 1) % named.length] ??
        `https://id.gs1.org/01/09520000000004/21/${device.id.replace('bench-', '')}-${counter}-${n}`;
      return { uri, key: objectKey(uri) };
    }).sort((a, b) => compareBytes(a.key, b.key));
    const disclosures = CLAIMS.map(([name, value], index) =>
      makeDisclosure({ index, salt: randomBytes(16), name, value }),
    );
    const header = encodeScanHeader({
      eventTimeMs: Date.now(),
      precision: Precision.MILLISECOND,
      zoneOffsetMinutes: 330,
      eventType: EventType.OBJECT,
      action: Action.OBSERVE,
      objects: tags.map(({ key }) => key),
      roles: new Uint8Array(objects).fill(Role.SUBJECT),
      claims: disclosures.map(commitment),
    });
    const statement = { device: device.key, keyId: device.signer.keyId, boot: device.boot, counter, previous, header };
    const signature = device.signer.sign(statementBytes(statement));
    const payload = encodeSignedScan({ ...statement, signature, uris: tags.map(({ uri }) => uri), disclosures });
    scans.push({ payload, counter });
    previous = Uint8Array.from(statementHash(statement));
  }
  return scans;
}
