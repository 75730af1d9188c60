import { judgeEvidence } from '#libs/core/verdict';
import { NativeVerifier } from '#libs/host/keys';
import { type Bench, load } from './node-load.js';
import { quantile } from './quantile.js';
import type { Figure } from './report.js';
import { settled } from './settled.js';
import { VerdictPage } from './verdict-page.js';
import { type RunLimits, type TimedVerdict, verdictTimesInNode } from './verdict-times.js';
import { verificationsPerSecond } from './verifying/verify-loop.js';
import { fetchVerdict } from './verify.js';

const SCANS = [1, 20, 100] as const;
const DEVICES_MAX = 5;
const COSIGNATURES = 2;
const RUNS_MIN = 20;
const RUNS_MAX = 2_000;
const BASELINE_MS = 500;

type Times = (verdict: TimedVerdict, limits: RunLimits) => Promise<number[]>;

/**
 * How long a verdict takes on evidence of 1, 20 and 100 scans whose checkpoint two witnesses have cosigned, by a policy that asks for
 * both: in Node, in Chromium by WebCrypto, in Chromium by the fallback.
 */
export async function measureTrustVerdicts(bench: Bench, seconds: number): Promise<Figure[]> {
  for (const scans of SCANS) {
    const devices = Math.min(scans, DEVICES_MAX);
    await load(bench, {
      seed: `of${scans}`,
      devices,
      scans,
      objectsPerScan: 1,
      windowScans: 32,
      objects: [objectOf(scans)],
    });
  }
  await settled(bench.node.databaseUrl);
  const limits = { runsMin: RUNS_MIN, runsMax: RUNS_MAX, forMs: (seconds / 5) * 1_000 };
  const { apiUrl } = bench.node;
  const perSecond = verificationsPerSecond(BASELINE_MS);
  const figures: Figure[] = [{ what: 'native Ed25519 verifications of one core', value: perSecond, unit: '1/s' }];
  const pages = {
    WebCrypto: await VerdictPage.open({ apiUrl, hasWebCrypto: true }),
    '@noble/curves': await VerdictPage.open({ apiUrl, hasWebCrypto: false }),
  };
  try {
    const ways: [string, Times][] = [
      ['Node', verdictTimesInNode],
      ...Object.entries(pages).map(([by, page]): [string, Times] => [
        `Chromium by ${by}`,
        (verdict, until) => page.times(verdict, until),
      ]),
    ];
    for (const scans of SCANS) {
      const verdict = await fetchVerdict(bench.node, objectOf(scans));
      await requireWhole(verdict, scans);
      // The log's signature and the cosignatures are checked too.
      const nativeMs = ((scans + 1 + COSIGNATURES) / perSecond) * 1_000;
      for (const [where, times] of ways)
        figures.push(...figuresOf(scans, where, await times(verdict, limits), nativeMs));
    }
    return figures;
  } finally {
    await Promise.all(Object.values(pages).map((page) => page.close()));
  }
}

const objectOf = (scans: number): string => `https://id.gs1.org/01/09520000000004/21/of${scans}`;

/** Else the figures would be of something else than they say. */
async function requireWhole({ evidence, policy }: TimedVerdict, scans: number): Promise<void> {
  const { steps, checkpoint } = await judgeEvidence({ evidence, policy, verifier: new NativeVerifier() });
  const cosigned = checkpoint?.cosigners?.witnesses.length;
  if (steps.length !== scans || cosigned !== COSIGNATURES)
    throw new Error(`the evidence of ${scans} scans has ${steps.length} steps and ${cosigned} cosignatures`);
}

function figuresOf(scans: number, where: string, times: readonly number[], nativeMs: number): Figure[] {
  const what = `verdict on ${scans} ${scans === 1 ? 'scan' : 'scans'} in ${where}`;
  const p50 = quantile(times, 0.5);
  return [
    { what: `${what}, p50 of ${times.length} runs`, value: p50, unit: 'ms' },
    { what: `${what}, p99 of ${times.length} runs`, value: quantile(times, 0.99), unit: 'ms' },
    { what: `${what}, ratio p50 / native verifications of scans and checkpoint`, value: p50 / nativeMs, unit: '' },
  ];
}
