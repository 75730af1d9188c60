import { jest } from '@jest/globals';
import { EvidenceBrowser } from '../../../../../test/browser/evidence-browser.js';
import { describeWithReal } from '../../../../../test/support/services.js';
import { byteChanges, sampleFor, takenOf } from '../../../../../test/kit/forgery/bytes.js';
import { theForgeries } from '../../../../../test/kit/forgery/list.js';

// The forgeries of forgeries.test.ts, judged by what runs in a buyer's browser.

jest.setTimeout(180_000);
const { bases, controls, forged, lesser } = await theForgeries();
const encoder = new TextEncoder();

describeWithReal('chromium', 'forgeries in Chromium', (executablePath) => {
  let browser: EvidenceBrowser;
  beforeAll(async () => {
    browser = await EvidenceBrowser.launch(executablePath);
  });
  afterAll(() => browser.close());

  it.each(['webcrypto', 'noble'] as const)('none is intact, by %s', async (verifier) => {
    const exits = (await browser.judgeAll([...controls, ...forged], verifier)).map(({ exit }) => exit);
    expect(exits.slice(0, controls.length)).toEqual(controls.map(({ exit }) => exit));
    const taken = forged.filter((_, at) => ![20, 30].includes(exits[controls.length + at]!));
    expect(taken.map(({ name }) => name)).toEqual([]);
  });

  // Every fifth byte where the browser verifies; by the fallback every 31st; from another on each time.
  it.each(
    bases.flatMap((base, at) => [
      ['webcrypto' as const, base.name, base, sampleFor(at)] as const,
      ['noble' as const, base.name, base, { stride: 31, seed: Date.now() % 1_000 }] as const,
    ]),
  )('no byte may be another, by %s: %s', async (verifier, _, base, which) => {
    const changes = byteChanges(encoder.encode(base.evidence), which);
    const verdicts = await browser.judgeBytes(base, changes, verifier);
    expect(verdicts).toHaveLength(changes.length);
    expect([which, takenOf(base, changes, verdicts)]).toEqual([which, []]);
  });

  it('where something is left out, the verdict says what it does not know', async () => {
    const verdicts = await browser.judgeAll(lesser, 'webcrypto');
    for (const [at, { exit, notChecked, saysWhole }] of verdicts.entries()) {
      const { name, notChecked: must } = lesser[at]!;
      expect([name, [0, 10].includes(exit), must.filter((code) => !notChecked.includes(code)), saysWhole]).toEqual([
        name,
        true,
        [],
        false,
      ]);
    }
  });
});
