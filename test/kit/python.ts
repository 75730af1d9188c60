import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { judgeEvidence, type Verdict } from '#libs/core/verdict';
import { NativeVerifier } from '#libs/host/keys';
import { RememberingVerifier } from './forgery/remembering-verifier.js';

/** Evidence and what it is judged by. */
export interface Case {
  readonly name: string;
  readonly evidence: string;
  /** null: there is none. */
  readonly policy: string | null;
  /** Canonical URI that was asked for. */
  readonly object?: string;
  /** The clock of the asker, and how old he lets it be, milliseconds. */
  readonly nowMs?: number;
  readonly freshMs?: number;
}

/** Code of a finding, and the log indexes of the entries that show it. */
type Found = readonly [string, ...number[]];

interface PythonVerdict {
  readonly exit: number;
  readonly checks: readonly { code: string; result: string; text: string; findings: readonly Found[] }[];
  readonly notChecked: readonly string[];
}

export const PROGRAM = join(import.meta.dirname, '../../tools/verify.py');
const run = promisify(execFile);

/** @throws when the interpreter lacks the one package that the program needs */
export async function requireCryptography(python: string): Promise<void> {
  try {
    await run(python, ['-c', 'import cryptography']);
  } catch (cause) {
    const how = 'install it (Debian: apt-get install python3-cryptography, else: pip install cryptography)';
    throw new Error(`${python} cannot import the package cryptography, which tools/verify.py needs: ${how}`, { cause });
  }
}

/** The lines that a Python program prints. */
export async function runPython(python: string, words: readonly string[]): Promise<string[]> {
  const { stdout } = await run(python, words, { maxBuffer: 1 << 28 });
  return stdout.trimEnd().split('\n');
}

/** The verdicts of tools/verify.py, in the order of the cases. */
export async function judgeWithPython(python: string, cases: readonly Case[]): Promise<PythonVerdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-verify-'));
  try {
    const file = join(folder, 'cases.jsonl');
    writeFileSync(file, cases.map((one) => JSON.stringify(one)).join('\n'));
    return (await runPython(python, [PROGRAM, '--batch', file])).map((line) => JSON.parse(line) as PythonVerdict);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const WEIGHTS = ['passed', 'notice', 'not-judged', 'failed'];

/** What two verifiers must agree on: the exit code, every check unless one failed and, where the record is intact, every finding with its entries and every limit. */
function essence(
  exit: number,
  results: readonly [string, string][],
  findings: string[],
  notChecked: string[],
): {
  readonly exit: number;
  readonly checks?: Readonly<Record<string, string>>;
  readonly findings?: readonly string[];
  readonly notChecked?: readonly string[];
} {
  const worst = new Map<string, string>();
  for (const [code, result] of results) {
    if (WEIGHTS.indexOf(result) >= WEIGHTS.indexOf(worst.get(code) ?? 'passed')) worst.set(code, result);
  }
  const checks = Object.fromEntries(worst);
  // Once something has failed, how much of the rest is looked at is a matter of taste.
  if (exit === 20) return { exit };
  return exit === 30 ? { exit, checks } : { exit, checks, findings: findings.sort(), notChecked: notChecked.sort() };
}

const ours = ({ exit, checks, findings, notChecked }: Verdict) =>
  essence(
    exit,
    checks.map(({ code, result }) => [code, result]),
    findings.map(({ code, entries }) => [code, ...entries].join(' ')),
    notChecked.map(({ code }) => code),
  );

const theirs = ({ exit, checks, notChecked }: PythonVerdict) =>
  essence(
    exit,
    checks.map(({ code, result }) => [code, result]),
    checks.flatMap(({ findings }) => findings.map((found) => found.join(' '))),
    [...notChecked],
  );

/** What one verifier says and the other one does not, line by line. */
function without(one: ReturnType<typeof essence>, other: ReturnType<typeof essence>): string[] {
  const said = ({ exit, checks = {}, findings = [], notChecked = [] }: ReturnType<typeof essence>): string[] => [
    `exit ${exit}`,
    ...Object.entries(checks).map(([code, result]) => `${code} ${result}`),
    ...findings,
    ...notChecked,
  ];
  const rest = said(other);
  return said(one).filter((line) => {
    const place = rest.indexOf(line);
    if (place >= 0) rest.splice(place, 1);
    return place < 0;
  });
}

/** How often each exit code came, and every case that the two programs judge differently. */
export async function compare(python: string, cases: readonly Case[]) {
  const verdicts = await judgeWithPython(python, cases);
  if (verdicts.length !== cases.length)
    throw new Error(`${verdicts.length} verdicts came back for ${cases.length} cases`);
  const differences: unknown[] = [];
  const exits: Record<string, number> = {};
  const verifier = new RememberingVerifier(new NativeVerifier());
  for (const [at, { name, ...given }] of cases.entries()) {
    const verdict = await judgeEvidence({ ...given, verifier });
    exits[verdict.exit] = (exits[verdict.exit] ?? 0) + 1;
    const [typescript, other] = [ours(verdict), theirs(verdicts[at]!)];
    if (JSON.stringify(typescript) !== JSON.stringify(other)) {
      const why = verdicts[at]!.checks.filter(({ result }) => result !== 'passed').map(({ code, text }) => code + text);
      differences.push({ name, typescript: without(typescript, other), python: without(other, typescript), why });
    }
  }
  return { differences, exits };
}
