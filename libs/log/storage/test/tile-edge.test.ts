import { createHash } from 'node:crypto';
import { CompactRange, leafHash, tilesToWrite } from '#libs/core/tlog';
import { TileEdge } from '../index.js';

const entry = (index: number): Uint8Array => createHash('sha256').update(String(index)).digest();

describe('the edge of the published log', () => {
  it('gives at each growth exactly the files that libs/core/tlog names for it, also where a level becomes full', () => {
    const edge = new TileEdge();
    let size = 0;
    for (const step of [1, 1, 253, 1, 1, 255, 256, 300, 1, 66_000 - 1_069, 5]) {
      const entries = Array.from({ length: step }, (_, at) => entry(size + at));
      const { files } = edge.grow(entries, entries.map(leafHash));
      const expected = tilesToWrite({ fromSize: size, toSize: size + step }).map(({ path }) => path);
      expect(files.map(({ path }) => path).sort()).toEqual(expected.sort());
      size += step;
    }
    expect(edge.size).toBe(66_005);
  });

  it('has the compact range of the log', () => {
    const edge = new TileEdge();
    const range = CompactRange.empty();
    for (let size = 0; size < 1_030; size++) {
      const leaf = leafHash(entry(size));
      edge.grow([entry(size)], [leaf]);
      range.append(leaf);
      if (size % 37 === 0) expect(Buffer.concat(edge.frontier()).equals(Buffer.concat(range.hashes))).toBe(true);
    }
  });

  it('names the folders of partial tiles that a full one replaces, and no others', () => {
    const entries = Array.from({ length: 300 }, (_, at) => entry(at));
    const { obsolete } = new TileEdge().grow(entries, entries.map(leafHash));
    expect(obsolete.toSorted()).toEqual(['tile/0/000.p', 'tile/entries/000.p']);
  });
});
