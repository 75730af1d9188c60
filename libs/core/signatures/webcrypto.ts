import { SignatureAlgorithm } from './algorithm.js';
import { KeyJudge } from './key-judge.js';
import { expandP256PublicKey } from './p256-key.js';
import { hasSignatureForm } from './profile.js';
import { type SignatureCheck, SignatureVerifier } from './verifier.js';

/** Imported keys kept at most; a bundle of evidence names a few dozen. */
const KEYS_MAX = 1_000;

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const ED25519 = { name: 'Ed25519' } as const;

/** The parts of SubtleCrypto that are needed; a test may bring its own. */
export type VerifyingSubtle = Pick<SubtleCrypto, 'importKey' | 'verify'>;

/**
 * Verifies with the platform's WebCrypto. What it lacks (Ed25519 in older browsers, everything on a page without TLS) goes to
 * @noble/curves, which is loaded only then.
 */
export class WebCryptoVerifier extends SignatureVerifier {
  private readonly judge = new KeyJudge();
  private readonly keys = new Map<string, Promise<CryptoKey | undefined>>();
  private readonly lacking = new Set<SignatureAlgorithm>();
  private fallback: Promise<SignatureVerifier> | undefined;

  /** @param subtle null where the platform has none: a page that came without TLS. */
  constructor(
    private readonly subtle: VerifyingSubtle | null = globalThis.crypto?.subtle ?? null,
    private readonly loadFallback: () => Promise<SignatureVerifier> = async () =>
      new (await import('./noble.js')).NobleVerifier(),
  ) {
    super();
  }

  async verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    return Promise.all(
      checks.map(async (check) => hasSignatureForm(check) && this.judge.allows(check) && this.verify(check)),
    );
  }

  private async verify(check: SignatureCheck): Promise<boolean> {
    const { subtle } = this;
    if (subtle && !this.lacking.has(check.algorithm)) {
      try {
        const key = await this.key(subtle, check);
        if (!key) return false;
        const algorithm = check.algorithm === SignatureAlgorithm.ED25519 ? ED25519 : ECDSA;
        return await subtle.verify(algorithm, key, plain(check.signature), plain(check.message));
      } catch (error) {
        if (!isNotSupported(error)) throw error;
        this.lacking.add(check.algorithm);
      }
    }
    const [verdict] = await (await (this.fallback ??= this.loadFallback())).verifyAll([check]);
    return verdict === true;
  }

  private key(subtle: VerifyingSubtle, { algorithm, publicKey }: SignatureCheck): Promise<CryptoKey | undefined> {
    const name = `${algorithm}:${publicKey.join()}`;
    let key = this.keys.get(name);
    if (!key) {
      if (this.keys.size >= KEYS_MAX) this.keys.delete(this.keys.keys().next().value!);
      key = importKey(subtle, algorithm, publicKey);
      this.keys.set(name, key);
    }
    return key;
  }
}

/** @returns undefined for bytes that are no key; rejects with NotSupportedError where the platform lacks the algorithm. */
async function importKey(
  subtle: VerifyingSubtle,
  algorithm: SignatureAlgorithm,
  publicKey: Uint8Array,
): Promise<CryptoKey | undefined> {
  try {
    if (algorithm === SignatureAlgorithm.ED25519)
      return await subtle.importKey('raw', plain(publicKey), ED25519, false, ['verify']);
    // Not every browser reads compressed points.
    const { x, y } = expandP256PublicKey(publicKey);
    return await subtle.importKey('raw', Uint8Array.of(4, ...x, ...y), ECDSA, false, ['verify']);
  } catch (error) {
    if (isNotSupported(error)) throw error;
    return undefined;
  }
}

// Older engines answer an unknown name with other errors that name it. No `instanceof`: a DOMException may be of another realm.
function isNotSupported(error: unknown): boolean {
  const { name, message } = error as { readonly name?: unknown; readonly message?: unknown };
  return name === 'NotSupportedError' || /unrecognized|not supported|unsupported/i.test(String(message));
}

// WebCrypto refuses views on shared memory; the type says so, and a copy of 142 bytes costs nothing.
const plain = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);
