import { setTimeout as pause } from 'node:timers/promises';
import { judgeEvidence, type Verdict } from '#libs/core/verdict';
import { NativeVerifier } from '#libs/host/keys';
import { type Arena, ATTACKED_OBJECT } from '../arena/arena.js';
import type { Trial, Violations } from './trial.js';

const SHOWN_TIMEOUT_MS = 30_000;

/**
 * What anybody makes of the evidence that the node gives, once it tells of everything that has a receipt: a public checkpoint comes
 * later than a receipt, and the api keeps one for a moment. @throws when no such evidence comes
 */
export async function judgedEvidence(arena: Arena): Promise<Verdict> {
  const size = arena.receiptedSize;
  for (const end = performance.now() + SHOWN_TIMEOUT_MS; ; await pause(50)) {
    const verdict = await judgedOnce(arena).catch((error: Error) => error);
    if (!(verdict instanceof Error) && (verdict.checkpoint?.size ?? 0) >= size) return verdict;
    if (performance.now() < end) continue;
    throw verdict instanceof Error ? verdict : new Error(`the evidence does not come to ${size} entries`);
  }
}

async function judgedOnce({ live, view }: Arena, object = ATTACKED_OBJECT): Promise<Verdict> {
  const path = object.slice('https://id.gs1.org/'.length);
  const answer = await fetch(`${live.node.apiUrl}/api/v1/objects/${path}/evidence`, {
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`the api answers ${answer.status} for the evidence`);
  const evidence = new Uint8Array(await answer.arrayBuffer());
  return judgeEvidence({ evidence, policy: view.policy, object, verifier: new NativeVerifier() });
}

export async function checkVerdict({ arena, before }: Trial): Promise<Violations> {
  try {
    const after = await judgedEvidence(arena);
    const [was, is] = [inWords(before.verdict), inWords(after)];
    return was === is ? [] : [`the verdict was «${was}» and is «${is}»`];
  } catch (error) {
    return [(error as Error).message];
  }
}

const inWords = ({ exit, state, status, findings, checks }: Verdict): string => {
  const failed = checks.filter(({ result }) => result === 'failed').map(({ code }) => code);
  const codes = new Set([...findings.map(({ code }) => code), ...failed]);
  return [`exit ${exit}`, state, ...status, ...[...codes].toSorted()].join(', ');
};
