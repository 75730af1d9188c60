import { generateKey, type Signer, signerOf } from '#libs/host/keys';
import type { SignatureCheck } from '#libs/core/signatures';

const SIGNERS: readonly Signer[] = ([1, 1, 1, 2] as const).map((algorithm) => signerOf(generateKey(algorithm)));

/** So many checks by keys of both algorithms; each third one is signed by the wrong key. */
export const signedChecks = (count: number, { first = 0 } = {}): SignatureCheck[] =>
  Array.from({ length: count }, (_, at) => {
    const { algorithm, publicKey } = SIGNERS[at % SIGNERS.length]!;
    const message = new TextEncoder().encode(`a scan ${first + at}`);
    const signer = isRight(at) ? SIGNERS[at % SIGNERS.length]! : SIGNERS[(at + 1) % SIGNERS.length]!;
    return { algorithm, publicKey, message, signature: signer.sign(message) };
  });

const isRight = (at: number): boolean => at % 3 !== 0;

/** The verdicts on `signedChecks`. */
export const rightVerdicts = (count: number): boolean[] => Array.from({ length: count }, (_, at) => isRight(at));
