import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../apps/cli/main.js', import.meta.url));
const LINES_SHOWN = 4;

/** How a program ended and what it said. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Runs a command of `cairn` on the node of these variables, as an operator would. */
export function runCairn(
  environment: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...words], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (text) => (output += String(text)));
    child.stderr.on('data', (text) => (output += String(text)));
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}

/** The last lines of what it said, as one; of a check those that tell differences, not the list of what it does not check. */
export const lastLines = ({ output }: ProgramEnd): string =>
  output.split('\nNot checked')[0]!.trim().split('\n').slice(-LINES_SHOWN).join(' / ');
