import { createPublicKey, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type KeyJudge, PUBLIC_KEY_BYTES, type SignatureAlgorithm, type SignatureCheck } from '#libs/core/signatures';

/** Parsed public keys kept at most: up to 1 kB each, of P-256 up to 4 kB. One that is parsed again costs a tenth of a millisecond. */
const KEYS_MAX = 20_000;

/** Public keys of the wire format as node:crypto wants them, each parsed once. */
export class PublicKeys {
  private readonly keys: LRUCache<string, KeyObject | 'no key'>;

  /** @param judge decides which keys count; null where somebody else does. */
  constructor(
    private readonly judge: KeyJudge | null,
    { keysMax = KEYS_MAX }: { readonly keysMax?: number } = {},
  ) {
    this.keys = new LRUCache({ max: keysMax });
  }

  of({ algorithm, publicKey }: Pick<SignatureCheck, 'algorithm' | 'publicKey'>): KeyObject | 'no key' {
    const name = algorithm + Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.length).toString('latin1');
    let key = this.keys.get(name);
    if (!key) {
      key = this.parse(algorithm, publicKey);
      this.keys.set(name, key);
    }
    return key;
  }

  private parse(algorithm: SignatureAlgorithm, publicKey: Uint8Array): KeyObject | 'no key' {
    if (this.judge?.allows({ algorithm, publicKey }) === false) return 'no key';
    try {
      return publicKeyObject(algorithm, publicKey);
    } catch {
      return 'no key';
    }
  }
}

/** DER of a SubjectPublicKeyInfo up to the key itself: Ed25519 (RFC 8410); P-256 with a compressed point (RFC 5480). */
const SPKI_PREFIX: Readonly<Record<SignatureAlgorithm, Buffer>> = {
  1: Buffer.from('302a300506032b6570032100', 'hex'),
  2: Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex'),
};

/** @throws when the bytes are no key of that algorithm. */
function publicKeyObject(algorithm: SignatureAlgorithm, publicKey: Uint8Array): KeyObject {
  if (publicKey.length !== PUBLIC_KEY_BYTES[algorithm]) throw new RangeError(`a key of ${publicKey.length} bytes`);
  const key = Buffer.concat([SPKI_PREFIX[algorithm], publicKey]);
  return createPublicKey({ format: 'der', type: 'spki', key });
}
