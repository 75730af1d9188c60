import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// Every wall of .dependency-cruiser.cjs and of tsconfig.core.json, seen to bite: a small house of its own with one import planted for
// each, and as many that are allowed. The house has rooms that the real one has not, so no rule can know them by name.

const ROOT = join(import.meta.dirname, '../..');

/** What the planted imports lead to. */
const ROOMS = [
  ...['gs1', 'signatures', 'tlog', 'wire', 'entries', 'keys', 'story', 'evidence', 'verdict', 'monitor', 'border'].map(
    (room) => `libs/core/${room}`,
  ),
  ...['ledger', 'sequencer', 'audit', 'recovery', 'storage', 'client'].map((room) => `libs/log/${room}`),
  ...['projections/packing', 'stores/links', 'transport/stream'].map((room) => `libs/${room}`),
  ...['registry/access', 'sdk/device', 'sdk/element', 'web/ui', 'documents/labels', 'host/keys', 'host/service'].map(
    (room) => `libs/${room}`,
  ),
  'libs/words',
  'libs/demo',
  'apps/api',
  'apps/anchor',
];

interface Planted {
  readonly file: string;
  readonly imports: string;
  /** Name of the wall; absent where it is allowed. */
  readonly wall?: string;
}

const PLANTED: readonly Planted[] = [
  { file: 'libs/attic/index.ts', imports: '#libs/words', wall: 'no-unknown-rooms' },
  { file: 'libs/words/calls-app.ts', imports: '../../apps/api/index.js', wall: 'libs-never-import-apps' },
  { file: 'apps/api/calls-app.ts', imports: '../anchor/index.js', wall: 'apps-do-not-import-apps' },
  { file: 'libs/log/ledger/needs-test.ts', imports: './test/helper.js', wall: 'code-never-imports-tests' },
  { file: 'libs/log/ledger/needs-kit.ts', imports: '../../../test/kit/helper.js', wall: 'code-never-imports-tests' },
  { file: 'libs/log/storage/test/a.test.ts', imports: '../../ledger/test/helper.js', wall: 'tests-share-by-the-kit' },
  { file: 'test/browser/page.ts', imports: '../../libs/log/ledger/test/helper.js', wall: 'tests-share-by-the-kit' },
  { file: 'libs/log/storage/test/b.test.ts', imports: '../../../../test/kit/helper.js' },
  {
    file: 'libs/log/storage/through-window.ts',
    imports: '../ledger/inside.js',
    wall: 'rooms-are-entered-by-their-index',
  },
  {
    file: 'libs/documents/labels/through-window.ts',
    imports: '../../words/inside.js',
    wall: 'rooms-are-entered-by-their-index',
  },
  { file: 'libs/log/storage/through-door.ts', imports: '#libs/log/ledger' },
  {
    file: 'apps/api/through-window.ts',
    imports: '../../libs/log/ledger/inside.js',
    wall: 'rooms-are-entered-by-their-index',
  },
  { file: 'apps/api/through-door.ts', imports: '#libs/log/ledger' },
  { file: 'libs/core/wire/uses-node.ts', imports: 'node:crypto', wall: 'core-is-pure' },
  { file: 'libs/core/border/uses-node.ts', imports: 'fs', wall: 'core-is-pure' },
  { file: 'libs/core/border/uses-nest.ts', imports: '@nestjs/common', wall: 'core-is-pure' },
  { file: 'libs/core/border/uses-protobufjs.ts', imports: 'protobufjs/light.js', wall: 'core-is-pure' },
  { file: 'libs/core/border/uses-ledger.ts', imports: '#libs/log/ledger', wall: 'core-is-pure' },
  { file: 'libs/core/border/uses-noble.ts', imports: '@noble/hashes/utils.js' },
  { file: 'libs/core/border/uses-minimal.ts', imports: 'protobufjs/minimal.js' },
  { file: 'libs/core/border/uses-verdict.ts', imports: '#libs/core/verdict' },
  { file: 'libs/core/wire/looks-up.ts', imports: '#libs/core/entries', wall: 'core-storeys' },
  { file: 'libs/core/entries/looks-up.ts', imports: '#libs/core/keys', wall: 'core-storeys' },
  { file: 'libs/core/keys/looks-up.ts', imports: '#libs/core/story', wall: 'core-storeys' },
  { file: 'libs/core/story/looks-up.ts', imports: '#libs/core/evidence', wall: 'core-storeys' },
  { file: 'libs/core/evidence/looks-up.ts', imports: '#libs/core/verdict', wall: 'core-storeys' },
  { file: 'libs/core/verdict/looks-up.ts', imports: '#libs/core/monitor', wall: 'core-storeys' },
  { file: 'libs/core/monitor/looks-down.ts', imports: '#libs/core/wire' },
  { file: 'libs/core/tlog/looks-aside.ts', imports: '#libs/core/gs1', wall: 'core-storeys: ground' },
  { file: 'libs/log/ledger/looks-up.ts', imports: '#libs/log/sequencer', wall: 'log-storeys' },
  { file: 'libs/log/sequencer/looks-up.ts', imports: '#libs/log/audit', wall: 'log-storeys' },
  { file: 'libs/log/audit/looks-up.ts', imports: '#libs/log/recovery', wall: 'log-storeys' },
  { file: 'libs/log/recovery/looks-down.ts', imports: '#libs/log/sequencer' },
  { file: 'libs/log/recovery/asks-store.ts', imports: '#libs/stores/links', wall: 'the-log-stands-without-stores' },
  {
    file: 'libs/log/client/asks-projection.ts',
    imports: '#libs/projections/packing',
    wall: 'the-log-stands-without-stores',
  },
  { file: 'libs/stores/links/asks-log.ts', imports: '#libs/log/ledger' },
  { file: 'libs/words/asks-log.ts', imports: '#libs/log/ledger', wall: 'words-import-core-only' },
  { file: 'libs/words/asks-core.ts', imports: '#libs/core/verdict' },
  { file: 'libs/sdk/element/asks-node.ts', imports: 'node:fs', wall: 'browser-code-stays-in-the-browser' },
  { file: 'libs/web/ui/asks-host.ts', imports: '#libs/host/service', wall: 'browser-code-stays-in-the-browser' },
  { file: 'apps/api/browser/page.ts', imports: '#libs/transport/stream', wall: 'browser-code-stays-in-the-browser' },
  { file: 'apps/api/browser/fine.ts', imports: '#libs/web/ui' },
  { file: 'libs/host/keys/asks-stream.ts', imports: '#libs/transport/stream', wall: 'host-stands-below' },
  { file: 'libs/sdk/device/asks-service.ts', imports: '#libs/host/service', wall: 'devices-are-light' },
  { file: 'libs/sdk/device/asks-keys.ts', imports: '#libs/host/keys' },
  { file: 'libs/log/storage/asks-pg.ts', imports: 'pg', wall: 'the-database-has-its-houses' },
  { file: 'libs/registry/access/asks-typeorm.ts', imports: 'typeorm', wall: 'the-database-has-its-houses' },
  { file: 'apps/anchor/asks-pg.ts', imports: 'pg', wall: 'the-database-has-its-houses' },
  { file: 'apps/api/asks-typeorm.ts', imports: '@nestjs/typeorm', wall: 'the-database-has-its-houses' },
  { file: 'libs/stores/links/asks-typeorm.ts', imports: 'typeorm' },
  { file: 'libs/projections/packing/asks-pg.ts', imports: 'pg' },
  { file: 'libs/projections/packing/fold/asks-pg.ts', imports: 'pg', wall: 'projections-fold-purely' },
  { file: 'libs/projections/packing/fold/asks-room.ts', imports: '../index.js', wall: 'projections-fold-purely' },
  { file: 'libs/projections/packing/fold/asks-core.ts', imports: '#libs/core/story' },
  { file: 'libs/transport/stream/asks-pg.ts', imports: 'pg' },
];

