// What the page of signature-profile.test.ts runs: the verifiers of libs/core/signatures as a browser gets them.
import { NobleVerifier, type SignatureCheck, type VerifyingSubtle, WebCryptoVerifier } from '#libs/core/signatures';

/** How this page checks signatures. */
export type Way =
  /** As every page of Cairn does: WebCrypto, and the curves for what it lacks. */
  | 'platform'
  /** As in a browser whose WebCrypto does not know Ed25519. */
  | 'without Ed25519'
  /** The curves alone. */
  | 'curves';

/** A check as JSON carries it: bytes as arrays of numbers. */
export interface PlainCheck {
  readonly algorithm: 1 | 2;
  readonly publicKey: readonly number[];
  readonly message: readonly number[];
  readonly signature: readonly number[];
}

export interface PageVerdicts {
  readonly verdicts: readonly boolean[];
  /** Whether the curves were loaded because the platform lacks something. */
  readonly usedFallback: boolean;
}

export async function judgeAll(plain: readonly PlainCheck[], way: Way): Promise<PageVerdicts> {
  const checks = plain.map(({ algorithm, publicKey, message, signature }): SignatureCheck => ({
    algorithm,
    publicKey: Uint8Array.from(publicKey),
    message: Uint8Array.from(message),
    signature: Uint8Array.from(signature),
  }));
  if (way === 'curves') return { verdicts: await new NobleVerifier().verifyAll(checks), usedFallback: true };
  let usedFallback = false;
  const fallback = async (): Promise<NobleVerifier> => {
    usedFallback = true;
    return new NobleVerifier();
  };
  // Undefined off TLS, whatever its type says.
  const subtle = (globalThis.crypto.subtle as SubtleCrypto | undefined) ?? null;
  const verifier = new WebCryptoVerifier(way === 'platform' ? subtle : withoutEd25519(subtle!), fallback);
  return { verdicts: await verifier.verifyAll(checks), usedFallback };
}

function withoutEd25519(subtle: SubtleCrypto): VerifyingSubtle {
  const importKey = async (...given: Parameters<SubtleCrypto['importKey']>): Promise<CryptoKey> => {
    if ((given[2] as Algorithm).name === 'Ed25519') throw new DOMException('not known here', 'NotSupportedError');
    return subtle.importKey(...given);
  };
  return {
    verify: (...given: Parameters<SubtleCrypto['verify']>) => subtle.verify(...given),
    importKey: importKey as SubtleCrypto['importKey'],
  };
}
