/** One byte of a text that is put in the place of another. */
export interface ByteChange {
  readonly at: number;
  readonly byte: number;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * For every `stride`th byte from `first` on two others: one with a bit flipped, and one that a forger would write: another letter of
 * base64url for a letter, a letter for all else. No randomness beside `seed`, so that every verifier is given the same.
 */
export function byteChanges(
  bytes: Uint8Array,
  { stride = 1, seed = 0 }: { readonly stride?: number; readonly seed?: number } = {},
): ByteChange[] {
  const changes: ByteChange[] = [];
  for (let at = seed % stride; at < bytes.length; at += stride) {
    const flipped = bytes[at]! ^ (1 << ((at + seed) % 8));
    const place = LETTERS.indexOf(String.fromCharCode(bytes[at]!));
    const step = 1 + ((at * 7 + seed) % (LETTERS.length - 1));
    const plausible = LETTERS.charCodeAt((place + step) % LETTERS.length);
    changes.push({ at, byte: flipped });
    changes.push({
      at,
      byte: plausible === flipped ? LETTERS.charCodeAt((place + step + 1) % LETTERS.length) : plausible,
    });
  }
  return changes;
}

/** The bytes with one of them changed. */
export function withByte(bytes: Uint8Array, { at, byte }: ByteChange): Uint8Array {
  const changed = bytes.slice();
  changed[at] = byte;
  return changed;
}
