import { TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';

const HOUR_MS = 3_600_000;
const BEGIN_MS = Date.UTC(2026, 0, 1);
/** What `firstIndexes` keeps clear of, for clocks. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

let log: TestLog;
let sizes: number[];
beforeAll(async () => {
  log = await TestLog.create();
  const device = new TestDevice('clock');
  await log.enrol(device);
  for (let commit = 0; commit < 20; commit++) await log.append({ scans: device.scans(1 + (commit % 3)) });
  // Each commit an hour behind the one before, as many entries as it has.
  await log.rows(
    `UPDATE log_root r SET logged_at = to_timestamp(${BEGIN_MS / 1_000}) + nth * interval '1 hour'
     FROM (SELECT size, row_number() OVER (ORDER BY size) AS nth FROM log_root) n WHERE n.size = r.size`,
  );
  sizes = (await log.rows('SELECT size::int FROM log_root ORDER BY size')).map(({ size }) => size as number);
});
afterAll(() => log.drop());

it('is the last commit before a time, with room for clocks that differ', async () => {
  const times = sizes.flatMap((_, nth) =>
    [-1, 0, 1, CLOCKS_DIFFER_MS, CLOCKS_DIFFER_MS + 1].map((more) => BEGIN_MS + (nth + 1) * HOUR_MS + more),
  );
  const expected = times.map((timeMs) =>
    Math.max(0, ...sizes.filter((_, nth) => BEGIN_MS + (nth + 1) * HOUR_MS < timeMs - CLOCKS_DIFFER_MS)),
  );
  expect(await log.reader.firstIndexes(times)).toEqual(expected);
});

it('is the beginning before the first commit, and the end of the log behind the last', async () => {
  expect(await log.reader.firstIndexes([-1, 0, BEGIN_MS, BEGIN_MS + 1_000 * HOUR_MS])).toEqual([0, 0, 0, sizes.at(-1)]);
  expect(await log.reader.firstIndexes([])).toEqual([]);
});
