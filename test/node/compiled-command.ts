import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../kit/repository.js';

/** Path of the compiled command. @throws {Error} saying what to do where nothing has been compiled. */
export function compiledCommand(): string {
  const path = join(REPOSITORY, 'dist/apps/cli/main.js');
  if (!existsSync(path)) throw new Error('dist/ is missing: run npm ci, or npm run build, before npm test');
  return path;
}

/** This process's variables without those of Cairn, which would name somebody's real node. */
export function environmentWith(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(CAIRN_|NODE_OPTIONS$)/u.test(name));
  return { ...Object.fromEntries(inherited), ...variables };
}

export interface Outcome {
  readonly exitCode: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs a program to its end. */
export function runToEnd(
  program: string,
  words: readonly string[],
  options: { readonly cwd?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<Outcome> {
  const { cwd = REPOSITORY, environment = {} } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, env: environmentWith(environment), stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, out, errors }));
  });
}
