import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompactRange,
  consistencyPath,
  decodeEntryBundle,
  decodeTile,
  encodeEntryBundle,
  encodeTile,
  entryBundlePath,
  formatCheckpointBody,
  formatNote,
  leafHash,
  LogReader,
  openCheckpoint,
  parseNote,
  parseTilePath,
  parseVkey,
  tilePath,
  tilesToWrite,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from '../index.js';
import { verifyEd25519 } from '../../../../test/kit/tlog/ed25519.js';
import { NaiveTree } from '../../../../test/kit/tlog/naive-tree.js';
import { describeWithReferenceData, filesBelow, readBytes } from './reference-data.js';

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

interface InclusionCase {
  leafIdx: number;
  treeSize: number;
  root: string;
  leafHash: string;
  proof: string[] | null;
  wantErr: boolean;
}

interface ConsistencyCase {
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}

describeWithReferenceData('vectors/merkle/testdata', 'RFC 6962 proofs of transparency-dev/merkle', (where) => {
  const casesIn = (kind: string): [name: string, text: string][] =>
    filesBelow(join(where, kind)).map((file) => [`${kind}/${file}`, readFileSync(join(where, kind, file), 'utf8')]);
  const inclusion = casesIn('inclusion');
  const consistency = casesIn('consistency');

  it('are 196', () => expect(inclusion.length + consistency.length).toBe(196));
  it.each(inclusion)('%s', (_, text) => {
    const proof = JSON.parse(text) as InclusionCase;
    const check = () =>
      verifyInclusion({
        index: proof.leafIdx,
        size: proof.treeSize,
        leaf: bytes(proof.leafHash),
        path: (proof.proof ?? []).map(bytes),
        root: bytes(proof.root),
      });
    if (proof.wantErr) expect(check).toThrow(expect.objectContaining({ name: 'TlogError' }));
    else check();
  });
  it.each(consistency)('%s', (_, text) => {
    const proof = JSON.parse(text) as ConsistencyCase;
    const check = () =>
      verifyConsistency({
        oldSize: proof.size1,
        size: proof.size2,
        oldRoot: bytes(proof.root1),
        root: bytes(proof.root2),
        path: (proof.proof ?? []).map(bytes),
      });
    if (proof.wantErr) expect(check).toThrow(expect.objectContaining({ name: 'TlogError' }));
    else check();
  });
});

