import { entryBundlePath } from '#libs/core/tlog';

/** What is kept privately of one entry. */
export interface PrivateRecord {
  readonly logIndex: number;
  /** RFC 6962 leaf hash, 32 bytes: binds the record to the log. */
  readonly leaf: Uint8Array;
  /** PrivatePart; null where the entry has neither URIs nor disclosures. */
  readonly part: Uint8Array | null;
}

/** Places of values in a PrivatePart, 0-based. */
export interface ErasedValues {
  readonly uris?: readonly number[];
  readonly disclosures?: readonly number[];
}

/**
 * URIs and disclosures beside the public log, one file for each entry bundle (docs/formats/private.md), so that the database can be
 * made anew from files alone.
 *
 * A file appears whole or not at all, and is durable when the promise that wrote it resolves, its name included. What is erased in a
 * file stays erased, whoever writes that entry again. Calls of one object do not overlap; only the holder of the lease writes.
 */
export abstract class PrivateParts {
  /**
   * @param bundle index of the entry bundle: entries 256 bundle to before 256 more.
   * @returns records in log order without holes, from the first entry of the bundle on; null when there is no file.
   * @throws {BlobError} PRIVATE_UNREADABLE
   */
  abstract read(bundle: number): Promise<readonly PrivateRecord[] | null>;

  /**
   * What can still be read of a damaged file, by log index. Nothing but the heads of the records is trusted; values have to be held
   * against the commitments of their entry.
   *
   * @param leaves leaf hashes of the bundle's entries, which the log knows.
   */
  abstract salvage(bundle: number, leaves: readonly Uint8Array[]): Promise<ReadonlyMap<number, Uint8Array | null>>;

  abstract has(bundle: number): Promise<boolean>;

  /**
   * Puts records into the files of their bundles, in place of those with the same log index.
   *
   * @param records ascending by one.
   * @param stillAllowed called synchronously before each file is begun and gets its name; what it throws ends the writing.
   * @throws {BlobError} PRIVATE_UNREADABLE; PRIVATE_MISSING when the records before them in the bundle are not there.
   */
  abstract write(records: readonly PrivateRecord[], stillAllowed: () => void): Promise<void>;

  /**
   * Empties values of one entry, as PrivatePart says it. Harmless where they are empty already.
   *
   * @returns whether anything was there to erase.
   * @throws {BlobError} PRIVATE_UNREADABLE; PRIVATE_MISSING when there is no such entry or place.
   */
  abstract erase(logIndex: number, which: ErasedValues, stillAllowed: () => void): Promise<boolean>;

  /**
   * Puts the whole file of a bundle in place of one that is damaged or missing, and keeps the damaged one.
   *
   * @param records all that the file is to hold, from the first entry of the bundle on.
   * @returns where the one before lies now, null when there was none.
   */
  abstract replace(records: readonly PrivateRecord[], stillAllowed: () => void): Promise<string | null>;

  /** Drops what writers left half done, so that nobody who still works on it can finish. For the new holder of the lease. */
  abstract discardUnfinished(): Promise<void>;
}

/** Path of a bundle's file below the folder of private parts, in the spelling of entry bundles: `entries/x001/067`. */
export const privateFilePath = (bundle: number): string => entryBundlePath({ index: bundle }).slice('tile/'.length);
