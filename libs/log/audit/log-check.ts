import type pg from 'pg';
import { HASH_BYTES, TILE_WIDTH } from '#libs/core/tlog';
import type { CommittedRoots } from './committed-roots.js';
import { copyOut, type Field, int4, int8 } from './copy-out.js';
import type { EntryCheck, EntryRow } from './entry-check.js';
import { type Differences, short } from './findings.js';
import { HashStack, rootOf } from './hash-stack.js';
import type { PrivateFileCheck } from './private-file-check.js';
import type { PublicFiles } from './public-files.js';
import { RootRun } from './root-run.js';
import type { SignatureChecks } from './signature-checks.js';
import { TileCheck, type TileFiles, UpperTiles } from './tile-check.js';
import { TileRows } from './tile-rows.js';
import { TileVerdict } from './tile-verdict.js';

export interface LogCheckInput {
  readonly client: pg.Client;
  /** As log_head has them. */
  readonly size: number;
  readonly publishedSize: number;
  readonly frontier: Buffer;
  readonly roots: CommittedRoots;
  readonly entries: EntryCheck;
  /** Where they are to be checked. */
  readonly signatures: SignatureChecks | null;
  readonly files: PublicFiles;
  readonly privateFiles: PrivateFileCheck;
  readonly differences: Differences;
  /** Called for each tile. */
  readonly onEntries: (done: number) => void;
}

/**
 * Goes once through the entries, tile by tile: leaf hashes, public files, the root at each committed size, and what the parts
 * recompute.
 * @returns the leaf hashes, one after the other; those of all entries, unless one is missing that the public log has not either.
 */
export async function checkLog(input: LogCheckInput): Promise<Buffer> {
  const { client, size, differences } = input;
  const pass = new LogPass(input);
  const query = 'SELECT log_index, boot_number, counter, entry, private FROM log_entry ORDER BY log_index';
  let rows: EntryRow[] = [];
  let beyond: number | undefined;
  read: for await (const fields of copyOut(client, query)) {
    for (const row of fields.map(rowOf)) {
      while (row.logIndex >= pass.end && pass.end < size) {
        await pass.take(rows);
        rows = [];
        if (pass.isCut) break read;
      }
      if (row.logIndex >= size || row.logIndex < 0) {
        beyond ??= row.logIndex;
        break read;
      }
      rows.push(row);
    }
  }
  while (!pass.isCut && pass.size < size) {
    await pass.take(rows);
    rows = [];
  }
  if (beyond !== undefined) differences.add('ENTRY_MISSING', `log_entry has ${beyond}, and log_head has size ${size}`);
  return pass.finish();
}

class LogPass {
  /** Entries that were checked. */
  size = 0;
  /** Nothing behind a hole that nobody can fill has its place. */
  isCut = false;
  private readonly leaves: Buffer;
  private readonly before = new HashStack(); // roots of full tiles
  private readonly edge = new HashStack(); // leaves of the tile
  private readonly tiles: TileCheck;
  private readonly upper: UpperTiles;
  private readonly rootRun: RootRun;
  private rootPlace: number;
  private next: Promise<TileFiles>;

  constructor(private readonly input: LogCheckInput) {
    const { size, files, roots, differences } = input;
    this.leaves = Buffer.alloc(size * HASH_BYTES);
    this.tiles = new TileCheck(files, new TileVerdict(files, roots), differences);
    this.upper = new UpperTiles(files, differences);
    this.rootRun = new RootRun(differences);
    this.rootPlace = roots.sizeAt(0) === 0 ? 1 : 0;
    this.next = this.open(0);
  }

  /** Index of the first entry behind the tile that comes. */
  get end(): number {
    return Math.min(this.input.size, (Math.floor(this.size / TILE_WIDTH) + 1) * TILE_WIDTH);
  }

