import type { Health } from '#libs/host/service';
import { behindEntries, type ProjectionState } from '#libs/projections/runner';
import { projections } from './projections.js';
import type { AnchorObserver } from '../metrics.js';

/** One line for each projection. They make nothing unready: the log goes on without them. */
export function addProjectionNotes(health: Health, observer: AnchorObserver): void {
  for (const { name } of projections)
    health.addNote(`projection ${name}`, () => {
      const state = observer.projectionsShown.find((shown) => shown.name === name);
      return state ? noteOf(state) : 'this process folds nothing now';
    });
}

function noteOf(state: ProjectionState): string {
  const { failure, rebuild, size } = state;
  const behind = behindEntries(state);
  const lag = behind === 0 ? 'knows every entry' : `${behind} entries behind`;
  const anew = rebuild ? `; filled anew: ${rebuild.nextLogIndex} of ${size} entries` : '';
  return failure === null ? `${lag}${anew}` : `${lag}${anew}; stopped: ${failure}`;
}
