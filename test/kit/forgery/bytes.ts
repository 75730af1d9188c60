/** One byte of a text that is put in the place of another. */
export interface ByteChange {
  readonly at: number;
  readonly byte: number;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export interface ByteChoice {
  readonly stride?: number;
  readonly seed?: number;
  /** Whether one change of each byte is enough, this or that. */
  readonly isBrief?: boolean;
}

/**
 * For every `stride`th byte from `first` on two others: one with a bit flipped, and one that a forger would write, a letter of
 * base64url. No randomness beside `seed`, so that every verifier is given the same.
 */
export function byteChanges(
  bytes: Uint8Array,
  { stride = 1, seed = 0, isBrief = false }: ByteChoice = {},
): ByteChange[] {
  const changes: ByteChange[] = [];
  for (let at = seed % stride; at < bytes.length; at += stride) {
    const was = bytes[at]!;
    const flipped = was ^ (1 << ((at + seed) % 8));
    const first = (at * 7 + seed) % LETTERS.length;
    const letters = [0, 1, 2].map((more) => LETTERS.charCodeAt((first + more) % LETTERS.length));
    const plausible = letters.find((letter) => letter !== was && letter !== flipped)!;
    const both = [flipped, plausible];
    changes.push(...(isBrief ? [both[at % 2]!] : both).map((byte) => ({ at, byte })));
  }
  return changes;
}

/** What a verifier says of a bundle with one byte changed. */
export interface ByteVerdict {
  readonly exit: number;
  readonly notChecked: readonly string[];
}

/**
 * The changes that were called intact. A line of the checkpoint that nothing needs is protected by nothing: it may become one that the
 * policy does not know, and the verdict must say that there is such a one.
 */
export function takenOf<Change extends { readonly at: number }>(
  { evidence, spareLines }: { readonly evidence: string; readonly spareLines: readonly string[] },
  changes: readonly Change[],
  verdicts: readonly ByteVerdict[],
): (Change & { readonly exit: number })[] {
  const spare = spareLines.map((line) => {
    const from = new TextEncoder().encode(evidence.slice(0, evidence.indexOf(line))).length;
    return { from, to: from + new TextEncoder().encode(line).length };
  });
  return changes.flatMap((change, place) => {
    const { exit, notChecked } = verdicts[place]!;
    if (exit === 20 || exit === 30) return [];
    const isSpare = spare.some(({ from, to }) => from <= change.at && change.at < to);
    return isSpare && notChecked.includes('UNKNOWN_SIGNATURES') ? [] : [{ ...change, exit }];
  });
}

/** Every byte of each base on one other, as the verifier in Node is given them; of the second, which is nearly the first, some. */
export const choiceFor = (place: number): ByteChoice =>
  place === 1 ? { stride: 31, seed: Date.now() % 1_000 } : { isBrief: true };

/**
 * The same for verifiers that take longer: every fifth byte, from another on each time, which a failure names. With
 * CAIRN_TEST_EVERY_BYTE all of them.
 */
export const sampleFor = (place: number): ByteChoice =>
  place === 1 || process.env['CAIRN_TEST_EVERY_BYTE']
    ? choiceFor(place)
    : { stride: 5, seed: Date.now() % 1_000, isBrief: true };

/** The bytes with one of them changed. */
export function withByte(bytes: Uint8Array, { at, byte }: ByteChange): Uint8Array {
  const changed = bytes.slice();
  changed[at] = byte;
  return changed;
}
