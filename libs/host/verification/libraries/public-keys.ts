import { createPublicKey, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { expandP256PublicKey, type KeyJudge, SignatureAlgorithm, type SignatureCheck } from '#libs/core/signatures';

/** Parsed public keys kept at most, about 1 kB each. */
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

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** @throws when the bytes are no key of that algorithm. */
function publicKeyObject(algorithm: SignatureAlgorithm, publicKey: Uint8Array): KeyObject {
  if (algorithm === SignatureAlgorithm.ED25519) {
    return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: base64url(publicKey) } });
  }
  const { x, y } = expandP256PublicKey(publicKey);
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: base64url(x), y: base64url(y) } });
}
