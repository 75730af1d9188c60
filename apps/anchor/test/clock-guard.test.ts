import { setTimeout as pause } from 'node:timers/promises';
import { ClockJumpError } from '../clock/checked-clock.js';
import { ClockGuard, type ClockGuardParts, type TimeSources } from '../clock/clock-guard.js';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 11, 1, 12);

/** A clock and the watch beside it, both turned by hand. */
class TurnedClock {
  wallMs = START_MS;
  watchMs = 0;
  nowMs = (): number => this.wallMs;
  monotonicMs = (): number => this.watchMs;
  pass(ms: number): void {
    this.wallMs += ms;
    this.watchMs += ms;
  }
}

describe('the clock of the anchor', () => {
  let clock: TurnedClock;
  let held: string[];
  let lines: object[];
  const ended = new AbortController();
  beforeEach(() => {
    clock = new TurnedClock();
    held = [];
    lines = [];
  });
  afterAll(() => ended.abort());

  const guardOf = (parts: Partial<ClockGuardParts> = {}): ClockGuard =>
    new ClockGuard({
      clock,
      agreedMs: undefined,
      logger: { info: () => {}, warn: (line: object) => void lines.push(line) } as never,
      onHold: (why) => void held.push(why),
      askEveryMs: 1,
      ...parts,
    });
  const sources = (parts: Partial<TimeSources> = {}): TimeSources => ({
    loggedMs: START_MS - HOUR_MS,
    databaseNowMs: () => Promise.resolve(clock.wallMs),
    isWitnessed: () => Promise.resolve(false),
    ...parts,
  });
  /** Whether it passes within a moment. */
  const passes = async (guard: ClockGuard, given = sources()): Promise<boolean> => {
    const stop = new AbortController();
    const passed = guard.pass(given, AbortSignal.any([stop.signal, ended.signal])).then(
      () => true,
      () => false,
    );
    const result = await Promise.race([passed, pause(60).then(() => 'late' as const)]);
    stop.abort();
    return result === true;
  };
  const believed = async (parts?: Partial<ClockGuardParts>): Promise<ClockGuard> => {
    const guard = guardOf(parts);
    await guard.pass(sources(), ended.signal);
    return guard;
  };

  it('is believed at a start, and goes on as long as it goes like the watch beside it', async () => {
    const guard = await believed();
    for (let n = 0; n < 100; n++) {
      clock.pass(1.1 * HOUR_MS);
      clock.wallMs += 50_000; // it drifts
      expect(guard.clock.nowMs()).toBe(clock.wallMs);
    }
    clock.wallMs -= 48 * HOUR_MS;
    expect(guard.clock.nowMs()).toBe(clock.wallMs); // backwards: arrivals do not follow it
    expect(held).toEqual([]);
  });

  it('signs nothing once it has jumped', async () => {
    const guard = await believed();
    clock.wallMs += 61_000;
    expect(() => guard.clock.nowMs()).toThrow(ClockJumpError);
    expect(() => guardOf().clock.nowMs()).toThrow(ClockJumpError); // nor before it was believed
  });

  it.each([
    [2 * HOUR_MS, 'a nap'],
    [48 * HOUR_MS, 'a weekend'],
  ])(
    'is believed again after 60 s where it jumped %d ms, %s, and the database agrees; and that is logged',
    async (ms) => {
      const guard = await believed();
      clock.wallMs += ms;
      const passing = guard.pass(sources(), ended.signal);
      await pause(20);
      expect(held).toEqual([expect.stringMatching(/goes on in a minute$/u)]);
      clock.pass(59_000);
      await pause(20);
      expect(() => guard.clock.nowMs()).toThrow(ClockJumpError);
      clock.pass(1_000);
      await passing;
      expect(guard.clock.nowMs()).toBe(clock.wallMs);
      expect(lines).toMatchObject([{ jumpMs: ms }]);
    },
  );

  it('begins to be watched anew where it jumps once more', async () => {
    const guard = await believed();
    clock.wallMs += HOUR_MS;
    const passing = guard.pass(sources(), ended.signal);
    await pause(20);
    clock.pass(59_000);
    clock.wallMs += HOUR_MS;
    await pause(20);
    clock.pass(2_000);
    await pause(20);
    expect(() => guard.clock.nowMs()).toThrow(ClockJumpError);
    clock.pass(60_000);
    await passing;
  });

  it('is not believed where the database says otherwise, however long', async () => {
    const guard = await believed();
    clock.wallMs += HOUR_MS;
    clock.watchMs += 0;
    const given = sources({ databaseNowMs: () => Promise.resolve(START_MS) });
    clock.pass(HOUR_MS);
    expect(await passes(guard, given)).toBe(false);
    expect(held.at(-1)).toMatch(/CAIRN_ANCHOR_CLOCK_AGREED=/u);
  });

  it('ten years ahead is not believed by its own database; set back, it goes on at once', async () => {
    const guard = await believed();
    clock.wallMs += 10 * 365 * 24 * HOUR_MS;
    clock.pass(HOUR_MS);
    expect(await passes(guard)).toBe(false);
    expect(held.at(-1)).toMatch(/jumped 8760\d\.\d hours|jumped 87600\.0 hours/u);
    clock.wallMs -= 10 * 365 * 24 * HOUR_MS;
    expect(await passes(guard)).toBe(true);
  });

  it('is believed where a witness elsewhere says the same, or the operator', async () => {
    const jumpMs = 72 * HOUR_MS;
    const witnessed = await believed();
    clock.wallMs += jumpMs;
    expect(await passes(witnessed, sources({ isWitnessed: () => Promise.resolve(true) }))).toBe(true);
    const agreed = await believed({ agreedMs: clock.wallMs + jumpMs - 5 * 60_000 });
    clock.wallMs += jumpMs;
    expect(await passes(agreed)).toBe(true);
  });

  it('takes an old word of the operator for nothing', async () => {
    const guard = await believed({ agreedMs: START_MS });
    clock.wallMs += 72 * HOUR_MS;
    expect(await passes(guard)).toBe(false);
  });

  it.each([
    [30, true],
    [32, false],
  ])('at a start %d days after the newest entry: believed %s', async (days, isBelieved) => {
    const guard = guardOf();
    expect(await passes(guard, sources({ loggedMs: clock.wallMs - days * 24 * HOUR_MS }))).toBe(isBelieved);
    expect(held).toHaveLength(isBelieved ? 0 : 1);
  });

  it('is believed where nothing was ever logged', async () => {
    expect(await passes(guardOf(), sources({ loggedMs: null }))).toBe(true);
  });
});
