import { randomBytes } from 'node:crypto';
import { cairn } from '#proto';
import {
  commitment,
  encodeScanHeader,
  encodeSignedScan,
  encodeSignedStatement,
  makeDisclosure,
  objectKey,
  type RejectedScan,
  type ScanHeader,
  type SignedScan,
  signedStatementOf,
  statementHash,
  type VerifiedScan,
} from '#libs/core/wire';
import { sha256 } from '../../kit/ledger/device.js';

/** A place in somebody's chain: what an attacker reads off the public log. */
export interface Place {
  readonly device: Uint8Array;
  readonly keyId: Uint8Array;
  readonly boot: Uint8Array;
  readonly counter: number;
  readonly previous: Uint8Array;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export const hashOf = (scan: SignedScan): string => hex(statementHash(scan));

export const noise = (): Uint8Array => new Uint8Array(randomBytes(64));

/** A whole scan at this place that says what the attacker likes. @param signature default: random bytes */
export function forgedScan(place: Place, uri: string, signature: Uint8Array = noise()): SignedScan {
  const disclosures = [makeDisclosure({ index: 0, salt: randomBytes(16), name: 'bizStep', value: 'shipping' })];
  const header: ScanHeader = {
    eventTimeMs: Date.now(),
    precision: 1,
    zoneOffsetMinutes: 0,
    eventType: 1,
    action: 2,
    objects: [objectKey(uri)],
    roles: Uint8Array.of(1),
    claims: disclosures.map(commitment),
  };
  return { ...place, header: encodeScanHeader(header), signature, uris: [uri], disclosures };
}

/** As ingest puts it into a batch; written without the rules of the format, since the attacker holds himself to none. */
export const verified = (scan: SignedScan, receivedTimeMs = Date.now()): VerifiedScan => ({
  signedScan: Uint8Array.from(cairn.v1.SignedScan.encode(scan as never).finish()),
  receivedTimeMs,
});

/** As ingest tells of a scan that it refused for good, whose signature it says was valid. */
export const refusedStatement = (scan: SignedScan, parts: Partial<RejectedScan> = {}): RejectedScan => ({
  payloadHash: sha256(encodeSignedScan(scan)),
  device: scan.device,
  boot: scan.boot,
  counter: scan.counter,
  reason: 'DISCLOSURE_MISSING',
  text: 'there are 0 disclosures for 1 claims',
  final: true,
  receivedTimeMs: Date.now(),
  signedStatement: encodeSignedStatement(signedStatementOf(scan)),
  payloadHead: encodeSignedScan(scan).subarray(0, 20),
  ...parts,
});
