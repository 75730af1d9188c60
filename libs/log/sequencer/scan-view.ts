import {
  BOOT_AT,
  DEVICE_AT,
  KEY_ID_AT,
  STATEMENT_BYTES,
  STATEMENT_PLACES,
  type ScanPlaces,
  scanPlaces,
  WireError,
} from '#libs/core/wire';
import { LedgerError, putUint64, sha256 } from '#libs/log/ledger';

/** A SignedScan as ingest checked it, with the places of what the sequencer needs. Nothing is copied or decoded. */
export interface ScanView extends ScanPlaces {
  /** The whole SignedScan. */
  readonly bytes: Buffer;
  /** SHA-256 of the statement, 32 bytes. */
  readonly statementHash: Buffer;
  readonly receivedTimeMs: number;
}

/** @throws {LedgerError} ROW_MALFORMED for bytes that ingest cannot have written. */
export function viewScan(bytes: Buffer, receivedTimeMs: number): ScanView {
  const places = placesOf(bytes);
  if (receivedTimeMs <= 0) throw malformed(bytes);
  return {
    bytes,
    counter: places.counter,
    previousAt: places.previousAt,
    headerAt: places.headerAt,
    headerLength: places.headerLength,
    signatureAt: places.signatureAt,
    publicEnd: places.publicEnd,
    objectsAt: places.objectsAt,
    objectCount: places.objectCount,
    claimCount: places.claimCount,
    statementHash: hashStatement(bytes, places),
    receivedTimeMs,
  };
}

function placesOf(bytes: Buffer): ScanPlaces {
  try {
    return scanPlaces(bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw malformed(bytes, error);
  }
}

const { tag, deviceAt, keyIdAt, bootAt, counterAt, previousAt, headerHashAt } = STATEMENT_PLACES;
const statement = Buffer.alloc(STATEMENT_BYTES); // one for all: hashing is synchronous
statement.set(tag);

/** SHA-256 of the statement, as `statementHash` of libs/core/wire makes it. */
function hashStatement(bytes: Buffer, scan: ScanPlaces): Buffer {
  bytes.copy(statement, deviceAt, DEVICE_AT, DEVICE_AT + 32);
  bytes.copy(statement, keyIdAt, KEY_ID_AT, KEY_ID_AT + 8);
  bytes.copy(statement, bootAt, BOOT_AT, BOOT_AT + 16);
  putUint64(statement, scan.counter, counterAt);
  bytes.copy(statement, previousAt, scan.previousAt, scan.previousAt + 32);
  sha256(bytes.subarray(scan.headerAt, scan.headerAt + scan.headerLength)).copy(statement, headerHashAt);
  return sha256(statement);
}

const malformed = (bytes: Buffer, cause?: WireError): LedgerError =>
  new LedgerError(
    'ROW_MALFORMED',
    `a scan of ${bytes.length} bytes in the stream has not the form that ingest checks`,
    {
      cause,
    },
  );
