// What the page of EvidenceBrowser runs: the verdict as a buyer's browser comes to it.
import { judgeEvidence } from '#libs/core/verdict';
import { NobleVerifier, type SignatureVerifier, WebCryptoVerifier } from '#libs/core/signatures';
import { type ByteChange, withByte } from '../kit/forgery/bytes.js';
import { RememberingVerifier } from '../kit/forgery/remembering-verifier.js';

/** What checks the signatures: the platform, or the curves that stand in for it. */
export type PageVerifier = 'webcrypto' | 'noble';

/** A bundle and what it is judged by. */
export interface GivenEvidence {
  readonly evidence: string;
  /** null: there is none. */
  readonly policy: string | null;
  /** The object that was asked for, where one was. */
  readonly object?: string;
}

export interface PageVerdict {
  readonly exit: number;
  /** Codes. */
  readonly notChecked: readonly string[];
  /** Whether any word of the verdict says that what is here is all there is. */
  readonly saysWhole: boolean;
}

const VERIFIERS: Readonly<Record<PageVerifier, () => SignatureVerifier>> = {
  webcrypto: () => new WebCryptoVerifier(crypto.subtle),
  noble: () => new NobleVerifier(),
};

/** The verdicts, in the order of the bundles. */
export async function judgeAll(given: readonly GivenEvidence[], which: PageVerifier): Promise<PageVerdict[]> {
  const verifier = new RememberingVerifier(VERIFIERS[which]());
  const verdicts: PageVerdict[] = [];
  for (const one of given) verdicts.push(await judgeOne(one, verifier));
  return verdicts;
}

/** The verdicts on one bundle with each of the changes made alone. */
export async function judgeBytes(
  { evidence, ...given }: GivenEvidence,
  changes: readonly ByteChange[],
  which: PageVerifier,
): Promise<PageVerdict[]> {
  const verifier = new RememberingVerifier(VERIFIERS[which]());
  const bytes = new TextEncoder().encode(evidence);
  const verdicts: PageVerdict[] = [];
  for (const change of changes)
    verdicts.push(await judgeOne({ ...given, evidence: withByte(bytes, change) }, verifier));
  return verdicts;
}

async function judgeOne(
  { evidence, policy, object }: Omit<GivenEvidence, 'evidence'> & { readonly evidence: string | Uint8Array },
  verifier: SignatureVerifier,
): Promise<PageVerdict> {
  const verdict = await judgeEvidence({ evidence, policy, verifier, ...(object !== undefined && { object }) });
  return {
    exit: verdict.exit,
    notChecked: verdict.notChecked.map(({ code }) => code),
    saysWhole: /\b(complete|whole)/i.test(JSON.stringify(verdict)),
  };
}
