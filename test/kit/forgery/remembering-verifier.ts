import { type SignatureCheck, SignatureVerifier } from '#libs/core/signatures';

/**
 * Asks a verifier once about each key, message and signature: thousands of forgeries differ in one byte, and most carry the same
 * signatures. What it answers is the other's answer to exactly these bytes. Pure, so that it runs in a browser too.
 */
export class RememberingVerifier extends SignatureVerifier {
  private readonly known = new Map<string, Promise<boolean>>();

  constructor(private readonly verifier: SignatureVerifier) {
    super();
  }

  verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    return Promise.all(checks.map((check) => this.verifyOne(check)));
  }

  private verifyOne(check: SignatureCheck): Promise<boolean> {
    const { algorithm, publicKey, message, signature } = check;
    const name = `${algorithm} ${publicKey.join()} ${message.join()} ${signature.join()}`;
    const known = this.known.get(name) ?? this.verifier.verifyAll([check]).then(([valid]) => valid!);
    this.known.set(name, known);
    return known;
  }
}
