import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type CheckResult, Findings } from './result.js';

const CLI = fileURLToPath(new URL('../../../apps/cli/main.js', import.meta.url));
const LINES_SHOWN = 4;

/** How a program ended and what it said. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Runs `cairn check` on the node of these variables, as an operator would. */
export function runCairnCheck(environment: Readonly<Record<string, string>>): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, 'check'], {
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

/** P5: everything derived can be recomputed from the public log and the private disclosures. */
export function checkTrailHeads({ exitCode, output }: ProgramEnd, entries: number): CheckResult {
  const findings = new Findings('trailHeads', 'entries');
  findings.saw(entries);
  const said = output.trim().split('\n').slice(-LINES_SHOWN).join(' / ');
  findings.require(exitCode === 0, () => `cairn check ended with ${exitCode}: ${said}`);
  return findings.result();
}
