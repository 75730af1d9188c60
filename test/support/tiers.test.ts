import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../kit/repository.js';
import { filesOfTiers, NEEDS, testFiles, type Tier, TIERS } from './tiers.js';

const JEST = [
  '--experimental-vm-modules',
  '--no-warnings',
  join(REPOSITORY, 'node_modules/jest/bin/jest.js'),
  '--listTests',
  '--json',
];

/** What Jest itself would run, as paths from the repository. */
function listed(...words: string[]): string[] {
  const output = execFileSync(process.execPath, [...JEST, ...words], { cwd: REPOSITORY, encoding: 'utf8' });
  return (JSON.parse(output) as string[]).map((path) => path.slice(REPOSITORY.length + 1)).sort();
}

/** All test files in the folders of the repository, whatever our own search says. */
function known(): string[] {
  const folders = readdirSync(REPOSITORY, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .filter(({ name }) => !/^(\.|node_modules$|dist$|data|coverage$|tmp$)/u.test(name))
    .flatMap(({ name }) =>
      readdirSync(join(REPOSITORY, name), { recursive: true, encoding: 'utf8' }).map((path) => join(name, path)),
    )
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules/'))
    .sort();
}

describe('the tiers of the tests', () => {
  const tiers = filesOfTiers();

  it('are together every test file there is, each once', () => {
    const all = TIERS.flatMap((tier) => tiers[tier]).sort();
    expect(all).toEqual([...new Set(all)]);
    expect(all).toEqual(testFiles().sort());
    expect(all).toEqual(known());
  });

  it('are what Jest runs, all of them and one by one', () => {
    expect(listed()).toEqual(known());
    for (const tier of TIERS) expect([tier, listed('--selectProjects', tier)]).toEqual([tier, tiers[tier].sort()]);
  });

  it('are told by files that are there', () => {
    const files = Object.values(NEEDS)
      .flat()
      .filter((need) => need.endsWith('.ts'));
    expect(files.filter((file) => !existsSync(join(REPOSITORY, file)))).toEqual([]);
  });
});

describe('a new test file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cairn-tiers-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const tierOf = (path: string): Tier[] => TIERS.filter((tier) => filesOfTiers(folder)[tier].includes(path));

  it.each<[Tier, string]>([
    ['unit', "import { x } from '../x.js';"],
    ['services', "import { spawn } from 'node:child_process';"],
    ['services', "import { createTestDatabase } from '../../../test/support/database.js';"],
    ['services', "import { world } from './support/world.js';"],
    ['browser', "import { chromium } from 'playwright-core';\nimport { createServer } from 'node:http';"],
    ['services', "it('later', async () => void (await import('node:net')));"],
  ])('is of the tier %s by what it imports, also by way of other tests: %s', (tier, text) => {
    write('libs/room/test/new.test.ts', text);
    write('libs/room/test/support/world.ts', "import './broker.js';");
    write('libs/room/test/support/broker.ts', "import mqtt from 'mqtt';");
    write('libs/room/x.ts', "import { connect } from 'node:net';");
    write('test/support/database.ts', '');
    expect(tierOf('libs/room/test/new.test.ts')).toEqual([tier]);
  });

  it('is found wherever it lies, and not in packages or what a build made', () => {
    for (const place of ['bench', 'libs/data/test', 'apps/api/dist/test']) write(`${place}/new.test.ts`, '');
    for (const place of ['node_modules/x', 'apps/api/node_modules/x', 'dist/libs', '.git'])
      write(`${place}/new.test.ts`, '');
    expect(testFiles(folder).sort()).toEqual([
      'apps/api/dist/test/new.test.ts',
      'bench/new.test.ts',
      'libs/data/test/new.test.ts',
    ]);
  });
});
