/** What kind of thing disagrees. */
export type DifferenceCode =
  | 'ENTRY_MISSING'
  | 'ENTRY_UNREADABLE'
  | 'ROOT'
  | 'HEAD'
  | 'BOOT'
  | 'COUNTER_DOUBLED'
  | 'KEY'
  | 'CHAIN'
  | 'AFTER'
  | 'PRIVATE_PART'
  | 'PRIVATE_FILE'
  | 'TRAIL_LINK'
  | 'TRAIL_FRONTIER'
  | 'TRAIL_MISSING'
  | 'REGISTRY'
  | 'OBJECT_URI'
  | 'TILE_MISSING'
  | 'TILE_CHANGED'
  | 'CHECKPOINT_MISSING'
  | 'CHECKPOINT';

/** One line: what is wrong, and what it contradicts. */
export interface Difference {
  readonly code: DifferenceCode;
  readonly text: string;
}

const DIFFERENCES_MAX = 20;

/** Keeps the first differences in full and counts the rest. */
export class Differences {
  readonly first: Difference[] = [];
  readonly counts: Partial<Record<DifferenceCode, number>> = {};
  count = 0;

  add(code: DifferenceCode, text: string): void {
    this.count++;
    this.counts[code] = (this.counts[code] ?? 0) + 1;
    if (this.first.length < DIFFERENCES_MAX) this.first.push({ code, text });
  }
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Enough of a hash to find it, short enough for a line. */
export const short = (bytes: Uint8Array): string => hex(bytes).slice(0, 16);
