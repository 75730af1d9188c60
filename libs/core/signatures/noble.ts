import { SignatureAlgorithm } from './algorithm.js';
import { KeyJudge } from './key-judge.js';
import { hasSignatureForm } from './profile.js';
import { type SignatureCheck, SignatureVerifier } from './verifier.js';

/** Checks between two pauses: about 20 ms of a slow telephone. */
const CHECKS_PER_PAUSE = 8;

type Curves = typeof import('./curves.js');

/** Verifies in JavaScript, where the platform cannot. The curves are loaded with the first check. */
export class NobleVerifier extends SignatureVerifier {
  private readonly keys = new KeyJudge();
  private curves: Promise<Curves> | undefined;

  /** @param pause called between groups of checks, so that a page can stay responsive; by default there is no pause. */
  constructor(private readonly pause: () => Promise<void> = async () => {}) {
    super();
  }

  async verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    const curves = await (this.curves ??= import('./curves.js'));
    const verdicts: boolean[] = [];
    for (const check of checks) {
      if (verdicts.length > 0 && verdicts.length % CHECKS_PER_PAUSE === 0) await this.pause();
      verdicts.push(hasSignatureForm(check) && this.keys.allows(check) && verify(curves, check));
    }
    return verdicts;
  }
}

function verify({ ed25519, p256 }: Curves, { algorithm, publicKey, message, signature }: SignatureCheck): boolean {
  try {
    if (algorithm === SignatureAlgorithm.ECDSA_P256_SHA256)
      return p256.verify(signature, message, publicKey, { lowS: false });
    // noble multiplies by the cofactor, native implementations do not: they differ exactly when R has torsion.
    return (
      ed25519.verify(signature, message, publicKey, { zip215: false }) &&
      ed25519.Point.fromBytes(signature.subarray(0, 32)).isTorsionFree()
    );
  } catch {
    return false; // a key or an R that is no point
  }
}