  /** Takes the rows of the next tile. */
  async take(given: readonly EntryRow[]): Promise<void> {
    const { entries, signatures, privateFiles, onEntries } = this.input;
    const rows = new TileRows(this.size / TILE_WIDTH, this.end - this.size, given);
    const found = await this.next;
    this.next = this.open(rows.index + 1); // read while this one is worked on
    await this.tiles.compare(rows, found, this.before.hashes);
    if (rows.hole >= 0) return this.cut(rows, rows.hole);
    rows.leaves.copy(this.leaves, rows.firstIndex * HASH_BYTES);
    for (let place = 0; place < rows.width; place++) this.grow(rows.leaf(place));
    for (const row of rows.rows) if (row) entries.take(row);
    await signatures?.makeRoom();
    await privateFiles.take(rows);
    await this.compareEdges(rows);
    onEntries(this.size);
  }

  /** @returns the leaf hashes of what was checked. */
  async finish(): Promise<Buffer> {
    const { size, roots, signatures, differences, frontier } = this.input;
    await this.next;
    await signatures?.finish();
    this.rootRun.end();
    if (this.isCut) return this.leaves.subarray(0, this.size * HASH_BYTES);
    if (this.rootPlace < roots.count)
      differences.add('ROOT', `log_root has size ${roots.sizeAt(this.rootPlace)}, and there are ${size} entries`);
    const found = Buffer.concat(this.subtrees());
    if (!found.equals(frontier))
      differences.add(
        'HEAD',
        `log_head has another frontier than its ${size} entries, whose root is ${size === 0 ? 'that of nothing' : short(rootOf(this.subtrees()))}`,
      );
    return this.leaves;
  }

  private open(index: number): Promise<TileFiles> {
    const files = this.tiles.open(index);
    files.catch(() => {}); // it is told where the files are taken
    return files;
  }

  /** Partial files must be there for two sizes: what is receipted, and what is public, which may lie before it. */
  private async compareEdges(rows: TileRows): Promise<void> {
    const { publishedSize, files } = this.input;
    const ends = new Set([publishedSize, files.receiptedSize].map((size) => size - rows.firstIndex));
    for (const width of ends) {
      if (width <= 0 || width > rows.width || width === TILE_WIDTH) continue;
      // The tile of the receipted size was compared before anything was made of it.
      if (width !== files.widthOf(0, rows.index))
        this.tiles.comparePart(rows, await this.tiles.open(rows.index, width), width);
      await this.upper.comparePartial();
    }
    if (rows.width < TILE_WIDTH) return;
    await this.closeTile();
    if (ends.has(TILE_WIDTH)) await this.upper.comparePartial();
  }

  private grow(leaf: Buffer): void {
    const { roots } = this.input;
    this.edge.append(leaf);
    this.size++;
    if (roots.sizeAt(this.rootPlace) !== this.size) return;
    this.rootRun.take(this.size, roots.rootAt(this.rootPlace++), rootOf(this.subtrees()));
  }

  private async closeTile(): Promise<void> {
    const root = this.edge.hashes[0]!;
    this.edge.clear();
    this.before.append(root);
    await this.upper.append(root);
  }

  private subtrees(): readonly Buffer[] {
    return [...this.before.hashes, ...this.edge.hashes];
  }

  private cut(rows: TileRows, place: number): void {
    const { differences, size } = this.input;
    const due = rows.firstIndex + place;
    const next = rows.rows.find((row, at) => row && at > place)?.logIndex;
    const found = next === undefined ? `ends with ${due - 1}` : `has ${next} where ${due} is due`;
    differences.add('ENTRY_MISSING', `log_entry ${found}, and log_head has size ${size}`);
    this.isCut = true;
  }
}

function rowOf([index, boot, counter, entry, privatePart]: Field[]): EntryRow {
  return {
    logIndex: int8(index!),
    bootNumber: boot ? int4(boot) : null,
    counter: counter ? int8(counter) : null,
    entry: entry!,
    privatePart: privatePart ?? null,
  };
}
