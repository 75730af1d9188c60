import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseNote } from '#libs/core/tlog';
import { DurableFiles } from './durable-files.js';
import { BlobError } from './error.js';
import { type FileOperations, nodeFiles } from './file-operations.js';

/** A signed checkpoint as it was stored. */
export interface StoredCheckpoint {
  /** From the name of the file; the note inside is what counts. */
  readonly size: number;
  readonly note: Uint8Array;
}

/**
 * Keeps signed checkpoints outside the database, so that a database that was set back is noticed (promise P4). What `create`
 * resolved is durable. The highest one is never removed and none is ever changed.
 */
export abstract class CheckpointStore {
  /** @returns the one with the highest size, null when the store is missing or empty. */
  abstract highest(): Promise<StoredCheckpoint | null>;

  /** @returns all that are kept, by ascending size. */
  abstract all(): Promise<StoredCheckpoint[]>;

  /**
   * Stores the checkpoint of one size, exclusively. Storing the same bytes again is harmless, and so is the same text under other
   * signatures, as while the key of the log is exchanged: what was stored first stays.
   *
   * @param stillAllowed called synchronously before each change of the store; what it throws before the checkpoint has its name
   *   leaves the store as it was.
   * @throws {BlobError} CHECKPOINT_DIFFERS when that size is stored with another text.
   */
  abstract create(checkpoint: StoredCheckpoint, stillAllowed: () => void): Promise<void>;

  /** Drops what a stopped writer left half done. For the new holder of the lease. */
  abstract discardUnfinished(): Promise<void>;
}

const DIGITS = 16; // 2^53 has so many: names sort as numbers do
// A few minutes of history for the operator; readdir stays cheap.
const CHECKPOINTS_KEPT = 64;

/** One file for each size: `0000000000012345.checkpoint`. */
export class FileCheckpointStore extends CheckpointStore {
  private readonly files: DurableFiles;

  constructor(
    private readonly root: string,
    private readonly system: FileOperations = nodeFiles,
  ) {
    super();
    this.files = new DurableFiles(root, undefined, system);
  }

  override async highest(): Promise<StoredCheckpoint | null> {
    const name = (await this.names()).at(-1);
    return name ? this.read(name) : null;
  }

  override async all(): Promise<StoredCheckpoint[]> {
    const stored: StoredCheckpoint[] = [];
    for (const name of await this.names()) {
      try {
        stored.push(await this.read(name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // an old one that a running anchor removed meanwhile
      }
    }
    return stored;
  }

  override async create({ size, note }: StoredCheckpoint, stillAllowed: () => void): Promise<void> {
    const name = `${String(size).padStart(DIGITS, '0')}.checkpoint`;
    try {
      await this.files.create(name, note, stillAllowed);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (!saysTheSame(note, await readFile(join(this.root, name)))) {
        throw new BlobError('CHECKPOINT_DIFFERS', `another checkpoint of size ${size} is stored in ${this.root}`);
      }
      await this.files.syncFolder('.'); // the crash may have come between its name and this
    }
    await this.prune(stillAllowed);
  }

  override discardUnfinished(): Promise<void> {
    return this.files.discardUnfinished();
  }

  private async read(name: string): Promise<StoredCheckpoint> {
    return { size: sizeOf(name), note: await readFile(join(this.root, name)) };
  }

  private async prune(stillAllowed: () => void): Promise<void> {
    const old = (await this.names()).slice(0, -CHECKPOINTS_KEPT);
    for (const name of old) {
      stillAllowed();
      this.system.remove(join(this.root, name));
    }
  }

  private async names(): Promise<string[]> {
    try {
      return (await readdir(this.root)).filter((name) => /^\d{16}\.checkpoint$/u.test(name)).sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** Two signed notes of one text contradict nothing, whoever signed them. */
function saysTheSame(one: Uint8Array, other: Uint8Array): boolean {
  if (Buffer.from(one).equals(other)) return true;
  const [text, otherText] = [one, other].map(textOf);
  return text !== null && text === otherText;
}

function textOf(note: Uint8Array): string | null {
  try {
    return parseNote(note).text;
  } catch {
    return null; // not a note: only its bytes count
  }
}

const sizeOf = (name: string): number => Number(name.slice(0, DIGITS));
