import { TlogError } from './error.js';
import { requireWholeNumber } from './whole-number.js';

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;
export const TILE_LEVEL_MAX = 63;
/** Children of a tile's level that one hash of the next tile level covers: 2^8. */
export const TILE_HEIGHT = 8;

/** A tile of hashes. Hash i of tile `index` at `level` L is the tree head of the entries (256 index + i) 256^L to before one more. */
export interface TileAddress {
  readonly level: number;
  readonly index: number;
  /** Hashes in it, 1 to 256; 256 when left out. */
  readonly width?: number;
}

export interface EntryBundleAddress {
  readonly index: number;
  /** Entries in it, 1 to 256; 256 when left out. */
  readonly width?: number;
}

export type ParsedTilePath =
  | { readonly kind: 'hashes'; readonly level: number; readonly index: number; readonly width: number }
  | { readonly kind: 'entries'; readonly index: number; readonly width: number };

/** `tile/<level>/<index>[.p/<width>]`. @throws {TlogError} TILE_PATH_MALFORMED, NUMBER_TOO_LARGE, NUMBER_INVALID */
export function tilePath({ level, index, width }: TileAddress): string {
  if (requireWholeNumber(level, 'tile level') > TILE_LEVEL_MAX)
    throw malformed(`a tile level is at most ${TILE_LEVEL_MAX}`);
  return `tile/${level}/${indexPath(index)}${partialSuffix(width)}`;
}

/** `tile/entries/<index>[.p/<width>]`. @throws {TlogError} as `tilePath` */
export function entryBundlePath({ index, width }: EntryBundleAddress): string {
  return `tile/entries/${indexPath(index)}${partialSuffix(width)}`;
}

/**
 * Reads a path under the log's prefix, in its one canonical spelling (no other number of groups, no leading zeros in level and width).
 * @throws {TlogError} TILE_PATH_MALFORMED, NUMBER_TOO_LARGE
 */
export function parseTilePath(path: string): ParsedTilePath {
  const parts = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(path);
  if (!parts)
    throw malformed('expected tile/<level>/<index> or tile/entries/<index>, the index in groups of three digits');
  const index = requireWholeNumber(Number(parts[2]!.replace(/[x/]/g, '')), 'tile index');
  const width = parts[3] === undefined ? TILE_WIDTH : Number(parts[3]);
  const address: ParsedTilePath =
    parts[1] === 'entries'
      ? { kind: 'entries', index, width }
      : { kind: 'hashes', level: Number(parts[1]), index, width };
  if (formatTilePath(address) !== path) throw malformed('the index has a group too many, or a partial tile has 256');
  return address;
}

/** The path of a tile or bundle. @throws {TlogError} as `tilePath` */
export const formatTilePath = (tile: ParsedTilePath): string =>
  tile.kind === 'entries' ? entryBundlePath(tile) : tilePath(tile);

/** Groups of three digits, all but the last prefixed `x`: 1234067 is `x001/x234/067`. */
function indexPath(index: number): string {
  requireWholeNumber(index, 'tile index');
  let path = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return path;
}

function partialSuffix(width = TILE_WIDTH): string {
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH)
    throw malformed(`a tile is 1 to ${TILE_WIDTH} wide, never empty`);
  return width === TILE_WIDTH ? '' : `.p/${width}`;
}

const malformed = (why: string) => new TlogError('TILE_PATH_MALFORMED', `not a tile's path: ${why}`);
