import { BlobError, type PrivateParts, type PrivateRecord, privateFilePath } from '#libs/log/storage';
import { decodePrivatePart, type PrivatePart } from '#libs/core/wire';
import { TILE_WIDTH } from '#libs/core/tlog';
import { asBuffer } from '#libs/log/ledger';
import type { Differences } from './findings.js';
import type { TileRows } from './tile-rows.js';

type FoundFile =
  | { readonly records: readonly PrivateRecord[]; readonly fault?: undefined }
  | { readonly records?: undefined; readonly fault: string };

/** Compares the files of private parts with the rows, tile by tile: each file keeps the parts of one. Holds one file, and the one that comes next. */
export class PrivateFileCheck {
  private files = 0;
  private next: { readonly index: number; readonly found: Promise<FoundFile> } | undefined;

  /** @param receiptedSize entries whose files must be there. */
  constructor(
    private readonly privateParts: PrivateParts,
    private readonly receiptedSize: number,
    private readonly differences: Differences,
  ) {}

  get fileCount(): number {
    return this.files;
  }

  /** Takes the next tile; rows beyond the receipted size are passed over, and those that are gone, which is told already. */
  async take(tile: TileRows): Promise<void> {
    if (tile.firstIndex >= this.receiptedSize) return;
    const { records, fault } = await this.read(tile.index);
    if (!records) {
      this.differences.add('PRIVATE_FILE', fault);
      return;
    }
    let first: string | undefined;
    let count = 0;
    for (const [place, row] of tile.rows.entries()) {
      if (!row || row.isMissing || row.logIndex >= this.receiptedSize) continue;
      const difference = this.differenceOf(tile.leaf(place), row.privatePart, records[place]);
      if (difference === null) continue;
      first ??= `the file ${difference} entry ${row.logIndex}`;
      count++;
    }
    if (first === undefined) return;
    const more = count > 1 ? `, and so of ${count - 1} more` : '';
    this.differences.add('PRIVATE_FILE', `${pathOf(tile.index)} and the database differ: ${first}${more}`);
  }

  /** Reads this one, unless that has begun, and begins with the next, so that it is there when the entries of this one are done. */
  private read(index: number): Promise<FoundFile> {
    const found = this.next?.index === index ? this.next.found : this.open(index);
    this.files++;
    const due = (index + 1) * TILE_WIDTH < this.receiptedSize;
    this.next = due ? { index: index + 1, found: this.open(index + 1) } : undefined;
    this.next?.found.catch(() => {}); // it is told where the file is taken
    return found;
  }

  private async open(bundle: number): Promise<FoundFile> {
    try {
      const records = await this.privateParts.read(bundle);
      if (records) return { records };
      const from = bundle * TILE_WIDTH;
      return {
        fault: `${pathOf(bundle)} is missing: it keeps the private parts from entry ${from} on, and the next start writes it from the database`,
      };
    } catch (error) {
      if (!(error instanceof BlobError)) throw error;
      return { fault: `${error.message}; move it away, and the next start writes it from the database` };
    }
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
