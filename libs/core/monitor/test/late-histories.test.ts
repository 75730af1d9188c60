import fc from 'fast-check';
import { anySteps, honestSteps, LateHistory } from '../../../../test/kit/core/late-history.js';
import { monitored } from '../../../../test/kit/core/monitored.js';

/** Some of the sizes, by their places modulo their number. */
const some = (sizes: readonly number[], places: readonly number[]): number[] =>
  places.map((place) => sizes[place % sizes.length]!);
const RUNS = 60;
const places = fc.array(fc.nat(60), { maxLength: 5 });

describe('a monitor of a device whose keys end while it is offline', () => {
  it('finds nothing in what an honest sequencer logs, published and restarted between any two commits', async () => {
    let lateRuns = 0;
    await fc.assert(
      fc.asyncProperty(honestSteps, places, places, async (steps, published, stopped) => {
        const history = new LateHistory(steps, true);
        const { commits, fleet } = history;
        const checkpoints = some(commits, published);
        const found = await monitored(fleet.log, { checkpoints, restarts: some(commits, stopped) });
        expect([found.texts, history.chainless()]).toEqual([[], []]);
        if (history.lateCount > 0) lateRuns++;
      }),
      { numRuns: RUNS },
    );
    expect(lateRuns).toBeGreaterThan(RUNS / 4);
  });

  it('names exactly those late scans that do not chain, and the same over restarts at any entry', async () => {
    let badRuns = 0;
    await fc.assert(
      fc.asyncProperty(anySteps, places, async (steps, stopped) => {
        const history = new LateHistory(steps, false);
        const { log } = history.fleet;
        // One more entry and checkpoint: what stood open at the first one is due.
        const checkpoints = [log.size];
        history.fleet.party('Later');
        const whole = await monitored(log, { checkpoints });
        const wrong = whole.findings.filter(({ weight }) => weight === 'contradiction');
        // A later key event may name what the thief's scan has displaced: from there on the monitor knows other keys than the device.
        const ruinedAt = Math.min(...wrong.filter(({ code }) => code === 'KEYS').map(({ logIndex }) => logIndex));
        const chainless = wrong.filter(({ code }) => code === 'CHAIN').map(({ logIndex }) => logIndex);
        const indexes = chainless.filter((at) => at < ruinedAt).sort((one, other) => one - other);
        expect(indexes).toEqual(history.chainless().filter((at) => at < ruinedAt));
        const sizes = Array.from({ length: log.size }, (_, at) => at + 1);
        const inPieces = await monitored(log, { checkpoints, restarts: some(sizes, stopped) });
        expect(inPieces.findings).toEqual(whole.findings);
        if (indexes.length > 0) badRuns++;
      }),
      { numRuns: RUNS },
    );
    expect(badRuns).toBeGreaterThan(RUNS / 4);
  });
});
