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

/** What the verification of a signature has found. Another key makes it unknown again. */
export interface SignatureVerdict {
  readonly publicKey: Uint8Array;
  readonly isValid: boolean;
}

/** A SignedScan that was read strictly before, with the places of what the sequencer needs. Nothing is copied or decoded. */
export interface ScanView extends ScanPlaces {
  /** The whole SignedScan. */
  readonly bytes: Buffer;
  /** SHA-256 of the header, 32 bytes. */
  readonly headerHash: Buffer;
  /** SHA-256 of the statement, 32 bytes. */
  readonly statementHash: Buffer;
  /** As ingest says, until it is placed: then raised to the highest arrival of the log so far. */
  receivedTimeMs: number;
  /** Null until the signature was verified. */
  verdict: SignatureVerdict | null;
}

/** @throws {LedgerError} ROW_MALFORMED for bytes in which the places of a scan cannot be found. */
export function viewScan(bytes: Buffer, receivedTimeMs: number): ScanView {
  const places = placesOf(bytes);
  if (receivedTimeMs <= 0) throw malformed(bytes);
  const headerHash = sha256(bytes.subarray(places.headerAt, places.headerAt + places.headerLength));
  putStatement(bytes, places, headerHash);
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
    headerHash,
    statementHash: sha256(statement),
    receivedTimeMs,
    verdict: null,
  };
}

/** What the device signed, 142 bytes: the same as `statementBytes` of libs/core/wire makes. */
export function statementOfView(view: ScanView): Buffer {
  putStatement(view.bytes, view, view.headerHash);
  return Buffer.from(statement);
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
const statement = Buffer.alloc(STATEMENT_BYTES); // one for all: it is used at once
statement.set(tag);

function putStatement(bytes: Buffer, scan: ScanPlaces, headerHash: Buffer): void {
  bytes.copy(statement, deviceAt, DEVICE_AT, DEVICE_AT + 32);
  bytes.copy(statement, keyIdAt, KEY_ID_AT, KEY_ID_AT + 8);
  bytes.copy(statement, bootAt, BOOT_AT, BOOT_AT + 16);
  putUint64(statement, scan.counter, counterAt);
  bytes.copy(statement, previousAt, scan.previousAt, scan.previousAt + 32);
  headerHash.copy(statement, headerHashAt);
}

const malformed = (bytes: Buffer, cause?: WireError): LedgerError =>
  new LedgerError(
    'ROW_MALFORMED',
    `a scan of ${bytes.length} bytes in the stream has not the form that ingest checks`,
    {
      cause,
    },
  );
