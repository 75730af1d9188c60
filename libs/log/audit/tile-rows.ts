import { HASH_BYTES, TILE_WIDTH } from '#libs/core/tlog';
import { leafOf } from '#libs/log/ledger';
import type { EntryRow } from './entry-check.js';
import { type Differences, short } from './findings.js';
import type { PublicFile } from './public-files.js';

/** The rows of one tile, by their place in it; some may be missing. */
export class TileRows {
  readonly rows: (EntryRow | undefined)[];
  /** Leaf hashes by which the check goes on, one after the other: zeros where nothing is known. */
  readonly leaves: Buffer;
  /** Places whose row is not what the public log was made of. */
  private readonly odd = new Set<number>();

  constructor(
    readonly index: number,
    readonly width: number,
    rows: Iterable<EntryRow>,
  ) {
    this.rows = Array.from({ length: width }, () => undefined);
    this.leaves = Buffer.alloc(width * HASH_BYTES);
    for (const row of rows) {
      const place = row.logIndex - this.firstIndex;
      this.rows[place] = row;
      this.leaves.set(leafOf(row.entry), place * HASH_BYTES);
    }
  }

  get firstIndex(): number {
    return this.index * TILE_WIDTH;
  }

  leaf(place: number): Buffer {
    return this.leaves.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
  }

  /** The first place without a row and without a leaf; -1 for none. */
  get hole(): number {
    return this.rows.findIndex((row, place) => row === undefined && !this.odd.has(place));
  }

  /** Places where a tile has other hashes. */
  placesUnlike(bytes: Buffer): number[] {
    const places: number[] = [];
    for (let place = 0; place * HASH_BYTES < bytes.length; place++) {
      if (this.leaf(place).compare(bytes, place * HASH_BYTES, (place + 1) * HASH_BYTES) !== 0) places.push(place);
    }
    return places;
  }

  /**
   * Goes on by what the public log was made of, in place of rows that were changed or are gone, so that each of them costs one line,
   * and what follows it is checked all the same.
   */
  takePublic(places: readonly number[], tile: PublicFile & { readonly bytes: Buffer }, differences: Differences): void {
    for (const place of places) {
      const logged = tile.bytes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
      const at = this.firstIndex + place;
      const row = this.rows[place];
      this.odd.add(place);
      if (row)
        differences.add(
          'ENTRY_CHANGED',
          `log_entry ${at} has the hash ${short(this.leaf(place))}, the public log ${short(logged)} (${tile.path}), of which its roots were made`,
        );
      else differences.add('ENTRY_MISSING', `log_entry has no ${at}, the public log has (${tile.path})`);
      logged.copy(this.leaves, place * HASH_BYTES);
    }
  }

  /** Puts the entries of a bundle in the place of odd rows, where they have the right hash. */
  mendFrom(bundle: readonly Buffer[]): void {
    for (const place of this.odd) {
      const entry = bundle[place];
      if (!entry || !leafOf(entry).equals(this.leaf(place))) continue;
      const { bootNumber = null, counter = null, privatePart = null } = this.rows[place] ?? {};
      const isMissing = this.rows[place] === undefined;
      this.rows[place] = { logIndex: this.firstIndex + place, bootNumber, counter, entry, privatePart, isMissing };
    }
  }
}
