import { HASH_BYTES, TILE_WIDTH } from '#libs/core/tlog';
import { type Differences, short } from './findings.js';
import { HashStack, rootOf } from './hash-stack.js';
import type { PublicFile, PublicFiles } from './public-files.js';
import type { TileRows } from './tile-rows.js';
import { hashesIn, type TileVerdict } from './tile-verdict.js';

/** The files of one tile of entries, at the size that receipts cover. Both null where none must be there. */
export interface TileFiles {
  readonly tile: PublicFile | null;
  readonly bundle: PublicFile | null;
}

/** Compares tile and bundle of level 0 with the rows. */
export class TileCheck {
  constructor(
    private readonly files: PublicFiles,
    private readonly verdict: TileVerdict,
    private readonly differences: Differences,
  ) {}

  async open(index: number, width = this.files.widthOf(0, index)): Promise<TileFiles> {
    if (width === 0) return { tile: null, bundle: null };
    const [tile, bundle] = await Promise.all([this.files.tile(0, index, width), this.files.bundle(index, width)]);
    return { tile, bundle };
  }

  /** @param before complete subtrees of the entries before these. */
  async compare(rows: TileRows, { tile, bundle }: TileFiles, before: readonly Buffer[]): Promise<void> {
    const entries = bundle?.bytes ? entriesOf(bundle.bytes) : [];
    if (tile && this.isWhole(tile, this.files.widthOf(0, rows.index))) {
      const places = rows.placesUnlike(tile.bytes);
      if (places.length > 0) {
        const width = tile.bytes.length / HASH_BYTES;
        if (await this.verdict.isBorneOut({ index: rows.index, width, bytes: tile.bytes, before })) {
          rows.takePublic(places, tile, this.differences);
          rows.mendFrom(entries);
        } else if (rows.hole < 0) this.addChanged(tile, rows, places);
      }
    }
    if (bundle && this.isThere(bundle)) this.compareBundle(rows, bundle, entries);
  }

  /** Compares the files of a smaller size of the same entries. */
  comparePart(rows: TileRows, { tile, bundle }: TileFiles, width: number): void {
    if (tile && this.isWhole(tile, width)) {
      const places = rows.placesUnlike(tile.bytes);
      if (places.length > 0) this.addChanged(tile, rows, places);
    }
    if (bundle && this.isThere(bundle)) this.compareBundle(rows, bundle, entriesOf(bundle.bytes!), width);
  }

  private addChanged(tile: PublicFile, rows: TileRows, places: readonly number[]): void {
    const place = places[0]!;
    const found = tile.bytes!.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
    const more = places.length > 1 ? ` and so at ${places.length} places` : '';
    this.differences.add(
      'TILE_CHANGED',
      `${tile.path} has ${short(found)} where log_entry gives ${short(rows.leaf(place))}${more}, first at entry ${rows.firstIndex + place}`,
    );
  }

  private compareBundle(
    rows: TileRows,
    { path, bytes }: PublicFile,
    entries: readonly Buffer[],
    width = this.files.widthOf(0, rows.index),
  ): void {
    const end = entries.reduce((sum, entry) => sum + 2 + entry.length, 0);
    if (entries.length !== width || end !== bytes!.length) {
      this.differences.add('TILE_CHANGED', `${path} is no bundle of ${width} entries: it has ${bytes!.length} bytes`);
      return;
    }
    const place = entries.findIndex((entry, at) => rows.rows[at]?.entry.equals(entry) === false);
    if (place >= 0)
      this.differences.add(
        'TILE_CHANGED',
        `${path} has another entry ${rows.firstIndex + place} than log_entry, whose hash is ${short(rows.leaf(place))}`,
      );
  }

  private isThere(file: PublicFile): boolean {
    if (file.bytes) return true;
    this.differences.add(
      'TILE_MISSING',
      `${file.path} is not in the public log, which must cover ${this.files.receiptedSize} entries`,
    );
    return false;
  }

  private isWhole(file: PublicFile, width: number): file is PublicFile & { readonly bytes: Buffer } {
    if (!this.isThere(file)) return false;
    const due = width * HASH_BYTES;
    if (file.bytes!.length === due) return true;
    this.differences.add('TILE_CHANGED', `${file.path} has ${file.bytes!.length} bytes, its ${width} hashes ${due}`);
    return false;
  }
}

/** The tiles above level 0, from the roots of those below. */
export class UpperTiles {
  /** Hashes of the last tile of each level, from level 1. */
  private readonly levels: Buffer[][] = [];
  private readonly indexes: number[] = [];

  constructor(
    private readonly files: PublicFiles,
    private readonly differences: Differences,
  ) {}

  async append(root: Buffer, level = 1): Promise<void> {
    const hashes = (this.levels[level - 1] ??= []);
    const index = (this.indexes[level - 1] ??= 0);
    hashes.push(root);
    if (hashes.length < TILE_WIDTH) return;
    if (this.files.widthOf(level, index) === TILE_WIDTH) await this.compare(level);
    this.levels[level - 1] = [];
    this.indexes[level - 1]!++;
    await this.append(rootOf(HashStack.of(hashes).hashes), level + 1);
  }

  /** Compares the partial tile of each level, as a log has them that ends here. */
  async comparePartial(): Promise<void> {
    for (let level = 1; level <= this.levels.length; level++)
      if (this.levels[level - 1]!.length > 0) await this.compare(level);
  }

  private async compare(level: number): Promise<void> {
    const hashes = this.levels[level - 1]!;
    const { path, bytes } = await this.files.tile(level, this.indexes[level - 1]!, hashes.length);
    if (!bytes) {
      const covers = this.files.receiptedSize;
      this.differences.add('TILE_MISSING', `${path} is not in the public log, which must cover ${covers} entries`);
      return;
    }
    const found = [...hashesIn(bytes)];
    const place = hashes.findIndex((hash, at) => !found[at]?.equals(hash));
    if (place < 0 && bytes.length === hashes.length * HASH_BYTES) return;
    const text =
      place < 0
        ? `has ${bytes.length} bytes, its ${hashes.length} hashes ${hashes.length * HASH_BYTES}`
        : `has ${short(found[place] ?? Buffer.alloc(0))} as its hash ${place}, the tile below gives ${short(hashes[place]!)}`;
    this.differences.add('TILE_CHANGED', `${path} ${text}`);
  }
}

/** The entries of a bundle as far as they are whole. */
function entriesOf(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at + 2 <= bundle.length && entries.length < TILE_WIDTH;) {
    const end = at + 2 + bundle.readUInt16BE(at);
    if (end > bundle.length) break;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
