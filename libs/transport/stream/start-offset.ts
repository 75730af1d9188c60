import { StreamError } from './stream-error.js';

export interface PartitionBounds {
  /** Offset of the earliest record that is kept. */
  readonly first: number;
  /** The next offset that the partition would give out. */
  readonly next: number;
}

/**
 * Where a member begins to read, given the answer of its `startAt`.
 * @param wanted undefined: the earliest that is kept; Infinity: the end.
 * @throws {StreamError} TRIMMED or AHEAD rather than skipping what lies between.
 */
export function startOffset(where: string, wanted: number | undefined, { first, next }: PartitionBounds): number {
  if (wanted === undefined) return first;
  if (wanted === Infinity) return next;
  if (!Number.isSafeInteger(wanted) || wanted < 0) throw new RangeError(`${where}: ${wanted} is not an offset`);
  if (wanted < first)
    throw new StreamError('TRIMMED', `${where}: records ${wanted} to ${first - 1} are gone, refusing to skip them`);
  if (wanted > next)
    throw new StreamError(
      'AHEAD',
      `${where}: the reader has come to offset ${wanted} but the stream ends at ${next}: records were lost, or this is another stream`,
    );
  return wanted;
}
