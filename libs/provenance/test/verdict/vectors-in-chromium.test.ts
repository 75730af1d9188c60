import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser } from 'playwright-core';
import { jest } from '@jest/globals';
import { describeWithReal } from '../../../../test/support/services.js';
import type { EvidenceVector } from './vectors.js';

// The same vectors as in Node (vectors.test.ts) and Python (tools/test/verify-python.test.ts): what a buyer's browser says.

jest.setTimeout(180_000);
const ROOT = join(import.meta.dirname, '../../../..');
const { vectors } = JSON.parse(readFileSync(join(ROOT, 'test/vectors/evidence.json'), 'utf8')) as {
  readonly vectors: readonly EvidenceVector[];
};

/** Gives the page `judgeVectors(vectors, verifier)`, which answers with the exit codes. */
const PROGRAM = `
  import { judgeEvidence } from '#libs/provenance';
  import { NobleVerifier, WebCryptoVerifier } from '#libs/signatures';
  globalThis.judgeVectors = async (vectors, which) => {
    const verifier = which === 'webcrypto' ? new WebCryptoVerifier(crypto.subtle) : new NobleVerifier();
    const exits = [];
    for (const { evidence, policy, object } of vectors)
      exits.push((await judgeEvidence({ evidence, policy, verifier, ...(object !== undefined && { object }) })).exit);
    return exits;
  };`;

describeWithReal('chromium', 'the vectors of evidence in Chromium', (executablePath) => {
  let browser: Browser;
  let script: string;

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
      bundle: true,
      format: 'iife',
      platform: 'browser',
      conditions: ['source'],
      write: false,
      logLevel: 'silent',
    });
    script = outputFiles[0]!.text;
    browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  });
  afterAll(() => browser.close());

  it.each(['webcrypto', 'noble'])('give the exit codes that they must have, by %s', async (which) => {
    const page = await browser.newPage();
    // WebCrypto exists in secure contexts alone, which a page of the own machine is.
    await page.route('http://localhost/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto('http://localhost/');
    await page.addScriptTag({ content: script });
    const exits = await page.evaluate(
      ([given, verifier]) =>
        (globalThis as never as { judgeVectors: (...all: unknown[]) => Promise<number[]> }).judgeVectors(
          given,
          verifier,
        ),
      [vectors, which] as const,
    );
    expect(exits.map((exit, at) => [vectors[at]!.name, exit])).toEqual(vectors.map(({ name, exit }) => [name, exit]));
    await page.close();
  });
});
