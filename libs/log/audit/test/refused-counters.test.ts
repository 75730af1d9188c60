import { CommittedRoots } from '../committed-roots.js';
import { readBootNumbers } from '../boot-check.js';
import { EntryCheck } from '../entry-check.js';
import { Differences } from '../findings.js';
import { LinkSums } from '../link-sums.js';
import { checkRegistry } from '../registry-check.js';
import { SeenCheckpoints } from '../seen-checkpoints.js';
import { NOW_MS, rejectedOf, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';

let log: TestLog;
beforeEach(async () => {
  log = await TestLog.create();
});
afterEach(() => log.drop());

/** What the check of entries and registry finds. */
async function differences(): Promise<string[]> {
  const found = new Differences();
  const check = new EntryCheck({
    sums: new LinkSums(log.ledger.size),
    seen: new SeenCheckpoints(await CommittedRoots.read(log.admin)),
    bootOfNumber: await readBootNumbers(log.admin),
    signatures: null,
    differences: found,
  });
  const rows = await log.rows(
    `SELECT log_index::int AS "logIndex", boot_number AS "bootNumber", counter::int, entry, private AS "privatePart"
     FROM log_entry ORDER BY log_index`,
  );
  for (const row of rows) check.take(row as never);
  await checkRegistry(log.admin, check.registry, found);
  return found.first.map(({ code, text }) => `${code}: ${text}`);
}

describe('the check of counters that were refused', () => {
  it('finds nothing where the log told of the contradiction, and names a changed row', async () => {
    const device = new TestDevice('honest');
    await log.enrol(device);
    const refused = device.scan();
    await log.append({ rejected: [rejectedOf(refused)] });
    await log.append({ scans: [device.scan({ counter: 1, previous: refused.previous, eventTimeMs: NOW_MS + 1 })] });
    expect(await differences()).toEqual([]);
    await log.admin.query('UPDATE refusal SET counter = 7');
    expect(await differences()).toEqual([expect.stringMatching(/^REGISTRY: refusal says of .*\| 7 \| DISCLOSURE/u)]);
  });

  it('names a scan, and a refusal, of other bytes under a counter that was refused before', async () => {
    const device = new TestDevice('forgotten');
    await log.enrol(device);
    const [one, two] = device.scans(2);
    await log.append({ rejected: [rejectedOf(one!)] });
    log.clock.ms += 60_000;
    await log.append({ rejected: [rejectedOf(two!)] });
    // As if the sequencer had forgotten.
    const { rows } = await log.admin.query('DELETE FROM refusal RETURNING *');
    const { rows: ranges } = await log.admin.query('DELETE FROM refused_range RETURNING *');
    log.clock.ms += 60_000;
    await log.open();
    const other = device.scan({ counter: 2, previous: two!.previous, eventTimeMs: NOW_MS + 1 });
    await log.append({
      scans: [device.scan({ counter: 1, previous: one!.previous, eventTimeMs: NOW_MS + 1 })],
      rejected: [rejectedOf(other)],
    });
    for (const row of rows)
      await log.admin.query('INSERT INTO refusal SELECT * FROM jsonb_populate_record(NULL::refusal, $1)', [
        { ...row, statement_hash: `\\x${row.statement_hash.toString('hex')}` },
      ]);
    for (const row of ranges)
      await log.admin.query(
        'INSERT INTO refused_range SELECT * FROM jsonb_populate_record(NULL::refused_range, $1) ON CONFLICT DO NOTHING',
        [row],
      );
    expect(await differences()).toEqual([
      expect.stringMatching(
        /^COUNTER_DOUBLED: entry 6 logs counter 1 of boot .*, of which entry 4 refused other bytes$/u,
      ),
      expect.stringMatching(/^COUNTER_DOUBLED: entry 7 refuses counter 2 of boot .*, of which entry 5 refused/u),
    ]);
  });
});
