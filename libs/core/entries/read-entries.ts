import type { ReadEntry } from './read-entry.js';

/** Entries of one log that were read, each once, however many trails name it. */
export class ReadEntries {
  private readonly byLogIndex = new Map<number, ReadEntry>();

  /** @throws {RangeError} for an entry that was not read: its trail was to be read before. */
  at(logIndex: number): ReadEntry {
    const entry = this.byLogIndex.get(logIndex);
    if (!entry) throw new RangeError(`entry ${logIndex} was not read`);
    return entry;
  }

  /** The entry of a log index. @param read is asked for it where it is not here yet. */
  take(logIndex: number, read: () => ReadEntry): ReadEntry {
    const known = this.byLogIndex.get(logIndex);
    if (known) return known;
    const entry = read();
    this.byLogIndex.set(logIndex, entry);
    return entry;
  }
}
