import { LoadAccount } from '../generating/load-account.js';

const packet = new Uint8Array();
const START_MS = 1_000;

const accountOf = (windowsScans = 2): LoadAccount<number> => new LoadAccount(START_MS, windowsScans);
const receipted = (account: LoadAccount<number>, name: number, nowMs: number): boolean =>
  account.receipted(name, { arrivedMs: nowMs, nowMs });

it('latency counts from when a scan was due, not from when it was sent', () => {
  const account = accountOf();
  account.sent(1, { packet, dueMs: 1_000, nowMs: 1_400 });
  account.receipted(1, { arrivedMs: 1_480, nowMs: 1_500 });
  expect(account.summary(1_500)).toMatchObject({
    latencyMs: { p50: 500, p99: 500, max: 500 },
    lagMs: { p50: 400, p99: 400, max: 400 },
    verifyingMs: { p50: 20, p99: 20, max: 20 },
  });
});

it('a scan without answer is as old as it is at the end', () => {
  const account = accountOf();
  for (let name = 0; name < 10; name++) account.sent(name, { packet, dueMs: 1_000 + name, nowMs: 1_000 + name });
  for (let name = 0; name < 9; name++) receipted(account, name, 1_020);
  const { unanswered, receipted: count, offered, latencyMs, seconds } = account.summary(9_009);
  expect({ unanswered, count, offered, longest: latencyMs.max, p50: latencyMs.p50, seconds }).toEqual({
    unanswered: 1,
    count: 9,
    offered: 10,
    longest: 8_000,
    p50: 17,
    seconds: 8.009,
  });
});

it('a refused scan is no latency and waits no more', () => {
  const account = accountOf();
  account.sent(1, { packet, dueMs: 1_000, nowMs: 1_000 });
  account.sent(2, { packet, dueMs: 1_000, nowMs: 1_000 });
  receipted(account, 2, 1_010);
  expect([account.refused(1, 'OVERLOADED', 1_100), account.refused(1, 'OVERLOADED', 1_100)]).toEqual([true, false]);
  expect([receipted(account, 2, 1_020), account.answered]).toEqual([false, 2]);
  expect(account.summary(5_000)).toMatchObject({
    rejected: 1,
    rejects: { OVERLOADED: 1 },
    unanswered: 0,
    latencyMs: { max: 10 },
    seconds: 0.1,
  });
});

it('steady is what comes between the first windows and the last scan that was sent', () => {
  const account = accountOf(2);
  for (let name = 0; name < 2; name++) account.sent(name, { packet, dueMs: 1_000, nowMs: 1_000 });
  // Two windows at once after a second, then one receipt each 100 ms, which sends the next; the last two come late.
  for (const name of [0, 1]) receipted(account, name, 2_000);
  for (let name = 2; name < 10; name++) {
    account.sent(name, { packet, dueMs: 2_000, nowMs: 2_000 + (name - 1) * 100 });
    if (name < 8) receipted(account, name, 2_000 + (name - 1) * 100);
  }
  for (const name of [8, 9]) receipted(account, name, 9_000);
  const { steady } = account.summary(9_000);
  expect(steady.perSecond).toBeCloseTo(10);
  expect([steady.seconds, steady.rampScans]).toEqual([0.5, 5]);
});

it('all ramps are no figure', () => {
  const account = accountOf(5);
  account.sent(1, { packet, dueMs: 1_000, nowMs: 1_000 });
  receipted(account, 1, 1_100);
  expect(account.summary(1_100).steady).toEqual({ perSecond: Number.NaN, seconds: Number.NaN, rampScans: 1 });
});

it('what was silent for long is sent again, and then silent anew', () => {
  const account = accountOf();
  account.sent(1, { packet, dueMs: 1_000, nowMs: 1_000 });
  account.sent(2, { packet, dueMs: 1_000, nowMs: 1_500 });
  expect(account.takeSilent(2_000, 1_000)).toEqual([[1, packet]]);
  expect(account.takeSilent(2_100, 1_000)).toEqual([]);
  expect(account.takeSilent(3_000, 1_000).map(([name]) => name)).toEqual([1, 2]);
});