/** What types know and imports do not show, each in a file of a room of core. */
const IMPURE = {
  'libs/core/border/buffer.ts': 'export const bytes = Buffer.alloc(1);',
  'libs/core/border/environment.ts': 'export const data = process.env["CAIRN_DATA"];',
  'libs/core/border/timer.ts': 'export const timer = setTimeout(() => {}, 1);',
  'libs/core/border/monotonic.ts': 'export const now = performance.now();',
  'libs/core/border/document.ts': 'export const title = document.title;',
  'libs/core/border/chance.ts': 'export const random = crypto?.getRandomValues(new Uint8Array(1));',
} as const;
const PURE = {
  'libs/core/border/text.ts': 'export const bytes = new TextEncoder().encode("a");',
  'libs/core/border/subtle.ts': 'export const subtle = crypto?.subtle ?? null;',
} as const;

let house: string;

function put(file: string, text: string): void {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), `${text}\n`);
}

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'cairn-walls-'));
  for (const file of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json', 'tsconfig.core.json'])
    cpSync(join(ROOT, file), join(house, file));
  cpSync(join(ROOT, 'tools/check'), join(house, 'tools/check'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
  for (const room of ROOMS) put(`${room}/index.ts`, `export const here = ${JSON.stringify(room)};`);
  for (const file of ['libs/log/ledger/inside.ts', 'libs/words/inside.ts', 'libs/log/ledger/test/helper.ts'])
    put(file, 'export const here = 1;');
  put('test/kit/helper.ts', 'export const here = 1;');
  put('bench/index.ts', 'export const here = 1;');
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

function violations(): readonly Violation[] {
  const command = [join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')];
  const parts = ['apps', 'libs', 'tools', 'bench', 'test', '--config', '.dependency-cruiser.cjs', '-T', 'json'];
  const answer = execFileSync(process.execPath, [...command, ...parts, '--output-to', 'found.json'], { cwd: house });
  expect(String(answer)).toBe('');
  const found = JSON.parse(readFileSync(join(house, 'found.json'), 'utf8')) as {
    readonly summary: { readonly violations: readonly Violation[] };
  };
  return found.summary.violations;
}

describe('the walls of the house', () => {
  it('stop each planted import, by the wall that is meant for it, and none that is allowed', () => {
    for (const { file, imports } of PLANTED) put(file, `import * as there from '${imports}';\nexport { there };`);
    // A cycle takes two.
    put('libs/demo/one.ts', `import { other } from './other.js';\nexport const one = other;`);
    put('libs/demo/other.ts', `import { one } from './one.js';\nexport const other = one;`);
    const found = new Map<string, Set<string>>();
    for (const { from, rule } of violations()) found.set(from, (found.get(from) ?? new Set()).add(rule.name));
    for (const { file, imports, wall } of PLANTED) {
      const walls = [...(found.get(file) ?? [])];
      const what = `${file} imports ${imports}`;
      if (wall === undefined) expect([what, walls]).toEqual([what, []]);
      else expect([what, walls.filter((name) => name.startsWith(wall))]).not.toEqual([what, []]);
    }
    expect([...(found.get('libs/demo/one.ts') ?? []), ...(found.get('libs/demo/other.ts') ?? [])]).toContain(
      'no-cycles',
    );
    const expected = new Set(PLANTED.flatMap(({ file, wall }) => (wall ? [file] : [])));
    const others = [...found.keys()].filter((file) => !expected.has(file) && !file.startsWith('libs/demo/'));
    expect(others).toEqual([]);
  });

  it('have no rule without a planted import', () => {
    const { forbidden } = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs')) as {
      readonly forbidden: readonly { readonly name: string }[];
    };
    const walls = ['no-cycles', ...PLANTED.flatMap(({ wall }) => wall ?? [])];
    const without = forbidden.filter(({ name }) => !walls.some((wall) => name.startsWith(wall)));
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});

it('libs/core compiles without Node, DOM, timers, environment or chance', () => {
  for (const [file, text] of Object.entries({ ...IMPURE, ...PURE })) put(file, text);
  let output = '';
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.core.json'], {
      cwd: house,
      encoding: 'utf8',
    });
  } catch (error) {
    output = String((error as { readonly stdout?: unknown }).stdout);
  }
  for (const file of Object.keys(IMPURE)) expect(output).toContain(`${file}(`);
  for (const file of Object.keys(PURE)) expect(output).not.toContain(`${file}(`);
});
