import { FileLogStorage } from '#libs/log/storage';
import { LogReader, type OpenedCheckpoint, type Vkey } from '#libs/core/tlog';
import { openSigned, type PublicLog } from '../evidence/public-log.js';
import { rootsFromEntries } from './log-intact.js';
import { type CheckResult, Findings } from './result.js';

/** Checkpoints as they were seen while the node ran, and what was wrong already with how they were kept. */
export interface SeenCheckpoints {
  readonly notes: readonly string[];
  readonly conflicts: readonly string[];
}

/**
 * P4: every checkpoint that was ever shown or stored is signed by the log, and they all are of one log: each has the root of the
 * entries at its size, and from each to the next one leads a consistency path made from the tiles.
 */
export async function checkCheckpoints(log: PublicLog, seen: SeenCheckpoints, vkey: Vkey): Promise<CheckResult> {
  const findings = new Findings('checkpoints', 'checkpoints');
  for (const conflict of seen.conflicts) findings.violated(conflict);
  const opened: OpenedCheckpoint[] = [];
  for (const note of seen.notes) {
    findings.saw();
    try {
      opened.push(await openSigned(note, vkey));
    } catch (error) {
      findings.violated(
        `a checkpoint does not open: ${(error as Error).message}: ${JSON.stringify(note.slice(0, 80))}`,
      );
    }
  }
  const bySize = opened.toSorted((one, other) => one.size - other.size);
  const roots = rootsFromEntries(log.entries, new Set(bySize.map(({ size }) => size)));
  for (const { size, root } of bySize) {
    const expected = roots.get(size);
    if (expected === undefined) findings.violated(`a checkpoint of size ${size} was signed, the log ends before`);
    else if (expected !== Buffer.from(root).toString('hex'))
      findings.violated(`the checkpoint of size ${size} has another root than the entries`);
  }
  const reader = new LogReader(new FileLogStorage(log.folder), log.checkpoint);
  for (const [at, newer] of bySize.entries()) {
    const older = bySize[at - 1];
    if (!older || older.size === 0) continue; // every log begins with the empty one
    try {
      await reader.consistencyFrom(older, newer);
    } catch (error) {
      findings.violated(`sizes ${older.size} and ${newer.size} contradict each other: ${(error as Error).message}`);
    }
  }
  return findings.result();
}
