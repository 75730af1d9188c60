import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { LogStorage } from '#libs/blobs';
import {
  nodeHash,
  nodeLocation,
  parseCheckpointBody,
  parseNote,
  tilePath,
  tileWidth,
  type HashAt,
  type NodeLocation,
  type TreeNode,
} from '#libs/tlog';
import { ProblemError } from '../http/problems.js';
import { CLOCK } from '../tokens.js';

/** What the log last said of itself. */
export interface PublishedCheckpoint {
  /** The whole signed note. */
  readonly note: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

// As often as the anchor publishes: asking the disk more often shows nothing new.
const CHECKPOINT_AGE_MAX_MS = 100;
// With the hashes above its own a full tile takes 16 kB: 32 MB for the proofs of 500,000 entries.
const TILES_KEPT_MAX = 2_048;

/**
 * The log as it is published, read as any stranger reads it: proofs are made of the tiles, never of the database, so that a log that
 * differs from the database is noticed and not papered over.
 */
@Injectable()
export class PublishedLog {
  private checkpointRead: Promise<PublishedCheckpoint> | undefined;
  private checkpointReadMs = 0;
  private readonly tiles: LRUCache<string, TileTree>;

  constructor(
    @Inject(LogStorage) private readonly storage: LogStorage,
    @Inject(CLOCK) private readonly now: () => number,
  ) {
    this.tiles = new LRUCache({ max: TILES_KEPT_MAX, fetchMethod: async (path) => this.readTile(path) });
  }

  /**
   * The newest published checkpoint, at most {@link CHECKPOINT_AGE_MAX_MS} old.
   *
   * @throws {ProblemError} nothing-published
   */
  checkpoint(): Promise<PublishedCheckpoint> {
    const now = this.now();
    if (this.checkpointRead && now - this.checkpointReadMs < CHECKPOINT_AGE_MAX_MS) return this.checkpointRead;
    const read = this.readCheckpoint();
    this.checkpointRead = read;
    this.checkpointReadMs = now;
    read.catch(() => {
      if (this.checkpointRead === read) this.checkpointRead = undefined;
    });
    return read;
  }

  /**
   * Hashes of tree nodes, for proofs in the tree of `size` entries: each tile that holds some of them is asked for once.
   *
   * @returns answers for `nodes` only.
   */
  async nodeHashes(nodes: readonly TreeNode[], size: number): Promise<HashAt> {
    const tiles = await this.tilesOf(nodes.map(nodeLocation), size);
    return (level, index) => {
      const location = nodeLocation({ level, index });
      return tiles.get(keyOf(location))!.hashOf(location);
    };
  }

  private async tilesOf(locations: readonly NodeLocation[], size: number): Promise<ReadonlyMap<string, TileTree>> {
    const wanted = new Map(locations.map((location) => [keyOf(location), location]));
    return new Map(
      await Promise.all([...wanted].map(async ([key, location]) => [key, await this.tile(location, size)] as const)),
    );
  }

  private async tile({ tileLevel: level, tileIndex: index }: NodeLocation, size: number): Promise<TileTree> {
    const width = tileWidth({ level, index, size });
    // The partial tile of a published size goes away once the full one exists.
    const tile =
      (await this.tiles.fetch(tilePath({ level, index, width }))) ??
      (await this.tiles.fetch(tilePath({ level, index })));
    if (!tile) throw new Error(`the published log lacks ${tilePath({ level, index, width })} of size ${size}`);
    return tile;
  }

  private async readTile(path: string): Promise<TileTree | undefined> {
    const bytes = await this.storage.read(path);
    return bytes ? new TileTree(bytes) : undefined;
  }

  private async readCheckpoint(): Promise<PublishedCheckpoint> {
    const bytes = await this.storage.read('checkpoint');
    if (!bytes) {
      throw new ProblemError('nothing-published', 'this log has not published a checkpoint yet', {
        headers: { 'retry-after': '2' },
      });
    }
    const note = new TextDecoder().decode(bytes);
    return { note, ...parseCheckpointBody(parseNote(note).text) };
  }
}

const HASH_BYTES = 32;
const keyOf = ({ tileLevel, tileIndex }: NodeLocation): string => `${tileLevel}/${tileIndex}`;

/** A tile with the hashes of all perfect subtrees in it: made once, so that each proof only picks from it. */
class TileTree {
  /** rows[h] holds the heads of 2^h neighbouring hashes each. */
  private readonly rows: Uint8Array[];

  constructor(tile: Uint8Array) {
    this.rows = [tile];
    for (let row = tile; row.length >= 2 * HASH_BYTES;) {
      const above = new Uint8Array(Math.floor(row.length / (2 * HASH_BYTES)) * HASH_BYTES);
      for (let at = 0; at < above.length; at += HASH_BYTES) {
        above.set(nodeHash(hashAt(row, 2 * at), hashAt(row, 2 * at + HASH_BYTES)), at);
      }
      this.rows.push(above);
      row = above;
    }
  }

  hashOf({ first, count }: NodeLocation): Uint8Array {
    const at = (first / count) * HASH_BYTES;
    const row = this.rows[Math.log2(count)];
    if (!row || at + HASH_BYTES > row.length) throw new Error(`the tile has no ${count} hashes from ${first} on`);
    return hashAt(row, at);
  }
}

const hashAt = (row: Uint8Array, at: number): Uint8Array => row.subarray(at, at + HASH_BYTES);
