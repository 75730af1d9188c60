import { HASH_BYTES, TILE_WIDTH } from '#libs/core/tlog';
import type { CommittedRoots } from './committed-roots.js';
import { HashStack, rootOf } from './hash-stack.js';
import type { PublicFiles } from './public-files.js';

/** A tile of level 0 that does not have the hashes of its rows. */
export interface OddTile {
  readonly index: number;
  /** Hashes that it must have. */
  readonly width: number;
  /** Its bytes, of the right length. */
  readonly bytes: Buffer;
  /** Complete subtrees of the entries before it. */
  readonly before: readonly Buffer[];
}

/** Decides who is right where rows and tile differ: the tile, when the rest of the log was made of it. */
export class TileVerdict {
  constructor(
    private readonly files: PublicFiles,
    private readonly roots: CommittedRoots,
  ) {}

  /** Whether the public tile above, or for the last tile the committed root, was made of these hashes. */
  async isBorneOut({ index, width, bytes, before }: OddTile): Promise<boolean> {
    const subtrees = HashStack.of(hashesIn(bytes)).hashes;
    if (width < TILE_WIDTH) {
      const committed = this.roots.find(index * TILE_WIDTH + width);
      return committed !== null && rootOf([...before, ...subtrees]).equals(committed);
    }
    const above = Math.floor(index / TILE_WIDTH);
    const { bytes: parents } = await this.files.tile(1, above, this.files.widthOf(1, above));
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    return parents !== null && rootOf(subtrees).equals(parents.subarray(at, at + HASH_BYTES));
  }
}

export function* hashesIn(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += HASH_BYTES) yield bytes.subarray(at, at + HASH_BYTES);
}
