import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  encodeEntryBundle,
  encodeTile,
  formatCheckpointBody,
  formatNote,
  noteSignature,
  signedBytes,
  TILE_WIDTH,
  tilesToWrite,
  treeRoot,
  type Vkey,
} from '#libs/core/tlog';

/** Who signs for a log, with the log's own key: what a lying operator has. */
export interface LogSigner {
  readonly vkey: Vkey;
  sign(message: Uint8Array): Uint8Array;
}

const leafOf = (entry: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(Uint8Array.of(0)).update(entry).digest());

/** A signed checkpoint of this size and root, true or not. */
export function signCheckpoint({ vkey, sign }: LogSigner, size: number, root: Uint8Array): string {
  const text = formatCheckpointBody({ origin: vkey.name, size, root });
  const signature = sign(signedBytes(text));
  return formatNote(text, [noteSignature({ name: vkey.name, keyId: vkey.keyId, signature })]);
}

/** Writes a whole public log with these entries: bundles, tiles, signed checkpoint. */
export function writeLog(folder: string, entries: readonly Uint8Array[], signer: LogSigner): void {
  const levels: Uint8Array[][] = [entries.map(leafOf)];
  for (let below = levels[0]!; below.length >= TILE_WIDTH; below = levels.at(-1)!) {
    const tiles = Math.floor(below.length / TILE_WIDTH);
    levels.push(Array.from({ length: tiles }, (_, n) => treeRoot(below.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH))));
  }
  for (const tile of tilesToWrite({ fromSize: 0, toSize: entries.length })) {
    const of = <Item>(items: readonly Item[]): Item[] =>
      items.slice(tile.index * TILE_WIDTH, tile.index * TILE_WIDTH + tile.width);
    const bytes = tile.kind === 'entries' ? encodeEntryBundle(of(entries)) : encodeTile(of(levels[tile.level]!));
    const path = join(folder, tile.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  writeFileSync(join(folder, 'checkpoint'), signCheckpoint(signer, entries.length, treeRoot(levels[0]!)));
}
