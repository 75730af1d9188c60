import type { JudgedCheckpoint } from './check-checkpoint.js';
import type { Check, CheckList } from './checks.js';
import { type Finding, finding } from './status.js';

/** Clocks of machines that keep their time differ by far less; a record of the future is none (STORY section 6), milliseconds. */
export const CLOCK_AHEAD_MS_MAX = 5 * 60_000;
/** How old a checkpoint may be where the asker names no limit: a log is cosigned again each minute, and `cairn log follow` warns from here on. */
export const FRESH_MS = 24 * 60 * 60_000;

/** The clock of whoever asks. Nothing here reads one. */
export interface AskersClock {
  /** Milliseconds since 1970. Absent: none was given, and nothing is held against it. */
  readonly nowMs?: number;
  /** How old a checkpoint may be, milliseconds. Default: FRESH_MS */
  readonly freshMs?: number;
}

/** The time of a checkpoint, held against the clock of the asker. */
export interface Freshness {
  /** By then the quorum had seen this checkpoint as the largest, ms since 1970. */
  readonly asOfMs: number;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** How old it is by that clock, milliseconds; below 0 where it is ahead. */
  readonly ageMs: number;
  readonly freshMs: number;
  readonly result:
    | 'fresh'
    /** Fresh by the word of witnesses that the operator of the log runs: that proves nothing about the operator. */
    | 'fresh by its own word'
    | 'stale'
    /** One of the clocks is wrong, and it may be that of the asker. */
    | 'ahead';
}

/** Largest time that a Date holds, milliseconds. */
const DATE_MS_MAX = 8.64e15;

/** Compares the time that a checkpoint carries with the clock of the asker; null where there is none of one of them. */
export function freshnessOf(
  { cosigners }: JudgedCheckpoint,
  { nowMs, freshMs = FRESH_MS }: AskersClock,
): Freshness | null {
  const asOfMs = cosigners?.asOfMs ?? null;
  if (asOfMs === null || nowMs === undefined || !(Math.abs(nowMs) <= DATE_MS_MAX)) return null;
  const ageMs = nowMs - asOfMs;
  const compared = { asOfMs, nowMs, ageMs, freshMs };
  if (ageMs < -CLOCK_AHEAD_MS_MAX) return { ...compared, result: 'ahead' };
  // So that a limit that is no number lets nothing pass.
  if (!(ageMs <= freshMs)) return { ...compared, result: 'stale' };
  return { ...compared, result: cosigners!.isIndependent ? 'fresh' : 'fresh by its own word' };
}

/** Tells how old a checkpoint is. @returns what the asker should know of it */
export function checkFreshness(freshness: Freshness | null, checks: CheckList): Finding[] {
  if (!freshness) return [];
  const { asOfMs, nowMs, ageMs, freshMs, result } = freshness;
  const clock = `the clock of the asker, ${timeWords(nowMs)}`;
  switch (result) {
    case 'fresh':
      checks.add(
        'FRESHNESS',
        'passed',
        `As of ${timeWords(asOfMs)}, ${ageMs < 0 ? `${durationWords(-ageMs, Math.ceil)} after` : `${ageWords(ageMs)} before`} ${clock}; up to ${durationWords(freshMs)} were allowed.`,
      );
      return [];
    case 'fresh by its own word':
      return [];
    case 'stale': {
      const text = `It is as of ${timeWords(asOfMs)}, ${durationWords(ageMs, Math.ceil)} before ${clock}, and up to ${durationWords(freshMs)} were allowed: what came later is not in it.`;
      const stale = finding('STALE', text, []);
      checks.add('FRESHNESS', 'notice', text);
      return [stale];
    }
    case 'ahead':
      checks.add(
        'FRESHNESS',
        'failed',
        `Its witnesses saw it at ${timeWords(asOfMs)}, ${durationWords(-ageMs, Math.ceil)} after ${clock}: one of the two is wrong. Set the clock of this device first, and check again.`,
      );
      return [];
  }
}

/** `2024-03-01T08:00:00Z`. */
export const timeWords = (ms: number): string =>
  Math.abs(ms) <= DATE_MS_MAX
    ? new Date(ms).toISOString().replace('.000Z', 'Z')
    : `${Math.floor(ms / 1_000)} s after 1970`;

const ageWords = (ms: number): string => (ms < 1_000 ? 'less than a second' : durationWords(ms));

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** A time span in the largest unit of which there are two. */
export function durationOf(
  ms: number,
  round: (count: number) => number = Math.floor,
): { readonly count: number; readonly unit: (typeof UNITS)[number][0] } {
  const [unit, unitMs] = UNITS.find(([, size]) => ms >= 2 * size) ?? UNITS.at(-1)!;
  return { count: round(ms / unitMs), unit };
}

/** `3 days`; more than a limit is rounded up, so that it does not read like the limit. */
export function durationWords(ms: number, round?: (count: number) => number): string {
  const { count, unit } = durationOf(ms, round);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Whether nothing speaks against the evidence but that its time is ahead of the asker's clock: then that clock may be the culprit. */
export const isOnlyClockOff = ({ checks }: { readonly checks: readonly Check[] }): boolean => {
  const failed = checks.filter(({ result }) => result === 'failed');
  return failed.length > 0 && failed.every(({ code }) => code === 'FRESHNESS');
};
