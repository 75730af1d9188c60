// Which tier a test belongs to: its imports decide, so that a new file lands in its tier by itself (docs/ARCHITECTURE.md, Tests).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

const REPOSITORY = join(import.meta.dirname, '../..');

/** Folders that hold no tests of ours, whatever lies in them: packages, what is hidden, what builds and runs write (.gitignore). */
const PASSED_OVER = /(^|\/)(node_modules|\.[^/]+)$|^(dist|data|data-witnesses|coverage|tmp)$/;

/**
 * The tiers from the widest need to none, and the imports that show a need: packages, or files that listen, connect or start a program.
 * A test that does one of these without such an import fails in the tier `unit` (unit-environment.js): enter its file here.
 */
export const NEEDS = {
  browser: ['playwright-core'],
  services: [
    'apps/cli/up/supervised-process.ts',
    'libs/host/service/health-server.ts',
    'libs/host/verification/test/thread-programs.ts', // threads run what was built
    'test/kit/api/api.ts',
    'test/kit/forgery/list.ts', // no service, but a minute of a whole core: every byte of good evidence is changed
    'test/support/database.ts',
    'test/support/services.ts',
    'node:child_process',
    'node:http',
    'node:net',
    'aedes',
    'esbuild',
    'kafkajs',
    'mqtt',
  ],
  unit: [],
};

export const TIERS = Object.keys(NEEDS);

/** @returns {string[]} every test file below the folder, as paths from it, with `/` */
export function testFiles(folder = REPOSITORY, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(below, entry.name);
    if (entry.isDirectory()) return PASSED_OVER.test(path) ? [] : testFiles(folder, path);
    return path.endsWith('.test.ts') ? [path] : [];
  });
}

/** @returns {Record<string, string[]>} each tier with its test files */
export function filesOfTiers(folder = REPOSITORY) {
  const tiers = Object.fromEntries(TIERS.map((tier) => [tier, []]));
  const importsOf = remembering((path) => importsIn(folder, path));
  for (const path of testFiles(folder)) tiers[tierOf(path, importsOf)].push(path);
  return tiers;
}

/** What code under test imports does not count: a test may well replace what that would reach for. */
function tierOf(path, importsOf) {
  const reached = new Set([path]);
  for (const file of reached) {
    if (isTestCode(file)) for (const target of importsOf(file)) reached.add(target);
  }
  return TIERS.find((tier) => NEEDS[tier].some((need) => reached.has(need))) ?? 'unit';
}

const isTestCode = (path) => path.endsWith('.ts') && (path.startsWith('test/') || path.includes('/test/'));

/** Packages by name, files by their path from the folder. */
function importsIn(folder, path) {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, path), 'utf8'));
  return importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return fileName;
    const file = posix.join(posix.dirname(path), fileName);
    const source = file.replace(/\.js$/, '.ts');
    return existsSync(join(folder, source)) ? source : file;
  });
}

function remembering(answer) {
  const answers = new Map();
  return (question) => {
    if (!answers.has(question)) answers.set(question, answer(question));
    return answers.get(question);
  };
}
