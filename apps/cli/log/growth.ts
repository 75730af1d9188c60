import type { LogMonitor, MonitorFinding } from '#libs/core/monitor';
import { formatTilePath, type LogReader, TILE_WIDTH, tilesToWrite, TlogError } from '#libs/core/tlog';
import { ContradictionError } from './opened-log.js';

/** Bundles between two times that the state is kept: a first reading that is stopped does not begin anew. */
const BUNDLES_PER_SAVE = 64;

/**
 * Checks everything that a log has and the monitor has not seen: every tile, and every entry of the new bundles.
 *
 * @param reader at the new checkpoint
 * @param onFindings told of what is worth knowing; contradictions are thrown
 * @param keep called now and then, when all entries so far are good
 * @throws {ContradictionError} naming the file or entry; {LogAwayError}
 */
export async function takeGrowth(input: {
  readonly reader: LogReader;
  readonly monitor: LogMonitor;
  readonly signal: AbortSignal;
  readonly onFindings: (findings: readonly MonitorFinding[]) => void;
  readonly keep: () => void;
  readonly onProgress: (done: number, total: number) => void;
}): Promise<void> {
  const { reader, monitor, signal } = input;
  const { size } = reader.head;
  if (monitor.size === size) return;
  await named('the tiles at the right edge', () => reader.headAt(size));
  await checkTiles(reader, monitor.size, signal);
  for (let bundles = 1; monitor.size < size; bundles++) {
    signal.throwIfAborted();
    const index = Math.floor(monitor.size / TILE_WIDTH);
    const path = formatTilePath({ kind: 'entries', index, width: Math.min(TILE_WIDTH, size - index * TILE_WIDTH) });
    const entries = await named(path, () => reader.bundle(index));
    told(await monitor.take(entries.slice(monitor.size - index * TILE_WIDTH)), input.onFindings);
    if (bundles % BUNDLES_PER_SAVE === 0) input.keep();
    input.onProgress(monitor.size, size);
  }
  told(monitor.endOfCheckpoint(), input.onFindings);
}

/** Upper levels first: the proofs of lower tiles stand on them, so that the file that is wrong is the one that is named. */
async function checkTiles(reader: LogReader, fromSize: number, signal: AbortSignal): Promise<void> {
  for (const tile of tilesToWrite({ fromSize, toSize: reader.head.size }).toReversed()) {
    if (tile.kind === 'entries') continue;
    signal.throwIfAborted();
    await named(tile.path, () => reader.tile(tile));
  }
}

async function named<Result>(what: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    const why = error.code === 'ROOT_MISMATCH' ? 'does not belong to the tree of the signed checkpoint' : error.message;
    throw new ContradictionError(`${what}: ${why} (${error.code})`, { cause: error });
  }
}

function told(findings: readonly MonitorFinding[], onFindings: (findings: readonly MonitorFinding[]) => void): void {
  const wrong = findings.find(({ weight }) => weight === 'contradiction');
  if (!wrong) return onFindings(findings);
  const others = findings.filter(({ weight }) => weight === 'contradiction').length - 1;
  const more = others === 0 ? '' : `; and ${others} more`;
  throw new ContradictionError(`${wrong.text.replace(/\.$/u, '')} (${wrong.code})${more}`);
}
