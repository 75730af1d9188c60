import type { ChainNote, LeftLevel } from './chain.js';
import type { Placed } from './placed.js';
import type { OpenHandOver, State } from './state.js';
import type { ToldStanding } from './told-story.js';

/** One scan as it was told, and what is so afterwards. */
export interface Step {
  readonly placed: Placed;
  readonly standing: ToldStanding;
  /** The hand-over that it gives, and the one that it takes. */
  readonly gives: OpenHandOver | null;
  readonly takes: OpenHandOver | null;
  /** The hand-over that its own puts an end to. */
  readonly replaces: OpenHandOver | null;
  readonly notes: readonly ChainNote[];
  readonly left: readonly LeftLevel[];
  readonly state: State;
  /** It waited for something, and was told because nothing else could be. */
  readonly isForced: boolean;
}
