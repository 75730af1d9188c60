import { closeSync, fdatasync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Complaint, EnqueuedScan, ReceiptedScan } from '../evidence/records.js';

export type JournalLine =
  | ({ readonly what: 'receipted' } & ReceiptedScan)
  | ({ readonly what: 'enqueued' } & EnqueuedScan)
  | ({ readonly what: 'complaint' } & Complaint);

const dataSync = promisify(fdatasync);
const SUFFIX = '.journal';

/** What a device process knows for certain, on disk before anything is built on it. One file for each life of the process. */
export class Journal {
  private readonly descriptor: number;
  private text = '';
  private waiting: ((error: Error | null) => void)[] = [];
  private writing = false;

  constructor(file: string) {
    this.descriptor = openSync(file, 'ax', 0o600);
  }

  /** Resolves when the lines survive kill -9 and loss of power. Lines of several callers share one fsync. */
  append(lines: readonly JournalLine[]): Promise<void> {
    for (const line of lines) this.text += `${JSON.stringify(line)}\n`;
    return new Promise((resolve, reject) => {
      this.waiting.push((error) => (error ? reject(error) : resolve()));
      if (!this.writing) void this.write();
    });
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private async write(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const [text, waiting] = [this.text, this.waiting];
      this.text = '';
      this.waiting = [];
      let failed: Error | null = null;
      try {
        writeSync(this.descriptor, text);
        await dataSync(this.descriptor);
      } catch (error) {
        failed = error as Error;
      }
      for (const settle of waiting) settle(failed);
    }
    this.writing = false;
  }
}

export const journalFile = (folder: string, processName: string, life: number): string =>
  join(folder, `${processName}-${life}${SUFFIX}`);

/** All lines of all lives. A last line without its end was never confirmed to anybody. */
export function readJournals(folder: string): JournalLine[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .flatMap((name) => {
      const lines = readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as JournalLine);
    });
}
