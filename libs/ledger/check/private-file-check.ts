import { BlobError, type PrivateParts, type PrivateRecord, privateFilePath } from '#libs/blobs';
import { decodePrivatePart, type PrivatePart } from '#libs/provenance';
import { TILE_WIDTH } from '#libs/tlog';
import { asBuffer } from '../append/hashing.js';
import type { EntryRow } from './entry-check.js';
import type { Differences } from './findings.js';

/** Compares the files of private parts with the rows, in log order. Holds one file at a time. */
export class PrivateFileCheck {
  private bundle = -1;
  private records: readonly PrivateRecord[] | null = null;
  private found: { readonly first: string; readonly entries: number } | undefined;
  private files = 0;

  /** @param publishedSize entries whose files must be there. */
  constructor(
    private readonly privateParts: PrivateParts,
    private readonly publishedSize: number,
    private readonly differences: Differences,
  ) {}

  get fileCount(): number {
    return this.files;
  }

  /** Takes more rows with their leaf hashes; those beyond the published size are passed over. */
  async take(rows: readonly EntryRow[], leaves: readonly Buffer[]): Promise<void> {
    for (const [place, row] of rows.entries()) {
      if (row.logIndex >= this.publishedSize) return;
      const bundle = Math.floor(row.logIndex / TILE_WIDTH);
      if (bundle !== this.bundle) await this.begin(bundle);
      if (this.records) this.compare(row, leaves[place]!, this.records[row.logIndex % TILE_WIDTH]);
    }
  }

  /** After the last row. */
  end(): void {
    if (!this.found) return;
    const { first, entries } = this.found;
    const more = entries > 1 ? `, and so of ${entries - 1} more` : '';
    this.differences.add('PRIVATE_FILE', `${pathOf(this.bundle)} and the database differ: ${first}${more}`);
    this.found = undefined;
  }

  private async begin(bundle: number): Promise<void> {
    this.end();
    this.bundle = bundle;
    this.files++;
    this.records = null;
    try {
      this.records = await this.privateParts.read(bundle);
      if (!this.records)
        this.differences.add(
          'PRIVATE_FILE',
          `${pathOf(bundle)} is missing: it keeps the private parts from entry ${bundle * TILE_WIDTH} on, and the next start writes it from the database`,
        );
    } catch (error) {
      if (!(error instanceof BlobError)) throw error;
      this.differences.add(
        'PRIVATE_FILE',
        `${error.message}; move it away, and the next start writes it from the database`,
      );
    }
  }

  private compare({ logIndex, privatePart }: EntryRow, leaf: Buffer, record: PrivateRecord | undefined): void {
    const difference = this.differenceOf(leaf, privatePart, record);
    if (difference === null) return;
    const { first, entries } = this.found ?? { first: `the file ${difference} entry ${logIndex}`, entries: 0 };
    this.found = { first, entries: entries + 1 };
  }

  private differenceOf(leaf: Buffer, stored: Buffer | null, record: PrivateRecord | undefined): string | null {
    if (!record) return 'lacks';
    if (!leaf.equals(record.leaf)) return 'holds another leaf hash of';
    if (stored === null || record.part === null)
      return stored === record.part ? null : 'has another number of values of';
    return stored.equals(record.part) ? null : `has another ${firstDifferent(stored, asBuffer(record.part))} of`;
  }
}

const pathOf = (bundle: number): string => `private/${privateFilePath(bundle)}`;

/** Names the first value in which two private parts differ. */
function firstDifferent(stored: Buffer, kept: Buffer): string {
  const [database, file] = [attempt(stored), attempt(kept)];
  if (!database || !file) return 'private part';
  const uri = database.uris.findIndex((value, place) => value !== file.uris[place]);
  if (uri >= 0) return `URI ${uri}${erased(database.uris[uri], file.uris[uri])}`;
  const place = database.disclosures.findIndex(
    (value, at) => !asBuffer(value).equals(asBuffer(file.disclosures[at] ?? Buffer.of(0))),
  );
  return place < 0
    ? 'number of values'
    : `disclosure ${place}${erased(database.disclosures[place], file.disclosures[place])}`;
}

function erased(
  database: { readonly length: number } | undefined,
  file: { readonly length: number } | undefined,
): string {
  if (database?.length === 0) return ' (erased in the database)';
  return file?.length === 0 ? ' (erased in the file)' : '';
}

function attempt(bytes: Buffer): PrivatePart | null {
  try {
    return decodePrivatePart(bytes);
  } catch {
    return null; // the difference is told all the same
  }
}
