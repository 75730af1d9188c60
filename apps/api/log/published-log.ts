import { Inject, Injectable } from '@nestjs/common';
import { LogStorage } from '#libs/log/storage';
import {
  type HashAt,
  type LogHead,
  LogReader,
  parseCheckpointBody,
  parseNote,
  TileCache,
  type TreeNode,
} from '#libs/core/tlog';
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

/**
 * The log as it is published, read as any stranger reads it: proofs are made of the tiles, never of the database, so that a log that
 * differs from the database is noticed and not papered over.
 */
@Injectable()
export class PublishedLog {
  private checkpointRead: Promise<PublishedCheckpoint> | undefined;
  private checkpointReadMs = 0;
  private readonly tiles = new TileCache();
  private reader: LogReader | undefined;

  constructor(
    @Inject(LogStorage) private readonly storage: LogStorage,
    @Inject(CLOCK) private readonly now: () => number,
  ) {}

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
   * Hashes of tree nodes, for proofs under a published checkpoint. Its signature is not checked here, since whoever gets the evidence
   * checks it. That the tiles give its root is: a spoilt file must not come out as evidence, nor stay in memory after it was mended.
   *
   * @returns answers for `nodes` only
   * @throws {TlogError} ROOT_MISMATCH, TILE_MISSING, TILE_MALFORMED when the tiles are not those of the checkpoint
   */
  nodeHashes(nodes: readonly TreeNode[], head: LogHead): Promise<HashAt> {
    return this.readerAt(head).nodes(nodes);
  }

  /** One reader as long as the checkpoint is the same: it holds the partial tiles. The full ones outlive it. */
  private readerAt({ size, root }: LogHead): LogReader {
    const { reader } = this;
    if (reader && reader.head.size === size && reader.head.root.every((byte, at) => byte === root[at])) return reader;
    this.reader = new LogReader(this.storage, { size, root }, this.tiles);
    return this.reader;
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
