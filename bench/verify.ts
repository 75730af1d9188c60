import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { NodeUnderTest } from './node-under-test.js';
import { fetchOnce } from './reads/fetch-once.js';
import { quantile } from './quantile.js';
import type { Figure } from './report.js';
import { VerdictPage } from './verdict-page.js';
import { type TimedVerdict, verdictTimesInNode } from './verdict-times.js';

const RUNS = 30;
const LIMITS = { runsMin: RUNS, runsMax: RUNS, forMs: 0 };

/** Size of the evidence of one object, and how long its verdict takes, first and warm, in Node and in Chromium. */
export async function measureVerify(node: NodeUnderTest, object: string): Promise<Figure[]> {
  const verdict = await fetchVerdict(node, object);
  const inNode = await verdictTimesInNode(verdict, LIMITS);
  const page = await VerdictPage.open({ apiUrl: node.apiUrl, hasWebCrypto: true });
  try {
    const bytes = gzipSync(verdict.evidence).length;
    return [
      { what: 'evidence of 20 scans, gzipped', value: bytes / 1_000, unit: 'kB', goal: '<= 16' },
      ...figures('Node', inNode),
      ...figures('Chromium', await page.times(verdict, LIMITS)),
    ];
  } finally {
    await page.close();
  }
}

/** Evidence of an object as the node gives it, and the policy that the node shows to others. */
export async function fetchVerdict(node: NodeUnderTest, object: string): Promise<TimedVerdict> {
  const path = object.replace('https://id.gs1.org/', '');
  const { status, body } = await fetchOnce(`${node.apiUrl}/api/v1/objects/${path}/evidence`);
  if (status !== 200) throw new Error(`${object}: ${status} ${body.toString()}`);
  return { evidence: body.toString(), policy: readFileSync(join(node.folder, 'policy.txt'), 'utf8') };
}

const figures = (where: string, times: readonly number[]): Figure[] => [
  { what: `verdict on 20 scans in ${where}, the first`, value: times[0] ?? Number.NaN, unit: 'ms' },
  { what: `verdict on 20 scans in ${where}, p50`, value: quantile(times, 0.5), unit: 'ms', goal: '<= 50' },
];
