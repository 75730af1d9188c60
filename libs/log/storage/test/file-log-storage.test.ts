import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileLogStorage } from '../index.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const allowed = (): void => {};
const text = (read: Uint8Array | null): string | null => read && new TextDecoder().decode(read);

describe('the public log in files', () => {
  let folder: string;
  let storage: FileLogStorage;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cairn-blobs-'));
    storage = new FileLogStorage(join(folder, 'log'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads back what it wrote, at the path that clients ask for', async () => {
    await storage.writeAll(
      [
        { path: 'tile/0/x001/234.p/5', bytes: bytes('partial') },
        { path: 'tile/entries/000', bytes: bytes('bundle') },
      ],
      allowed,
    );
    expect(text(await storage.read('tile/0/x001/234.p/5'))).toBe('partial');
    expect(existsSync(join(folder, 'log/tile/entries/000'))).toBe(true);
    expect(await storage.list('tile')).toEqual(['0/', 'entries/']);
  });

  it('says null, false and nothing for what is not there', async () => {
    expect(await storage.read('checkpoint')).toBeNull();
    expect(await storage.exists('tile/0/000')).toBe(false);
    expect(await storage.list('tile/0')).toEqual([]);
    await storage.remove('tile/0/000', allowed);
  });

  it('writes a folder again that was removed', async () => {
    await storage.writeAll([{ path: 'tile/0/000.p/1', bytes: bytes('a') }], allowed);
    await storage.remove('tile/0/000.p', allowed);
    await storage.writeAll([{ path: 'tile/0/000.p/1', bytes: bytes('b') }], allowed);
    expect(text(await storage.read('tile/0/000.p/1'))).toBe('b');
  });

  it('removes no name more once it is not allowed any more', async () => {
    const paths = ['1', '2', '3'].map((name) => `tile/0/000.p/${name}`);
    await storage.writeAll(
      paths.map((path) => ({ path, bytes: bytes(path) })),
      allowed,
    );
    let asked = 0;
    const late = storage.remove('tile/0/000.p', () => {
      if (asked++ === 1) throw new Error('lease lost');
    });
    await expect(late).rejects.toThrow('lease lost');
    expect(await storage.list('tile/0/000.p')).toHaveLength(2);
  });

  it('leaves the old file when the exchange is not allowed any more', async () => {
    await storage.replace({ path: 'checkpoint', bytes: bytes('old') }, () => {});
    const late = storage.replace({ path: 'checkpoint', bytes: bytes('new') }, () => {
      throw new Error('lease lost');
    });
    await expect(late).rejects.toThrow('lease lost');
    expect(text(await storage.read('checkpoint'))).toBe('old');
    expect(readdirSync(join(folder, 'log/.unfinished'))).toEqual([]);
  });

  it('begins no file and names none once it is not allowed any more', async () => {
    const files = ['000', '001', '002'].map((name) => ({ path: `tile/0/${name}`, bytes: bytes(name) }));
    const lost = (after: number) => (): void => {
      if (after-- <= 0) throw new Error('lease lost');
    };
    await storage.writeAll([{ path: 'tile/0/999', bytes: bytes('makes the folders') }], allowed);
    await expect(storage.writeAll(files, lost(0))).rejects.toThrow('lease lost');
    await expect(storage.writeAll(files, lost(3))).rejects.toThrow('lease lost'); // all begun, none may be named
    expect(await storage.list('tile/0')).toEqual(['999']);
    expect(readdirSync(join(folder, 'log/.unfinished'))).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4])(
    'makes no folder more once it is not allowed any more, after %i questions',
    async (after) => {
      let answers = after;
      const late = storage.writeAll([{ path: 'tile/entries/113.p/7', bytes: bytes('late') }], () => {
        if (answers-- <= 0) throw new Error('lease lost');
      });
      await expect(late).rejects.toThrow('lease lost');
      const names = existsSync(join(folder, 'log')) ? readdirSync(join(folder, 'log'), { recursive: true }) : [];
      // The log's own folder is the first answer, so there is never one folder more than it was told yes.
      expect(names.length + Number(existsSync(join(folder, 'log')))).toBe(after);
    },
  );

  it('lets nobody finish what the next holder of the lease has discarded', async () => {
    await storage.replace({ path: 'checkpoint', bytes: bytes('old') }, () => {});
    const stopped = storage.replace({ path: 'checkpoint', bytes: bytes('late') }, () => {
      // Stopped exactly here, between the question and the deed: another process takes over.
      for (const name of readdirSync(join(folder, 'log/.unfinished'))) rmSync(join(folder, 'log/.unfinished', name));
    });
    await expect(stopped).rejects.toMatchObject({ code: 'ENOENT' });
    expect(text(await storage.read('checkpoint'))).toBe('old');
  });

  it.each(['../keys/log.pem', '/etc/passwd', 'tile/../../x', '.unfinished/x', 'tile//0', '', 'tile/0\0'])(
    'refuses the path %j',
    async (path) => {
      await expect(storage.read(path)).rejects.toMatchObject({ code: 'PATH_INVALID' });
    },
  );
});
