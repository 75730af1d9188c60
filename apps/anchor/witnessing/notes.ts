import type { Health } from '#libs/host/service';
import type { AnchorObserver } from '../metrics.js';
import type { PolicyCosigner } from './policy-cosigner.js';

/** One line for the public checkpoint and one for each witness. They make nothing unready: without witnesses receipts go on. */
export function addWitnessNotes(health: Health, cosigner: PolicyCosigner, observer: AnchorObserver): void {
  health.addNote('public checkpoint', () => {
    const shown = observer.publicCheckpoint;
    if (!shown) return 'this process has shown none yet';
    const behind = shown.receiptedSize - shown.size;
    const waiting = behind > 0 ? `; ${behind} entries with receipts wait for their witnesses` : '';
    return `${shown.size} entries, ${Math.round(shown.ageSeconds ?? 0)} s old${waiting}`;
  });
  for (const { name } of cosigner.states)
    health.addNote(`witness ${name}`, () => {
      const { text, size } = cosigner.states.find((state) => state.name === name)!;
      return size === null ? text : `${text}; newest cosignature at ${size} entries`;
    });
}
