import { LedgerError, putUint64, sha256 } from '#libs/log/ledger';

/**
 * A SignedScan as ingest checked it, with the places of what the sequencer needs. Nothing is copied or decoded: LoggedScan has the
 * same fields under the same numbers as the first seven of SignedScan, so a log entry is made by copying bytes, and PrivatePart has the
 * rest under other numbers. test/scan-view.test.ts holds this together with the codecs of libs/core/wire.
 */
export interface ScanView {
  /** The whole SignedScan. */
  readonly bytes: Buffer;
  readonly counter: number;
  readonly previousAt: number;
  readonly headerAt: number;
  readonly headerLength: number;
  readonly signatureAt: number;
  /** End of the statement's fields, start of URIs and disclosures. */
  readonly publicEnd: number;
  /** Where the first object key of the header lies; they follow each other every 34 bytes. */
  readonly objectsAt: number;
  readonly objectCount: number;
  readonly claimCount: number;
  /** SHA-256 of the statement, 32 bytes. */
  readonly statementHash: Buffer;
  readonly receivedTimeMs: number;
}

export const DEVICE_AT = 2;
export const KEY_ID_AT = 36;
export const BOOT_AT = 46;
export const OBJECT_STRIDE = 34;

/** @throws {LedgerError} ROW_MALFORMED for bytes that ingest cannot have written. */
export function viewScan(bytes: Buffer, receivedTimeMs: number): ScanView {
  at = 0;
  source = bytes;
  insist(bytes.length > 200 && receivedTimeMs > 0, bytes);
  field(0x0a, 32);
  field(0x12, 8);
  field(0x1a, 16);
  insist(bytes[at++] === 0x20, bytes);
  const counter = varint();
  const previousAt = field(0x2a, 32);
  const headerAt = field(0x32);
  const headerLength = at - headerAt;
  const signatureAt = field(0x3a, 64);
  const publicEnd = at;
  const { objectsAt, objectCount, claimCount } = viewHeader(headerAt, publicEnd - 66);
  const statementHash = hashStatement(bytes, counter, previousAt, headerAt, headerLength);
  return {
    bytes,
    counter,
    previousAt,
    headerAt,
    headerLength,
    signatureAt,
    publicEnd,
    objectsAt,
    objectCount,
    claimCount,
    statementHash,
    receivedTimeMs,
  };
}

// The cursor is the module's: one scan is read at a time, and thousands a second.
let source: Buffer = Buffer.alloc(0);
let at = 0;

function field(tag: number, length?: number): number {
  insist(source[at++] === tag, source);
  const size = varint();
  insist(length === undefined || size === length, source);
  const start = at;
  at += size;
  insist(at <= source.length, source);
  return start;
}

function varint(): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = source[at++];
    if (byte === undefined) throw malformed(source);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 128;
  }
}

function viewHeader(start: number, end: number): { objectsAt: number; objectCount: number; claimCount: number } {
  let objectsAt = 0;
  let objectCount = 0;
  let claimCount = 0;
  at = start;
  while (at < end) {
    const tag = source[at++]!;
    if ((tag & 7) === 0) {
      varint();
      continue;
    }
    const length = varint();
    if (tag === 0x32) {
      if (objectCount++ === 0) objectsAt = at;
    } else if (tag === 0x4a) claimCount++;
    at += length;
  }
  insist(at === end, source);
  return { objectsAt, objectCount, claimCount };
}

const TAG = 'cairn.scan.v1\0';
const statement = Buffer.alloc(142);
statement.write(TAG, 'latin1');

/** SHA-256 of the statement, as `statementHash` of libs/core/wire makes it. */
function hashStatement(
  bytes: Buffer,
  counter: number,
  previousAt: number,
  headerAt: number,
  headerLength: number,
): Buffer {
  bytes.copy(statement, 14, DEVICE_AT, DEVICE_AT + 32);
  bytes.copy(statement, 46, KEY_ID_AT, KEY_ID_AT + 8);
  bytes.copy(statement, 54, BOOT_AT, BOOT_AT + 16);
  putUint64(statement, counter, 70);
  bytes.copy(statement, 78, previousAt, previousAt + 32);
  sha256(bytes.subarray(headerAt, headerAt + headerLength)).copy(statement, 110);
  return sha256(statement);
}

function insist(condition: boolean, bytes: Buffer): void {
  if (!condition) throw malformed(bytes);
}

const malformed = (bytes: Buffer): LedgerError =>
  new LedgerError('ROW_MALFORMED', `a scan of ${bytes.length} bytes in the stream has not the form that ingest checks`);
