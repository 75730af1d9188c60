import { z } from 'zod';

/** The most items of one page: what a person scrolls through, and what the database gives in a few milliseconds. */
export const PAGE_ITEMS_MAX = 200;
const PAGE_ITEMS = 50;

const DIGITS = /^\d{1,9}$/u;

/** `limit` of a page. */
export const limitParameter = z
  .string(`expected one whole number from 1 to ${PAGE_ITEMS_MAX}`)
  .regex(DIGITS, `expected a whole number from 1 to ${PAGE_ITEMS_MAX}`)
  .transform(Number)
  .refine((limit) => limit >= 1 && limit <= PAGE_ITEMS_MAX, `expected a whole number from 1 to ${PAGE_ITEMS_MAX}`)
  .default(PAGE_ITEMS);

/**
 * `cursor` of a page: the text that the page before gave as `next`, a whole number behind a letter so that nobody counts with it.
 *
 * @param valueMax greatest number that a page gives out.
 */
export const cursorParameter = (valueMax: number) =>
  z
    .string('expected the text that the page before gave as next')
    .regex(/^c\d{1,16}$/u, 'expected the text that the page before gave as next')
    .transform((text) => Number(text.slice(1)))
    .refine((value) => value <= valueMax, 'expected the text that the page before gave as next')
    .optional();

export const formatCursor = (value: number): string => `c${value}`;
