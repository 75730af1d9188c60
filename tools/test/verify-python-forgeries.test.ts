import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { Base } from '../../test/kit/forgery/base.js';
import { type ByteChange, byteChanges, type ByteVerdict, sampleFor, takenOf } from '../../test/kit/forgery/bytes.js';
import { theForgeries } from '../../test/kit/forgery/list.js';
import { describeWithReal } from '../../test/support/services.js';
import { withBytesChanged } from './support/forgeries.js';
import { compare, judgeWithPython, PROGRAM as VERIFY, requireCryptography, runPython } from '../../test/kit/python.js';

// The forgeries of test/kit/forgery, judged by a verifier that shares no line with the one in TypeScript.

jest.setTimeout(180_000);
const PROGRAM = join(import.meta.dirname, 'support/ask_bytes.py');
const { bases, controls, forged, lesser } = await theForgeries();

/** The changes that are called intact, with the exit code. One process judges them all, and remembers signatures. */
async function takenWith(python: string, base: Base, changes: readonly ByteChange[]) {
  const { evidence, policy } = base;
  const folder = mkdtempSync(join(tmpdir(), 'cairn-verify-'));
  try {
    const file = join(folder, 'changes.json');
    writeFileSync(file, JSON.stringify({ evidence, policy, changes: changes.map(({ at, byte }) => [at, byte]) }));
    const verdicts = (await runPython(python, [PROGRAM, file])).map((line) => JSON.parse(line) as ByteVerdict);
    expect(verdicts).toHaveLength(changes.length);
    return takenOf(base, changes, verdicts);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describeWithReal('python', 'forgeries in tools/verify.py', (python) => {
  beforeAll(async () => requireCryptography(python));

  it('none is intact, and each is judged as in TypeScript', async () => {
    const { differences, exits } = await compare(python, forged);
    expect(differences.slice(0, 3)).toEqual([]);
    expect(Object.keys(exits).sort()).toEqual(['20', '30']);
    expect((await compare(python, controls)).differences).toEqual([]);
    const judged = await judgeWithPython(python, controls);
    expect(judged.map(({ exit }) => exit)).toEqual(controls.map(({ exit }) => exit));
  });

  it.each(bases.map((base, at) => [base.name, base, sampleFor(at)] as const))(
    'no byte may be another: %s',
    async (_, base, which) => {
      const changes = byteChanges(new TextEncoder().encode(base.evidence), which);
      expect([which, await takenWith(python, base, changes)]).toEqual([which, []]);
    },
  );

  it('a bundle with a byte changed is judged as in TypeScript', async () => {
    const cases = bases.flatMap(({ name, evidence, policy }) => withBytesChanged({ name, evidence, policy }, 41));
    expect((await compare(python, cases)).differences.slice(0, 3)).toEqual([]);
  });

  it('what is no UTF-8 is refused by the command too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-verify-'));
    const [{ evidence, policy }] = bases as [Base];
    const bytes = Buffer.from(evidence);
    bytes[bytes.indexOf(0xe2)] = 0xff;
    writeFileSync(join(folder, 'evidence.json'), bytes);
    writeFileSync(join(folder, 'policy.txt'), policy);
    const words = [VERIFY, join(folder, 'evidence.json'), '--policy', join(folder, 'policy.txt')];
    const exit = await new Promise((resolve) => execFile(python, words, (error) => resolve(error?.code ?? 0)));
    rmSync(folder, { recursive: true });
    expect(exit).toBe(20);
  });

  it('where something is left out, the verdict says what it does not know', async () => {
    const verdicts = await judgeWithPython(python, lesser);
    for (const [at, verdict] of verdicts.entries()) {
      const { name, notChecked } = lesser[at]!;
      const unsaid = notChecked.filter((code) => !verdict.notChecked.includes(code));
      const saysWhole = /\b(complete|whole)/i.test(JSON.stringify(verdict));
      expect([name, [0, 10].includes(verdict.exit), unsaid, saysWhole]).toEqual([name, true, [], false]);
    }
    expect((await compare(python, lesser)).differences).toEqual([]);
  });
});
