import { LedgerError } from '#libs/log/ledger';
import { type IncomingRecord, unusable } from '#libs/log/sequencer';

// SQLSTATE classes that say that a value does not fit: the same values will never fit.
const DATA_SQLSTATE = /^(?:22|23)/u;
const RECORDS_ALONE_MAX = 2_000;
// Alone, and each time with everything read back: what fails so often fails for ever.
const FAILURES_MAX = 3;

/**
 * Keeps one bad record from stopping the flow (promise P6). A batch that fails in a way that comes again is taken apart: its records
 * are tried alone, and one that fails again and again is put among the rejects. It should never be needed: ingest has checked every scan.
 */
export class Suspects {
  private readonly failures = new Map<string, number>();
  private alone = 0;

  /** Records of one transaction at most: one, while it is not known which of some is bad. */
  get recordsMax(): number {
    return this.alone > 0 ? 1 : Infinity;
  }

  /** After a batch failed. @returns whether its records are now tried alone; false for failures of the moment. */
  accuse(records: readonly IncomingRecord[], error: unknown): boolean {
    if (records.length === 0 || !comesAgain(error)) return false;
    const [only] = records;
    if (records.length === 1) this.failures.set(placeOf(only!), this.failuresOf(only!) + 1);
    this.alone = Math.min(RECORDS_ALONE_MAX, this.alone + records.length);
    return true;
  }

  /** After a batch was committed. */
  acquit(records: readonly IncomingRecord[]): void {
    this.alone = Math.max(0, this.alone - records.length);
    for (const record of records) this.failures.delete(placeOf(record));
  }

  /** The record, or what is kept of it when it cannot be taken. */
  exchange(record: IncomingRecord): IncomingRecord {
    if (this.failuresOf(record) < FAILURES_MAX) return record;
    const { partition, offset } = record;
    const head = record.scans[0]?.bytes ?? new Uint8Array();
    return unusable({ partition, offset }, head, 'the record could not be logged; the log of the anchor says why');
  }

  private failuresOf(record: IncomingRecord): number {
    return this.failures.get(placeOf(record)) ?? 0;
  }
}

const placeOf = ({ partition, offset }: IncomingRecord): string => `${partition}:${offset}`;

function comesAgain(error: unknown): boolean {
  if (error instanceof LedgerError) return error.code === 'ROW_MALFORMED';
  const { code, severity } = error as { readonly code?: unknown; readonly severity?: unknown };
  if (typeof severity === 'string') return typeof code === 'string' && DATA_SQLSTATE.test(code);
  // An error of the connection or the system has a code of letters (ECONNRESET); one of our own code has none, or one of a library.
  return (
    !(typeof code === 'string' && /^E[A-Z]+$/u.test(code)) && !/[Cc]onnection|timeout/u.test((error as Error).message)
  );
}
