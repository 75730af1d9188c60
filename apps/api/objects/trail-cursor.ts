import { z } from 'zod';
import { EVIDENCE_ENTRIES_MAX } from '#libs/core/evidence';
import { cursorParameter, formatCursor } from '../http/paging.js';

/** Where a page of a trail begins. */
export type TrailPlace =
  /** At a step of the story. */
  | { readonly kind: 'step'; readonly offset: number }
  /** Beyond the story: at the first entry with this log index or a higher one. */
  | { readonly kind: 'entry'; readonly logIndex: number };

export const TRAIL_START: TrailPlace = { kind: 'step', offset: 0 };

const EXPECTED = 'expected the text that the page before gave as next';

const stepCursor = cursorParameter(EVIDENCE_ENTRIES_MAX)
  .unwrap()
  .transform((offset): TrailPlace => ({ kind: 'step', offset }));
const entryCursor = z
  .string()
  .regex(/^e\d{1,16}$/u)
  .transform((text): TrailPlace => ({ kind: 'entry', logIndex: Number(text.slice(1)) }))
  .refine((place) => place.kind === 'entry' && Number.isSafeInteger(place.logIndex), EXPECTED);

/** `cursor` of a page of a trail. */
export const trailCursor = z.union([stepCursor, entryCursor], EXPECTED).optional();

export const formatTrailPlace = (place: TrailPlace): string =>
  place.kind === 'step' ? formatCursor(place.offset) : `e${place.logIndex}`;
