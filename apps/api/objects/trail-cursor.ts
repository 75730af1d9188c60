import { z } from 'zod';

/** Where a page of a trail begins. */
export type TrailPlace =
  /** At a step of the story as it is told at a size of the log: later scans may be told between earlier ones. No size: the newest. */
  | { readonly kind: 'step'; readonly offset: number; readonly size: number | null }
  /** Beyond the story: at the first entry with this log index or a higher one. */
  | { readonly kind: 'entry'; readonly logIndex: number }
  /** Among all entries that name the object, at the first with this log index or a higher one. */
  | { readonly kind: 'all'; readonly logIndex: number };

export const TRAIL_START: TrailPlace = { kind: 'step', offset: 0, size: null };
/** All entries that name the object, in log order, whether or not the story has room for them. */
export const ALL_ENTRIES: TrailPlace = { kind: 'all', logIndex: 0 };

const EXPECTED = 'expected the text that the page before gave as next';
const CURSOR = /^(?:s(?<offset>\d{1,6})\.(?<size>\d{1,15})|e(?<entry>\d{1,15})|a(?<all>\d{1,15}))$/u;

/** `cursor` of a page of a trail. */
export const trailCursor = z.string().regex(CURSOR, EXPECTED).transform(placeOf).optional();

function placeOf(text: string): TrailPlace {
  const { offset, size, entry, all } = CURSOR.exec(text)!.groups!;
  if (offset !== undefined) return { kind: 'step', offset: Number(offset), size: Number(size) };
  return entry === undefined ? { kind: 'all', logIndex: Number(all) } : { kind: 'entry', logIndex: Number(entry) };
}

export function formatTrailPlace(place: TrailPlace): string {
  if (place.kind === 'step') return `s${place.offset}.${place.size}`;
  return `${place.kind === 'entry' ? 'e' : 'a'}${place.logIndex}`;
}
