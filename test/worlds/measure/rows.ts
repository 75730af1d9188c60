import type { HonestRow } from './honest-rows.js';

const EXACT = { clockMinutes: 0, daysShare: 0, namelessShare: 0, depth: 3, unitsGoOn: false } as const;

/** Honest worlds by what is wrong in them, and the scores of STORY.md section 1. */
export const HONEST_ROWS: readonly HonestRow[] = [
  { name: 'exact clocks', options: EXACT, goals: { right: 1, same: 0.973 } },
  { name: 'clocks +-5 minutes', options: { ...EXACT, clockMinutes: 5 }, goals: { right: 1, same: 0.973 } },
  { name: 'clocks +-30 minutes', options: { ...EXACT, clockMinutes: 30 }, goals: { right: 0.993, same: 0.96 } },
  { name: 'days only', options: { ...EXACT, daysShare: 0.5 }, goals: { right: 0.973, same: 0.907 } },
  {
    name: 'tenth unnamed',
    options: { ...EXACT, clockMinutes: 5, namelessShare: 0.1 },
    // Right is what has all its names: the share of the others is chance.
    goals: { right: 0.993, same: 0.973, said: 0.993 },
    countsNamedOnly: true,
  },
  { name: 'sets', isSet: true, options: { ...EXACT, clockMinutes: 30 }, goals: { right: 1, same: 0.973 } },
];