describeWithReferenceData('vectors/tlog-tiles', 'the log of transparency-dev/tessera', (where) => {
  const log = join(where, 'testdata/log');
  const vkey = parseVkey(/example\.com\/\S+/.exec(readFileSync(join(where, 'README.md'), 'utf8'))![0]);
  const SIZE = 15;
  const open = (name: string) => openCheckpoint({ note: readBytes(join(log, name)), vkey, verify: verifyEd25519 });
  const entries = decodeEntryBundle(readBytes(join(log, entryBundlePath({ index: 0, width: SIZE }))), SIZE);
  const leaves = entries.map(leafHash);

  it.each(Array.from({ length: SIZE + 1 }, (_, size) => size))(
    'has the root of its entries at size %i',
    async (size) => {
      const { root, origin, ...checkpoint } = await open(`checkpoint.${size}`);
      expect(checkpoint).toMatchObject({ size, extensions: [], cosignatures: [] });
      expect(root).toEqual(treeRoot(leaves.slice(0, size)));
      expect(checkpoint.text).toBe(formatCheckpointBody({ origin, size, root }));
    },
  );
  it('ends with the checkpoint of its size', async () => expect((await open('checkpoint')).size).toBe(SIZE));
  it('has only checkpoints that are consistent', async () => {
    const { hashAt } = new NaiveTree(leaves);
    for (let oldSize = 1; oldSize < SIZE; oldSize++) {
      const { root: oldRoot } = await open(`checkpoint.${oldSize}`);
      const { root } = await open('checkpoint');
      verifyConsistency({ oldSize, size: SIZE, oldRoot, root, path: consistencyPath({ oldSize, size: SIZE }, hashAt) });
    }
  });
  it('proves each pair of its checkpoints from its tiles alone, and no pair with another root or the sizes turned', async () => {
    const source = { read: async (path: string) => (existsSync(join(log, path)) ? readBytes(join(log, path)) : null) };
    const heads = await Promise.all(Array.from({ length: SIZE + 1 }, (_, size) => open(`checkpoint.${size}`)));
    for (const older of heads.slice(1)) {
      for (const newer of heads.slice(older.size)) {
        const reader = new LogReader(source, newer);
        const path = await reader.consistencyFrom(older);
        const sizes = { oldSize: older.size, size: newer.size };
        expect(path).toEqual(new NaiveTree(leaves).consistencyPath(older.size, newer.size));
        const forked = { ...older, root: heads[older.size - 1]!.root };
        await expect(reader.consistencyFrom(forked)).rejects.toMatchObject({ code: 'ROOT_MISMATCH' });
        await expect(
          new LogReader(source, { ...newer, root: heads[0]!.root }).consistencyFrom(older),
        ).rejects.toThrow();
        if (older.size === newer.size) continue;
        const turned = { oldSize: newer.size, size: older.size, oldRoot: newer.root, root: older.root, path };
        expect(() => verifyConsistency(turned)).toThrow(expect.objectContaining({ code: 'SIZE_SHRANK' }));
        const swapped = { ...sizes, oldRoot: newer.root, root: older.root, path };
        expect(() => verifyConsistency(swapped)).toThrow(expect.objectContaining({ code: 'ROOT_MISMATCH' }));
      }
    }
  });
  it('gives every entry of every size, proven', async () => {
    const source = { read: async (path: string) => (existsSync(join(log, path)) ? readBytes(join(log, path)) : null) };
    for (let size = 1; size <= SIZE; size++) {
      const reader = new LogReader(source, await open(`checkpoint.${size}`));
      for (let index = 0; index < size; index++) expect((await reader.entry(index)).entry).toEqual(entries[index]);
    }
  });
  it('has exactly the tiles and bundles that we would write at these sizes, byte for byte', () => {
    const files = filesBelow(log).filter((file) => file.startsWith('tile/'));
    const ours = Array.from({ length: SIZE }, (_, size) => tilesToWrite({ fromSize: size, toSize: size + 1 })).flat();
    expect(files).toEqual(ours.map(({ path }) => path).sort());
    for (const file of files) {
      const { kind, width } = parseTilePath(file);
      const content = readBytes(join(log, file));
      if (kind === 'entries') {
        expect(decodeEntryBundle(content, width)).toEqual(entries.slice(0, width));
        expect(encodeEntryBundle(entries.slice(0, width))).toEqual(content);
      } else {
        expect(decodeTile(content)).toEqual(leaves.slice(0, width));
        expect(encodeTile(leaves.slice(0, width))).toEqual(content);
      }
    }
    expect(files).toContain(tilePath({ level: 0, index: 0, width: SIZE }));
  });
  it('has notes that we write the same way', () => {
    for (let size = 0; size <= SIZE; size++) {
      const content = readFileSync(join(log, `checkpoint.${size}`), 'utf8');
      const { text, signatures } = parseNote(content);
      expect(formatNote(text, signatures)).toBe(content);
    }
  });
  it('has no checkpoint that survives a changed byte', async () => {
    const note = readBytes(join(log, 'checkpoint.15'));
    for (let at = 0; at < note.length; at++) {
      const changed = note.slice();
      changed[at]! ^= 0x01;
      await expect(openCheckpoint({ note: changed, vkey, verify: verifyEd25519 })).rejects.toMatchObject({
        name: 'TlogError',
      });
    }
  });
  it('goes on from any of its ranges', () => {
    for (let size = 0; size <= SIZE; size++) {
      const range = CompactRange.empty();
      range.appendAll(leaves.slice(0, size));
      const again = CompactRange.of(size, range.hashes);
      again.appendAll(leaves.slice(size));
      expect(again.root()).toEqual(treeRoot(leaves));
    }
  });
});
