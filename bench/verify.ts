import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { judgeEvidence } from '#libs/provenance';
import { NativeVerifier } from '#libs/signatures-native';
import type { NodeUnderTest } from './node-under-test.js';
import { fetchOnce } from './reads.js';
import type { Figure } from './report.js';

const RUNS = 30;
const CHROMIUM = process.env['CAIRN_TEST_CHROMIUM'] ?? '/usr/bin/chromium';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Size of the evidence of one object, and how long its verdict takes, first and warm, in Node and in Chromium. */
export async function measureVerify(node: NodeUnderTest, object: string): Promise<Figure[]> {
  const path = object.replace('https://id.gs1.org/', '');
  const evidence = (await fetchOnce(`${node.apiUrl}/api/v1/objects/${path}/evidence`)).body.toString();
  const policy = readFileSync(join(node.folder, 'policy.txt'), 'utf8');
  const inNode = await timesInNode(evidence, policy);
  return [
    { what: 'evidence of 20 scans, gzipped', value: gzipSync(evidence).length / 1_000, unit: 'kB', goal: '<= 16' },
    ...figures('Node', inNode),
    ...figures('Chromium', await timesInChromium(node.apiUrl, evidence, policy)),
  ];
}

const figures = (where: string, times: readonly number[]): Figure[] => [
  { what: `verdict on 20 scans in ${where}, the first`, value: times[0] ?? Number.NaN, unit: 'ms' },
  {
    what: `verdict on 20 scans in ${where}, p50`,
    value: times.toSorted((a, b) => a - b)[RUNS / 2] ?? Number.NaN,
    unit: 'ms',
    goal: '<= 50',
  },
];

async function timesInNode(evidence: string, policy: string): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    const { exit } = await judgeEvidence({ evidence, policy, verifier: new NativeVerifier() });
    times.push(performance.now() - start);
    if (exit !== 0 && exit !== 10) throw new Error(`the evidence of the node itself gets exit ${exit}`);
  }
  return times;
}

const IN_THE_PAGE = `
import { judgeEvidence } from '#libs/provenance';
import { WebCryptoVerifier } from '#libs/signatures';
globalThis.measure = async (evidence, policy, runs) => {
  const times = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const { exit } = await judgeEvidence({ evidence, policy, verifier: new WebCryptoVerifier(crypto.subtle) });
    times.push(performance.now() - start);
    if (exit !== 0 && exit !== 10) throw new Error('exit ' + exit);
  }
  return times;
};`;

async function timesInChromium(apiUrl: string, evidence: string, policy: string): Promise<number[]> {
  const stdin = { contents: IN_THE_PAGE, resolveDir: ROOT };
  const built = await build({
    stdin,
    bundle: true,
    write: false,
    format: 'iife',
    conditions: ['source', 'browser'],
    minify: true,
  });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await (await browser.newContext({ bypassCSP: true })).newPage();
    await page.goto(`${apiUrl}/demo/shop`);
    await page.addScriptTag({ content: built.outputFiles[0]!.text });
    return await page.evaluate(
      ([text, pinned, runs]) =>
        (globalThis as unknown as { measure(e: string, p: string, n: number): Promise<number[]> }).measure(
          text,
          pinned,
          runs,
        ),
      [evidence, policy, RUNS] as const,
    );
  } finally {
    await browser.close();
  }
}
