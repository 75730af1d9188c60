import { type LogStorage, TileEdge } from '#libs/log/storage';
import type { CommittedLog } from '#libs/log/ledger';
import { CompactRange, decodeTile, leafHash, TILE_WIDTH, tilePath } from '#libs/core/tlog';
import { ENTRIES_AT_ONCE } from './entries-at-once.js';

export interface EdgeParts {
  readonly committed: CommittedLog;
  readonly storage: LogStorage;
  /** Told once when the files have to be written again, and then of each step. */
  readonly onRebuild: (done: number, size: number) => void;
  /** Throws once this process may not write any more. */
  readonly stillAllowed: () => void;
}

/**
 * The right edge of the published log, from its files. They are believed only if they give the root that the database committed for
 * that size; if not, or if some are gone, all files are written again from the entries.
 */
export async function loadEdge(parts: EdgeParts, size: number): Promise<TileEdge> {
  const root = await committedRoot(parts.committed, size);
  const edge = await edgeFromFiles(parts, size);
  if (edge && hasRoot(edge, root)) return edge;
  const rebuilt = await rebuild(parts, size);
  if (hasRoot(rebuilt, root)) return rebuilt;
  throw new Error(`the entries of size ${size} do not give the root that was committed for it. Run cairn check.`);
}

async function edgeFromFiles({ committed, storage }: EdgeParts, size: number): Promise<TileEdge | null> {
  const bundleStart = Math.floor(size / TILE_WIDTH) * TILE_WIDTH;
  const bundle = await readEntries(committed, bundleStart, size);
  const levels: Uint8Array[][] = [bundle.map(leafHash)];
  for (let level = 1; size >= TILE_WIDTH ** level; level++) {
    const width = Math.floor(size / TILE_WIDTH ** level) % TILE_WIDTH;
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    const hashes = width === 0 ? [] : await readHashes(storage, { level, index, width });
    if (!hashes) return null;
    levels.push(hashes);
  }
  return TileEdge.of(size, levels, bundle);
}

/** The partial tile, or as much of the full one that has taken its place. */
async function readHashes(
  storage: LogStorage,
  { level, index, width }: { readonly level: number; readonly index: number; readonly width: number },
): Promise<Uint8Array[] | null> {
  const bytes =
    (await storage.read(tilePath({ level, index, width }))) ?? (await storage.read(tilePath({ level, index })));
  if (!bytes) return null;
  try {
    const hashes = decodeTile(bytes);
    return hashes.length < width ? null : hashes.slice(0, width);
  } catch {
    return null; // not a tile: written again
  }
}

async function rebuild({ committed, storage, onRebuild, stillAllowed }: EdgeParts, size: number): Promise<TileEdge> {
  const edge = new TileEdge();
  while (edge.size < size) {
    onRebuild(edge.size, size);
    const end = Math.min(size, await wholeBundlesFrom(committed, edge.size));
    const entries = await readEntries(committed, edge.size, end);
    await storage.writeAll(edge.grow(entries, entries.map(leafHash)).files, stillAllowed);
  }
  return edge;
}

/** Whole bundles, so that none is read twice and no partial one is written that nobody published; one always fits. */
async function wholeBundlesFrom(committed: CommittedLog, from: number): Promise<number> {
  const reach = await committed.reachFrom(from, ENTRIES_AT_ONCE);
  return Math.max(from + TILE_WIDTH, reach - (reach % TILE_WIDTH));
}

/** @throws when one is missing: the log has no holes, and a rebuild would wait for it for ever. */
async function readEntries(committed: CommittedLog, from: number, to: number): Promise<Buffer[]> {
  const entries = await committed.entries({ from, to });
  if (entries.length !== to - from)
    throw new Error(
      `the database has ${entries.length} entries from ${from} to ${to}, and some are missing. Run cairn check.`,
    );
  return entries;
}

async function committedRoot(committed: CommittedLog, size: number): Promise<Buffer> {
  const root = await committed.rootAt(size);
  if (!root) throw new Error(`the database says that size ${size} is published, and has never committed it`);
  return root;
}

const hasRoot = (edge: TileEdge, root: Buffer): boolean =>
  root.equals(CompactRange.of(edge.size, edge.frontier()).root());
