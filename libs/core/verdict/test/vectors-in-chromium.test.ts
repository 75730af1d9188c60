import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { EvidenceBrowser } from '../../../../test/browser/evidence-browser.js';
import { describeWithReal } from '../../../../test/support/services.js';
import type { EvidenceVector } from './vectors.js';

// The same vectors as in Node (vectors.test.ts) and Python (tools/test/verify-python.test.ts): what a buyer's browser says.

jest.setTimeout(180_000);
const ROOT = join(import.meta.dirname, '../../../..');
const { vectors } = JSON.parse(readFileSync(join(ROOT, 'test/vectors/evidence.json'), 'utf8')) as {
  readonly vectors: readonly EvidenceVector[];
};

describeWithReal('chromium', 'the vectors of evidence in Chromium', (executablePath) => {
  let browser: EvidenceBrowser;
  beforeAll(async () => {
    browser = await EvidenceBrowser.launch(executablePath);
  });
  afterAll(() => browser.close());

  it.each(['webcrypto', 'noble'] as const)('give the exit codes that they must have, by %s', async (which) => {
    const verdicts = await browser.judgeAll(vectors, which);
    expect(verdicts.map(({ exit }, at) => [vectors[at]!.name, exit])).toEqual(
      vectors.map(({ name, exit }) => [name, exit]),
    );
  });
});
