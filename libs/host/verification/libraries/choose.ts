import { requireKnownAnswers } from './known-answers.js';
import type { VerifyingLibrary } from './library.js';
import { nodeCryptoLibrary } from './node-crypto.js';
import { loadSodium, sodiumLibrary } from './sodium.js';

export interface ChosenLibrary {
  readonly library: VerifyingLibrary;
  /** Why it is not the fastest one; null when it is. */
  readonly whyNotNative: string | null;
}

/**
 * sodium-native where it loads and knows what it must, node:crypto elsewhere.
 *
 * @throws {VerificationError} KNOWN_ANSWERS_WRONG when not even node:crypto does.
 */
export async function chooseLibrary(load: typeof loadSodium = loadSodium): Promise<ChosenLibrary> {
  const nodeCrypto = nodeCryptoLibrary();
  requireKnownAnswers(nodeCrypto);
  try {
    const library = sodiumLibrary(await load(), nodeCrypto);
    requireKnownAnswers(library);
    return { library, whyNotNative: null };
  } catch (error) {
    return { library: nodeCrypto, whyNotNative: firstLine(error) };
  }
}

/** The rest lists places that were searched. */
const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
