/** What kind of thing disagrees. What each means and what to do: docs/guides/operators.md, `cairn check`. */
export type DifferenceCode =
  | 'ENTRY_CHANGED'
  | 'ENTRY_MISSING'
  | 'ENTRY_UNREADABLE'
  | 'ROOT'
  | 'HEAD'
  | 'BOOT'
  | 'COUNTER_DOUBLED'
  | 'KEY'
  | 'CHAIN'
  | 'AFTER'
  | 'ARRIVAL'
  | 'SIGNATURE'
  | 'PRIVATE_PART'
  | 'PRIVATE_FILE'
  | 'TRAIL_LINK'
  | 'TRAIL_FRONTIER'
  | 'TRAIL_MISSING'
  | 'REGISTRY'
  | 'OBJECT_URI'
  | 'SEQUENCE'
  | 'TILE_MISSING'
  | 'TILE_CHANGED'
  | 'CHECKPOINT_MISSING'
  | 'CHECKPOINT';

/** One line: what is wrong, and what it contradicts. */
export interface Difference {
  readonly code: DifferenceCode;
  readonly text: string;
}

/** Lines of one code: who has more of them needs a backup, not more lines; and no code hides another. */
const LINES_PER_CODE_MAX = 5;

/** Keeps the first differences of each code in full and counts the rest. */
export class Differences {
  readonly first: Difference[] = [];
  readonly counts: Partial<Record<DifferenceCode, number>> = {};
  count = 0;

  add(code: DifferenceCode, text: string): void {
    this.count++;
    const count = (this.counts[code] ?? 0) + 1;
    this.counts[code] = count;
    if (count <= LINES_PER_CODE_MAX) this.first.push({ code, text });
  }

  /** How many of each code are not among the first. */
  further(): { readonly code: DifferenceCode; readonly count: number }[] {
    return (Object.entries(this.counts) as [DifferenceCode, number][])
      .map(([code, count]) => ({ code, count: count - LINES_PER_CODE_MAX }))
      .filter(({ count }) => count > 0);
  }
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Enough of a hash to find it, short enough for a line. */
export const short = (bytes: Uint8Array): string => hex(bytes).slice(0, 16);
