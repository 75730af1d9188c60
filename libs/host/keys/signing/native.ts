import { type KeyObject, verify } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import {
  hasSignatureForm,
  KeyJudge,
  SignatureAlgorithm,
  type SignatureCheck,
  SignatureVerifier,
} from '#libs/core/signatures';
import { publicKeyObject } from './key-object.js';

/** Parsed public keys kept at most, about 1 kB each. */
const KEYS_MAX = 20_000;

/** Verifies with OpenSSL on the thread pool of Node: the event loop only hands the work out. */
export class NativeVerifier extends SignatureVerifier {
  private readonly keys: LRUCache<string, KeyObject | 'no key'>;
  private readonly judge: KeyJudge | undefined;

  /**
   * @param keysAreEnrolled true where every key comes from the registry, which takes none that does not pass `checkPublicKey`:
   *   saves a millisecond on the event loop for each key that is new to this verifier.
   */
  constructor({
    keysMax = KEYS_MAX,
    keysAreEnrolled = false,
  }: { readonly keysMax?: number; readonly keysAreEnrolled?: boolean } = {}) {
    super();
    this.keys = new LRUCache({ max: keysMax });
    this.judge = keysAreEnrolled ? undefined : new KeyJudge();
  }

  verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    return new Promise((resolve, reject) => {
      const verdicts = checks.map(() => false);
      let open = 1;
      const done = () => {
        open -= 1;
        if (open === 0) resolve(verdicts);
      };
      for (const [index, check] of checks.entries()) {
        const key = hasSignatureForm(check) ? this.key(check) : 'no key';
        if (key === 'no key') continue;
        open += 1;
        const target =
          check.algorithm === SignatureAlgorithm.ED25519 ? key : { key, dsaEncoding: 'ieee-p1363' as const };
        const digest = check.algorithm === SignatureAlgorithm.ED25519 ? null : 'sha256';
        verify(digest, check.message, target, check.signature, (error, verdict) => {
          if (error) reject(error);
          verdicts[index] = verdict;
          done();
        });
      }
      done();
    });
  }

  private key({ algorithm, publicKey }: SignatureCheck): KeyObject | 'no key' {
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
