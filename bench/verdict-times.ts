import { judgeEvidence } from '#libs/core/verdict';
import { NativeVerifier } from '#libs/host/keys';

/** What is judged again and again, by a new verifier each time, as somebody who comes with one piece of evidence does. */
export interface TimedVerdict {
  readonly evidence: string;
  readonly policy: string;
}

/** When to end: after `runsMin`, as soon as `forMs` have gone by; after `runsMax` in any case. */
export interface RunLimits {
  readonly runsMin: number;
  readonly runsMax: number;
  readonly forMs: number;
}

/** Milliseconds of each verdict, the first one first. @throws when the evidence is not good */
export async function verdictTimesInNode({ evidence, policy }: TimedVerdict, limits: RunLimits): Promise<number[]> {
  const times: number[] = [];
  const begun = performance.now();
  while (isToGoOn(times.length, performance.now() - begun, limits)) {
    const start = performance.now();
    const { exit } = await judgeEvidence({ evidence, policy, verifier: new NativeVerifier() });
    times.push(performance.now() - start);
    if (exit !== 0 && exit !== 10) throw new Error(`the evidence of the node itself gets exit ${exit}`);
  }
  return times;
}

const isToGoOn = (runs: number, goneMs: number, { runsMin, runsMax, forMs }: RunLimits): boolean =>
  runs < runsMin || (runs < runsMax && goneMs < forMs);
