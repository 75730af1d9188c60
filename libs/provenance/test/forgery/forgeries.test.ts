import { NativeVerifier } from '#libs/signatures-native';
import { judgeEvidence } from '../../verdict/judge.js';
import type { Verdict } from '../../verdict/verdict.js';
import type { Forgery } from './forgery.js';
import { theForgeries } from './list.js';

const { controls, forged, lesser } = await theForgeries();
const verifier = new NativeVerifier();
const judged = ({ evidence, policy, object }: Forgery): Promise<Verdict> =>
  judgeEvidence({ evidence, policy, verifier, ...(object !== undefined && { object }) });

it('x', async () => {
  console.log(controls.length, forged.length, lesser.length, new Set(forged.map(({ name }) => name)).size);
  const out: unknown[] = [];
  for (const c of controls)
    out.push([
      c.name,
      (await judged(c)).exit,
      (await judged(c)).checks
        .filter((c) => c.result === 'failed' || c.result === 'not-judged')
        .map((c) => c.code + c.text),
    ]);
  const t = Date.now();
  for (const c of forged) {
    const v = await judged(c);
    if (v.exit < 20) out.push([v.exit, c.name]);
  }
  out.push(Date.now() - t);
  for (const c of lesser) {
    const v = await judged(c);
    out.push([
      v.exit,
      c.name,
      v.notChecked.map((x) => x.code).join(),
      c.notChecked.every((x) => v.notChecked.some((y) => y.code === x)),
      v.findings.map((c) => c.code).join(),
      v.checks
        .filter((c) => c.result === 'failed' || c.result === 'not-judged')
        .map((c) => c.code + c.text)
        .join()
        .slice(0, 200),
    ]);
  }
  console.log(out.map((o) => JSON.stringify(o)).join('\n'));
});
