import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Find {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}
const PLACES = join(import.meta.dirname, '../check/places.js');
const { spelledBytes } = (await import(PLACES)) as { spelledBytes(file: string, text: string): Find[] };

const ROOM = 'libs/log/ledger/somewhere.ts';
const READER = `function next(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++]!;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
}`;
const WRITER = `for (; rest > 127; rest >>>= 7) target[at++] = (rest & 127) | 128;`;
const IDIOM = `while (true) { const b = bytes[at++]; value |= (b & 127) << shift; if (!(b & 128)) break; shift += 7; }`;

describe('what only libs/core/wire may know of bytes', () => {
  it.each([
    ['a varint reader', READER, 'varint'],
    ['a varint writer', WRITER, 'varint'],
    ['the usual varint loop', IDIOM, 'varint'],
    ['a tag that is written', 'target[at++] = 0x0a;', 'tag'],
    ['a tag that is named', 'const URIS = 0x42;', 'tag'],
    ['a tag that is compared', 'if (tag === 0x4A) count++;', 'tag'],
    ['a tag that is put together', 'const tag = (number << 3) | 2;', 'tag'],
    ['a tag that is added up', 'const tag = number * 8 + 2;', 'tag'],
    ['a tag that is taken apart', 'const number = tag >>> 3;', 'tag'],
    ['a topic', 'const topic = `cairn/v1/scans/${id}`;', 'topic'],
    ['a topic in parts', "const all = '$share/group/cairn/v1/events/' + id;", 'topic'],
  ])('%s is found elsewhere', (_name, text, what) => {
    for (const file of [ROOM, 'apps/ingest/scans/somewhere.ts', 'libs/core/evidence/somewhere.ts'])
      expect(spelledBytes(file, `\n${text}`)).toContainEqual({
        file,
        line: expect.any(Number),
        what: expect.stringContaining(what),
      });
    expect(spelledBytes('libs/core/wire/views/somewhere.ts', text)).toEqual([]);
    expect(spelledBytes('libs/log/ledger/test/somewhere.test.ts', text)).toEqual([]);
  });

  it('names the line', () => {
    expect(spelledBytes(ROOM, `\n\nconst URIS = 0x42;`).map(({ line }) => line)).toEqual([3]);
  });

  it.each([
    ['a loop over bytes of text', 'for (const byte of bytes) if (byte > 0x7f) throw refused();'],
    ['the sign in a key', 'const sign = bytes[31]! & 0x80;'],
    ['a number in hexadecimal that is no tag', 'const MASK = 0xff; const ONE = 0x01; const GROUP = 0x0b;'],
    ['bits of bytes', 'const bits = bytes * 8;'],
    ['a topic in a comment', '// on `cairn/v1/scans/{device}`'],
  ])('%s is let pass', (_name, text) => expect(spelledBytes(ROOM, text)).toEqual([]));

  it('MQTT has a varint of its own, in one file', () => {
    expect(spelledBytes('libs/transport/mqtt/packet-head.ts', READER)).toEqual([]);
    expect(spelledBytes('libs/transport/mqtt/limits.ts', READER)).not.toEqual([]);
  });

  it('nobody else knows of it in this tree', () => {
    const root = join(import.meta.dirname, '../..');
    const files = ['apps', 'libs', 'bench'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${folder}/${name}`),
    );
    expect(files.length).toBeGreaterThan(500);
    expect(files.flatMap((file) => spelledBytes(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });
});
