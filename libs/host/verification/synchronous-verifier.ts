import { hasSignatureForm, KeyJudge, type SignatureCheck, SignatureVerifier } from '#libs/core/signatures';
import type { VerifyingLibrary } from './libraries/library.js';

/** Verification profile 1 over a library, on the thread that asks: for threads that have nothing else to do. */
export class SynchronousVerifier extends SignatureVerifier {
  private readonly judge: KeyJudge | null;

  /**
   * @param keysAreEnrolled true where every key comes from the registry, which takes none that does not pass `checkPublicKey`:
   *   saves a millisecond for each key that is new to this verifier.
   */
  constructor(
    private readonly library: VerifyingLibrary,
    { keysAreEnrolled = false }: { readonly keysAreEnrolled?: boolean } = {},
  ) {
    super();
    this.judge = keysAreEnrolled ? null : new KeyJudge();
  }

  verify(check: SignatureCheck): boolean {
    return hasSignatureForm(check) && this.judge?.allows(check) !== false && this.library.verify(check);
  }

  async verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    return checks.map((check) => this.verify(check));
  }
}
