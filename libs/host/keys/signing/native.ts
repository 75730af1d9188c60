import { verify } from 'node:crypto';
import {
  hasSignatureForm,
  KeyJudge,
  SignatureAlgorithm,
  type SignatureCheck,
  SignatureVerifier,
} from '#libs/core/signatures';
import { PublicKeys } from '#libs/host/verification';

/** Verifies with OpenSSL on the thread pool of Node: the event loop only hands the work out. */
export class NativeVerifier extends SignatureVerifier {
  private readonly keys: PublicKeys;

  /**
   * @param keysAreEnrolled true where every key comes from the registry, which takes none that does not pass `checkPublicKey`:
   *   saves a millisecond on the event loop for each key that is new to this verifier.
   */
  constructor({
    keysMax,
    keysAreEnrolled = false,
  }: { readonly keysMax?: number; readonly keysAreEnrolled?: boolean } = {}) {
    super();
    this.keys = new PublicKeys(keysAreEnrolled ? null : new KeyJudge(), { keysMax });
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
        const key = hasSignatureForm(check) ? this.keys.of(check) : 'no key';
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
}
