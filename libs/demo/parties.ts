import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import type { ClaimName, PartyKind } from '#libs/core/wire';

/** A party of the demo, as it is enrolled. */
export interface DemoParty {
  readonly gln: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly kind: PartyKind;
  readonly claims: Readonly<Partial<Record<ClaimName, string>>>;
}

/** A device of the demo, as it is enrolled. */
export interface DemoDevice {
  readonly id: string;
  readonly kind: string;
  readonly country: string;
  readonly partyGln: string;
  readonly privateKey: KeyObject;
  readonly claims: Readonly<Partial<Record<ClaimName, string>>>;
}

/**
 * Every key of the demo follows from this text and the name of its device, so that a replay is the same everywhere. So anybody can
 * sign as a device of the demo who gets past the broker's password: it is one more reason why demo data are marked.
 */
const DEMO_SEED = 'cairn demo, anybody may know this';
/** Start of PKCS#8 of an Ed25519 key, RFC 8410; the seed of 32 bytes follows. */
const ED25519_PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
/** Start of PKCS#8 of a P-256 key without its public part, RFC 5915; the scalar of 32 bytes follows. */
const P256_PKCS8_PREFIX = Buffer.from('3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420', 'hex');

/** The Ed25519 key of a device of the demo. */
export const demoKey = (deviceId: string, seed: string = DEMO_SEED): KeyObject =>
  derive(ED25519_PKCS8_PREFIX, deviceId, seed);

/** The P-256 key of a device of the demo, for one whose secure element knows nothing else. */
export const demoP256Key = (deviceId: string): KeyObject => derive(P256_PKCS8_PREFIX, deviceId, DEMO_SEED);

function derive(prefix: Buffer, deviceId: string, seed: string): KeyObject {
  const bytes = createHash('sha256').update(`${seed}\0${deviceId}`).digest();
  return createPrivateKey({ key: Buffer.concat([prefix, bytes]), format: 'der', type: 'pkcs8' });
}
