import { PUBLIC_KEY_BYTES } from './algorithm.js';
import { checkPublicKey } from './profile.js';
import type { SignatureCheck } from './verifier.js';

/** Verdicts kept at most, about 200 bytes each. */
const VERDICTS_MAX = 10_000;

/** Remembers which public keys pass `checkPublicKey`, which takes a millisecond each. */
export class KeyJudge {
  private readonly verdicts = new Map<string, boolean>();

  /** True when signatures by this key count at all. */
  allows({ algorithm, publicKey }: Pick<SignatureCheck, 'algorithm' | 'publicKey'>): boolean {
    if (publicKey.length !== PUBLIC_KEY_BYTES[algorithm]) return false;
    const name = `${algorithm}:${String.fromCharCode(...publicKey)}`;
    let verdict = this.verdicts.get(name);
    if (verdict === undefined) {
      if (this.verdicts.size >= VERDICTS_MAX) this.verdicts.delete(this.verdicts.keys().next().value!);
      verdict = passes(algorithm, publicKey);
      this.verdicts.set(name, verdict);
    }
    return verdict;
  }
}

function passes(...key: Parameters<typeof checkPublicKey>): boolean {
  try {
    checkPublicKey(...key);
    return true;
  } catch {
    return false;
  }
}
