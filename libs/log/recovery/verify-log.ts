import { entryBundlePath } from '#libs/core/tlog';
import { appendToFrontier, EMPTY_FRONTIER, rootOfFrontier } from '#libs/log/sequencer';
import { RecoverError } from './error.js';
import type { PublicLog } from './public-log.js';

export interface VerifyLogInput {
  readonly log: PublicLog;
  readonly size: number;
  /** Roots that were signed, by size. */
  readonly roots: ReadonlyMap<number, Uint8Array>;
  readonly onEntries: (done: number) => void;
}

/**
 * Reads all entries and holds the tree that they make against every root that was signed.
 *
 * @returns the root of all.
 * @throws {RecoverError} LOG_DAMAGED, naming the file where bundle and tile part, if they do.
 */
export async function verifyLog({ log, size, roots, onEntries }: VerifyLogInput): Promise<Buffer> {
  let frontier: Buffer = EMPTY_FRONTIER;
  let next = 0;
  let agreed = 0;
  let suspect: string | null = null;
  const compare = (): void => {
    const signed = roots.get(next);
    if (!signed) return;
    if (rootOfFrontier(frontier).equals(signed)) return void (agreed = next);
    throw new RecoverError(
      'LOG_DAMAGED',
      `the entries of the public log give another root at size ${next} than the checkpoint that was signed; size ${agreed} agrees.${suspect ?? ''} Put the entry bundles in between back from a backup or from anybody who has a copy of the public log.`,
    );
  };
  compare();
  for await (const bundle of log.bundles(size)) {
    const different: number | null = suspect === null ? await log.firstDifferent(bundle) : null;
    if (different !== null)
      suspect = ` The first to look at: log/${entryBundlePath({ index: bundle.index })} and the tile of its hashes part at entry ${different}.`;
    for (const leaf of bundle.leaves) {
      frontier = appendToFrontier(frontier, next++, leaf);
      compare();
    }
    onEntries(next);
  }
  return rootOfFrontier(frontier);
}
