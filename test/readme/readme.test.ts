// What README.md and the guides say is true. Commands run from dist/ (npm ci or npm run build makes it) and fail clearly without.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compiledCommand, runToEnd } from '../node/compiled-command.js';
import { REPOSITORY } from '../kit/repository.js';
import { commandsOf, pages, PROOFS } from './documented-commands.js';

const read = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');
const documented = pages().flatMap((page) => commandsOf(page).map((command) => ({ page, command })));
const readmeCommands = [...read('README.md').matchAll(/^\| `npx cairn (\w+)/gmu)].map(([, name]) => name!);

beforeAll(() => void compiledCommand());

describe('commands in README.md and the guides', () => {
  it.each(documented)('$command ($page) is entered in the table of proofs', ({ command }) => {
    expect(Object.keys(PROOFS)).toContain(command);
  });

  it('are all there is in the table', () => {
    const commands = new Set(documented.map(({ command }) => command));
    expect(Object.keys(PROOFS).filter((command) => !commands.has(command))).toEqual([]);
  });

  it('that are proved elsewhere stand there', () => {
    for (const [command, proof] of Object.entries(PROOFS)) {
      if (proof.how !== 'elsewhere') continue;
      const found = existsSync(join(REPOSITORY, proof.file)) && read(proof.file).includes(proof.says);
      expect([command, proof.file, found]).toEqual([command, proof.file, true]);
    }
  });

  it('that start a node are known to the command', async () => {
    for (const [command, { how }] of Object.entries(PROOFS)) {
      if (how !== 'help') continue;
      const words = command.replace(/^npx cairn /u, '').split(' ');
      const { exitCode, out } = await runToEnd(process.execPath, [compiledCommand(), ...words, '--help']);
      expect([command, exitCode, out.includes(`Usage: cairn ${words[0]}`)]).toEqual([command, 0, true]);
    }
  });

  it('npm start is a node with the demo', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(scripts['start']).toBe('node dist/apps/cli/main.js up --demo');
  });

  it('npx finds the command in a checkout', async () => {
    const { exitCode, out } = await runToEnd('npx', ['--no-install', 'cairn', '--help']);
    expect([exitCode, out.split('\n')[0]]).toEqual([0, 'Usage: cairn [options] [command]']);
  });
});

describe('the commands of README.md', () => {
  it('are those of the program', async () => {
    const { out } = await runToEnd(process.execPath, [compiledCommand(), '--help']);
    const [, list] = out.split('Commands:\n');
    const known = [...list!.matchAll(/^ {2}(\w+)/gmu)].map(([, name]) => name!).filter((name) => name !== 'help');
    expect(known.sort()).toEqual([...readmeCommands].sort());
  });

  it.each(readmeCommands)('%s has help with a description', async (name) => {
    const { exitCode, out } = await runToEnd(process.execPath, [compiledCommand(), name, '--help']);
    // An unknown command with --help shows the help of the whole.
    expect([exitCode, out.split('\n')[0]]).toEqual([0, expect.stringContaining(`Usage: cairn ${name}`)]);
    expect(out.split('\n')[2]).toMatch(/^\w.{10,}/u);
  });
});

describe('links', () => {
  const markdown = readdirSync(join(REPOSITORY, 'docs'), { recursive: true, encoding: 'utf8' });
  const all = ['README.md', ...markdown.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

  it.each(all)('of %s lead to files that are there', (page) => {
    const prose = read(page).replace(/^```[\s\S]*?^```/gmu, '');
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/gu)].map(([, target]) => target!.split('#')[0]!);
    const relative = targets.filter((target) => target !== '' && !/^[a-z]+:/u.test(target));
    expect(relative.filter((target) => !existsSync(join(REPOSITORY, dirname(page), target)))).toEqual([]);
  });
});
