import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePrivatePart, encodePrivatePart } from '#libs/core/wire';
import { FilePrivateParts, type PrivateRecord, privateFilePath } from '../index.js';

const allowed = (): void => {};
const leafOf = (logIndex: number): Buffer => Buffer.alloc(32, (logIndex % 251) + 1);
const partOf = (uri: string, ...values: string[]): Uint8Array =>
  encodePrivatePart({ uris: [uri], disclosures: values.map((value) => Buffer.from(value)) });
const record = (
  logIndex: number,
  part: Uint8Array | null = partOf(`urn:x:${logIndex}`, 'one', 'two'),
): PrivateRecord => ({
  logIndex,
  leaf: leafOf(logIndex),
  part,
});
const records = (from: number, to: number): PrivateRecord[] =>
  Array.from({ length: to - from }, (_, place) => record(from + place));
const plain = (read: readonly PrivateRecord[] | null) =>
  read?.map(({ logIndex, leaf, part }) => [
    logIndex,
    Buffer.from(leaf).toString('hex'),
    part && Buffer.from(part).toString('hex'),
  ]);

describe('private parts in files', () => {
  let folder: string;
  let root: string;
  let parts: FilePrivateParts;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cairn-private-'));
    root = join(folder, 'private');
    parts = new FilePrivateParts(root);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const fileOf = (bundle: number): string => join(root, privateFilePath(bundle));
  const changeByte = (bundle: number, at: number): void => {
    const bytes = readFileSync(fileOf(bundle));
    bytes[at]! ^= 1;
    writeFileSync(fileOf(bundle), bytes);
  };

  it('reads back what it wrote, in one file for each bundle, at the path of the entry bundle', async () => {
    const written = [...records(0, 255), record(255, null), ...records(256, 300)];
    await parts.write(written, allowed);
    expect(plain(await parts.read(0))).toEqual(plain(written.slice(0, 256)));
    expect(plain(await parts.read(1))).toEqual(plain(written.slice(256)));
    expect(await parts.read(2)).toBeNull();
    expect([await parts.has(1), await parts.has(2)]).toEqual([true, false]);
    expect(privateFilePath(1_067)).toBe('entries/x001/067');
    expect(readdirSync(join(root, 'entries'))).toEqual(['000', '001']);
  });

  it('writes the example of docs/formats/private.md, byte for byte', async () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/formats/private.md'), 'utf8');
    const example = page.slice(page.indexOf('## Example')).match(/^ {4}[0-9a-f ]+$/gmu)!;
    const erased = encodePrivatePart({ uris: ['urn:x'], disclosures: [new Uint8Array()] });
    const written = [
      { logIndex: 0, leaf: Buffer.alloc(32, 1), part: erased },
      { logIndex: 1, leaf: Buffer.alloc(32, 2), part: null },
    ];
    await parts.write(written, allowed);
    expect(readFileSync(fileOf(0)).toString('hex')).toBe(example.join('').replaceAll(' ', ''));
  });

  it('lets nobody but its user read them', async () => {
    await parts.write(records(0, 1), allowed);
    const rights = (path: string): number => statSync(path).mode & 0o777;
    expect([fileOf(0), root, join(root, 'entries'), join(root, '.unfinished')].map(rights)).toEqual([
      0o600, 0o700, 0o700, 0o700,
    ]);
  });

  it('keeps what a growing bundle had, and takes the same again', async () => {
    await parts.write(records(0, 10), allowed);
    await parts.write(records(10, 20), allowed);
    await parts.write(records(5, 12), allowed);
    expect(plain(await parts.read(0))).toEqual(plain(records(0, 20)));
  });

  it('leaves no hole', async () => {
    await parts.write(records(0, 10), allowed);
    await expect(parts.write(records(11, 12), allowed)).rejects.toMatchObject({ code: 'PRIVATE_MISSING' });
    await expect(parts.write(records(300, 301), allowed)).rejects.toMatchObject({ code: 'PRIVATE_MISSING' });
    expect(plain(await parts.read(0))).toEqual(plain(records(0, 10)));
  });

  it('writes ten megabytes of them in pieces', async () => {
    const long = Array.from({ length: 40 }, (_, place) => record(place, partOf('urn:x', 'x'.repeat(262_144))));
    await parts.write(long, allowed);
    expect(plain(await parts.read(0))).toEqual(plain(long));
  });

  it('erases a URI and a disclosure, again without harm, and nobody brings them back', async () => {
    await parts.write(records(0, 3), allowed);
    const which = { uris: [0], disclosures: [1] };
    expect(await parts.erase(1, which, allowed)).toBe(true);
    expect(await parts.erase(1, which, allowed)).toBe(false);
    await parts.write(records(0, 5), allowed);
    const [before, erased] = (await parts.read(0))!;
    expect(decodePrivatePart(erased!.part!)).toEqual({
      uris: [''],
      disclosures: [new Uint8Array(Buffer.from('one')), new Uint8Array()],
    });
    expect(plain([before!])).toEqual(plain([record(0)]));
    expect(readFileSync(fileOf(0)).includes('urn:x:1\x12')).toBe(false);
    await expect(parts.erase(1, { disclosures: [2] }, allowed)).rejects.toMatchObject({ code: 'PRIVATE_MISSING' });
    await expect(parts.erase(9, which, allowed)).rejects.toMatchObject({ code: 'PRIVATE_MISSING' });
  });

  it('takes another history of the log for another: nothing of it counts as erased', async () => {
    await parts.write([record(0, encodePrivatePart({ uris: [''], disclosures: [] }))], allowed);
    const other = { ...record(0), leaf: Buffer.alloc(32, 200) };
    await parts.write([other], allowed);
    expect(plain(await parts.read(0))).toEqual(plain([other]));
  });

  it('refuses a file with any byte changed, cut anywhere, and of another bundle', async () => {
    await parts.write(records(0, 3), allowed);
    const whole = readFileSync(fileOf(0));
    for (let at = 0; at < whole.length; at++) {
      changeByte(0, at);
      await expect(parts.read(0)).rejects.toMatchObject({ code: 'PRIVATE_UNREADABLE' });
      writeFileSync(fileOf(0), whole.subarray(0, at));
      await expect(parts.read(0)).rejects.toMatchObject({ code: 'PRIVATE_UNREADABLE' });
      writeFileSync(fileOf(0), whole);
    }
    await parts.write(records(256, 257), allowed);
    writeFileSync(fileOf(0), readFileSync(fileOf(1)));
    await expect(parts.read(0)).rejects.toMatchObject({ code: 'PRIVATE_UNREADABLE' });
    await expect(parts.write(records(0, 4), allowed)).rejects.toMatchObject({ code: 'PRIVATE_UNREADABLE' });
  });

  it('saves from a damaged file all records but the one that was hit', async () => {
    await parts.write(records(0, 20), allowed);
    const leaves = Array.from({ length: 20 }, (_, place) => leafOf(place));
    const head = readFileSync(fileOf(0)).indexOf(leafOf(7));
    changeByte(0, head + 5); // its leaf hash
    expect([...(await parts.salvage(0, leaves)).keys()]).toEqual([
      0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    ]);
    changeByte(0, head + 5);
    changeByte(0, head + 32); // its length, beyond the end of the file
    expect((await parts.salvage(0, leaves)).size).toBe(19);
    expect((await parts.salvage(1, leaves)).size).toBe(0);
  });

  it('puts a whole file in place of a damaged or missing one, and keeps the damaged one', async () => {
    await parts.write(records(0, 2), allowed);
    changeByte(0, 3);
    const damaged = readFileSync(fileOf(0));
    const aside = await parts.replace(records(0, 3), allowed);
    expect(readFileSync(aside!).equals(damaged)).toBe(true);
    expect(plain(await parts.read(0))).toEqual(plain(records(0, 3)));
    expect(await parts.replace(records(256, 257), allowed)).toBeNull();
    expect(plain(await parts.read(1))).toEqual(plain(records(256, 257)));
  });

  it('names no file once it may not write any more', async () => {
    await parts.write(records(0, 2), allowed);
    let asked = 0;
    const lost = (): void => {
      if (++asked > 1) throw new Error('lease lost');
    };
    await expect(parts.write(records(0, 3), lost)).rejects.toThrow('lease lost');
    await expect(parts.erase(0, { uris: [0] }, lost)).rejects.toThrow('lease lost');
    await expect(parts.replace(records(0, 3), lost)).rejects.toThrow('lease lost');
    expect(plain(await parts.read(0))).toEqual(plain(records(0, 2)));
    expect(readdirSync(join(root, '.unfinished'))).toEqual([]);
  });
});
