import type { Verdict } from '#libs/core/verdict';
import type { AnchorSigns } from '../arena/anchor-signs.js';
import type { Arena } from '../arena/arena.js';
import type { Aftermath, Attack } from '../attack.js';

/** What the checks of one attack look at. */
export interface Trial {
  readonly attack: Attack;
  readonly arena: Arena;
  readonly aftermath: Aftermath;
  readonly before: {
    readonly signs: AnchorSigns;
    readonly verdict: Verdict;
    readonly atMs: number;
    /** Entries that were read. */
    readonly size: number;
  };
}

/** What a check found against the node: nothing, where it held. */
export type Violations = readonly string[];

/** The promise that a check looks after, and that the report names. */
export const PROMISES = {
  flow: 'every honest scan gets a verified receipt, and nothing is said against an honest device',
  log: 'the log holds every honest scan once and no forged one',
  follow: 'whoever follows the log finds nothing',
  check: 'cairn check agrees',
  verdict: 'evidence of the attacked object says what it said before',
  alarm: 'the operator is told',
  bounds: 'memory, tables and logs stay bounded',
} as const;
export type Promised = keyof typeof PROMISES;
