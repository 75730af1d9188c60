import { type IncomingRecord, LedgerError, unusable } from '#libs/ledger';

// SQLSTATE classes that say that a value does not fit: the same values will never fit.
const DATA_SQLSTATE = /^(?:22|23)/u;
const RECORDS_ALONE_MAX = 2_000;

/**
 * Keeps one bad record from stopping the flow (promise P6). A batch that fails in a way that comes again is taken apart: its records
 * are tried alone, and one that fails alone is put among the rejects. It should never be needed: ingest has checked every scan.
 */
export class Suspects {
  private readonly guilty = new Set<string>();
  private alone = 0;

  /** Records of one transaction at most: one, while it is not known which of some is bad. */
  get recordsMax(): number {
    return this.alone > 0 ? 1 : Infinity;
  }

  /** After a batch failed. @returns whether it is now set aside or taken apart; false for failures of the moment. */
  accuse(records: readonly IncomingRecord[], error: unknown): boolean {
    if (records.length === 0 || !comesAgain(error)) return false;
    if (records.length === 1) this.guilty.add(placeOf(records[0]!));
    this.alone = Math.min(RECORDS_ALONE_MAX, this.alone + records.length);
    return true;
  }

  /** After a batch was committed. */
  acquit(records: readonly IncomingRecord[]): void {
    this.alone = Math.max(0, this.alone - records.length);
    for (const record of records) this.guilty.delete(placeOf(record));
  }

  /** The record, or what is kept of it when it cannot be taken. */
  exchange(record: IncomingRecord): IncomingRecord {
    if (!this.guilty.has(placeOf(record))) return record;
    const { partition, offset } = record;
    const head = record.scans[0]?.bytes ?? new Uint8Array();
    return unusable({ partition, offset }, head, 'the record could not be logged; the log of the anchor says why');
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
