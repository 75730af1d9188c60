import { NativeVerifier } from '#libs/signatures-native';
import { judgeEvidence } from '../../verdict/judge.js';
import type { Verdict } from '../../verdict/verdict.js';
import { byteChanges, withByte } from './bytes.js';
import type { Forgery } from './forgery.js';
import { theForgeries } from './list.js';
import { RememberingVerifier } from './remembering-verifier.js';

// Nothing that was forged may be called intact (docs/formats/evidence.md, Verification), and what is merely less must not be called whole.
// The same forgeries in Chromium: forgeries-in-chromium.test.ts; in Python: tools/test/verify-python-forgeries.test.ts.

const { bases, controls, forged, lesser } = await theForgeries();
const verifier = new RememberingVerifier(new NativeVerifier());
const judged = ({ policy, object }: Omit<Forgery, 'evidence'>, evidence: string | Uint8Array): Promise<Verdict> =>
  judgeEvidence({ evidence, policy, verifier, ...(object !== undefined && { object }) });

it('what nothing was done to is intact', async () => {
  for (const control of controls) {
    const exit = control.name.startsWith('good') ? 0 : 10;
    expect([control.name, (await judged(control, control.evidence)).exit]).toEqual([control.name, exit]);
  }
});

it('no forgery is intact', async () => {
  const taken: [string, number][] = [];
  for (const forgery of forged) {
    const { exit } = await judged(forgery, forgery.evidence);
    if (exit !== 20 && exit !== 30) taken.push([forgery.name, exit]);
  }
  expect(taken).toEqual([]);
});

it('there are many, and none is the evidence that it was made of', () => {
  const asked = ({ evidence, policy, object }: Forgery): string => JSON.stringify([evidence, policy, object]);
  const good = new Set(controls.map(asked));
  expect(forged.filter((forgery) => good.has(asked(forgery))).map(({ name }) => name)).toEqual([]);
  expect(new Set(forged.map(({ name }) => name)).size).toBeGreaterThan(900);
});

it.each(bases.map((base) => [base.name, base] as const))('no byte of evidence %s may be another', async (_, base) => {
  const bytes = new TextEncoder().encode(base.evidence);
  const changes = byteChanges(bytes, base === bases[0] ? {} : { stride: 31, seed: Date.now() % 1_000 });
  const taken: unknown[] = [];
  for (const change of changes) {
    const { exit } = await judged(base, withByte(bytes, change));
    if (exit !== 20 && exit !== 30) taken.push({ ...change, exit });
  }
  expect(taken).toEqual([]);
});

it.each(bases.map((base) => [base.name, base] as const))(
  'evidence %s has no byte too many or too few',
  async (_, base) => {
    const bytes = new TextEncoder().encode(base.evidence);
    for (let at = Date.now() % 31; at < bytes.length; at += 31) {
      const fewer = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]);
      const more = Uint8Array.from([...bytes.subarray(0, at), bytes[at]!, ...bytes.subarray(at)]);
      for (const text of [fewer, more, bytes.subarray(0, at)]) {
        const { exit } = await judged(base, text);
        expect([at, [20, 30].includes(exit)]).toEqual([at, true]);
      }
    }
  },
);

it.each(lesser.map((one) => [one.name, one] as const))('%s: the verdict says what it does not know', async (_, one) => {
  const verdict = await judged(one, one.evidence);
  expect([0, 10]).toContain(verdict.exit);
  expect(verdict.notChecked.map(({ code }) => code)).toEqual(expect.arrayContaining([...one.notChecked]));
  expect(JSON.stringify(verdict)).not.toMatch(/\b(complete|whole)/i);
});
