/** One byte of a text that is put in the place of another. */
export interface ByteChange {
  readonly at: number;
  readonly byte: number;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * For every `stride`th byte from `first` on two others: one with a bit flipped, and one that a forger would write, a letter of
 * base64url. No randomness beside `seed`, so that every verifier is given the same.
 */
export function byteChanges(
  bytes: Uint8Array,
  { stride = 1, seed = 0 }: { readonly stride?: number; readonly seed?: number } = {},
): ByteChange[] {
  const changes: ByteChange[] = [];
  for (let at = seed % stride; at < bytes.length; at += stride) {
    const was = bytes[at]!;
    const flipped = was ^ (1 << ((at + seed) % 8));
    const first = (at * 7 + seed) % LETTERS.length;
    const letters = [0, 1, 2].map((more) => LETTERS.charCodeAt((first + more) % LETTERS.length));
    const plausible = letters.find((letter) => letter !== was && letter !== flipped)!;
    changes.push({ at, byte: flipped }, { at, byte: plausible });
  }
  return changes;
}

/** The bytes with one of them changed. */
export function withByte(bytes: Uint8Array, { at, byte }: ByteChange): Uint8Array {
  const changed = bytes.slice();
  changed[at] = byte;
  return changed;
}
