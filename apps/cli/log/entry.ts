import { writeFileSync } from 'node:fs';
import { WireError } from '#libs/core/wire';
import type { ProvenEntry } from '#libs/core/tlog';
import { UsageError } from '../run-command.js';
import { entryView, linesOf } from './entry-view.js';
import { ContradictionError, type LogOptions, openLog, type OpenedLog } from './opened-log.js';

export interface EntryOptions extends LogOptions {
  readonly raw?: boolean;
  readonly out?: string;
}

/** Prints an entry that was proven to stand in the log. */
export async function showEntry(index: number, options: EntryOptions): Promise<void> {
  const log = await openLog(options);
  const proven = await provenEntry(log, index);
  if (options.out !== undefined) writeFileSync(options.out, proven.entry);
  if (options.raw) {
    process.stdout.write(proven.entry);
    return;
  }
  const view = viewOf(proven);
  const leaf = Buffer.from(proven.leaf).toString('hex');
  const { origin, size } = log.accepted;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ origin, size, index, leaf, entry: view }, null, 2)}\n`);
    return;
  }
  const lines = [
    `Entry ${index} of ${origin}, proven in its tree of ${size} entries`,
    ...linesOf(view, '  '),
    `  leaf: ${leaf}`,
    'Not checked here: its signature and counter. `cairn log follow` checks those of every entry.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** @throws {UsageError} for an index that the log has not */
export async function provenEntry({ reader, accepted }: OpenedLog, index: number): Promise<ProvenEntry> {
  if (index < accepted.size) return reader.entry(index);
  const last = accepted.size === 0 ? 'it has none' : `its last one is ${accepted.size - 1}`;
  throw new UsageError(`The log has no entry ${index}: ${last}.`);
}

function viewOf({ entry, index }: ProvenEntry) {
  try {
    return entryView(entry);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new ContradictionError(`entry ${index} is not of this format: ${error.message} (${error.code})`);
  }
}
