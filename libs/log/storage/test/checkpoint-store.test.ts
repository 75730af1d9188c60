import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatNote } from '#libs/core/tlog';
import { FileCheckpointStore } from '../index.js';

const note = (text: string): Uint8Array => new TextEncoder().encode(text);
const allowed = (): void => {};

describe('signed checkpoints outside the database', () => {
  let folder: string;
  let store: FileCheckpointStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cairn-checkpoints-'));
    store = new FileCheckpointStore(join(folder, 'checkpoints'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has none while the store is missing', async () => {
    expect(await store.highest()).toBeNull();
  });

  it('counts the highest size, whatever was stored last', async () => {
    await store.create({ size: 100, note: note('hundred') }, allowed);
    await store.create({ size: 9, note: note('nine') }, allowed);
    const highest = await store.highest();
    expect(highest?.size).toBe(100);
    expect(new TextDecoder().decode(highest?.note)).toBe('hundred');
  });

  it('never replaces a size by other bytes', async () => {
    await store.create({ size: 5, note: note('first') }, allowed);
    await store.create({ size: 5, note: note('first') }, allowed);
    await expect(store.create({ size: 5, note: note('other') }, allowed)).rejects.toMatchObject({
      code: 'CHECKPOINT_DIFFERS',
    });
    expect(new TextDecoder().decode((await store.highest())?.note)).toBe('first');
  });

  it('takes the same text under other signatures for no contradiction, and keeps the first', async () => {
    const signed = (text: string, ...bytes: number[]): Uint8Array => {
      const signatures = bytes.map((byte) => ({
        name: 'log',
        keyId: Uint8Array.of(0, 0, 0, byte),
        signature: Uint8Array.of(byte),
      }));
      return note(formatNote(text, signatures));
    };
    await store.create({ size: 5, note: signed('log\n5\nroot\n', 1) }, allowed);
    await store.create({ size: 5, note: signed('log\n5\nroot\n', 1, 2) }, allowed);
    expect((await store.highest())?.note).toEqual(Buffer.from(signed('log\n5\nroot\n', 1)));
    await expect(store.create({ size: 5, note: signed('log\n5\nanother root\n', 1) }, allowed)).rejects.toMatchObject({
      code: 'CHECKPOINT_DIFFERS',
    });
  });

  it('stores nothing once it is not allowed any more', async () => {
    const late = store.create({ size: 5, note: note('late') }, () => {
      throw new Error('lease lost');
    });
    await expect(late).rejects.toThrow('lease lost');
    expect(await store.highest()).toBeNull();
  });

  it('keeps a bounded number, the highest among them', async () => {
    for (let size = 0; size < 70; size++) await store.create({ size, note: note(`${size}`) }, allowed);
    const names = readdirSync(join(folder, 'checkpoints')).filter((name) => name.endsWith('.checkpoint'));
    expect(names).toHaveLength(64);
    expect((await store.highest())?.size).toBe(69);
  });
});
