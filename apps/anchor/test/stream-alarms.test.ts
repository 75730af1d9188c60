import { Health, Metrics } from '#libs/host/service';
import type { Clock } from '#libs/log/ledger';
import { StreamAlarms } from '../stream-alarms.js';

const START_MS = Date.parse('2026-03-01T12:00:00Z');

class Lines {
  readonly written: { readonly details: Record<string, unknown>; readonly text: string }[] = [];
  error(details: Record<string, unknown>, text: string): void {
    this.written.push({ details, text });
  }
}

function alarms() {
  const time = { ms: 0 };
  const clock = { nowMs: () => START_MS + time.ms, monotonicMs: () => time.ms } as Clock;
  const metrics = new Metrics();
  const lines = new Lines();
  const made = new StreamAlarms(metrics, lines as never, clock);
  return { made, metrics, lines, time };
}

const unsigned = (count: number) => Array.from({ length: count }, (_, n) => ({ deviceId: 'gate-1', counter: n + 1 }));

it('writes one line a second, which tells how many there were since the last one', () => {
  const { made, lines, time } = alarms();
  made.invalid(unsigned(500));
  time.ms = 999;
  made.invalid(unsigned(1));
  expect(lines.written.map(({ details }) => details)).toEqual([{ deviceId: 'gate-1', counter: 1 }]);
  time.ms = 1_000;
  made.invalid(unsigned(1));
  expect(lines.written[1]!.details).toEqual({ deviceId: 'gate-1', counter: 1, othersSince: 500 });
});

it('counts every one of them, whatever it has written', async () => {
  const { made, metrics } = alarms();
  made.invalid(unsigned(500));
  expect(await metrics.render()).toMatch(/^cairn_anchor_invalid_signatures_total 500$/mu);
});

it('keeps the lines of one kind apart from those of another', () => {
  const { made, lines } = alarms();
  made.invalid(unsigned(2));
  made.committed([{ partition: 3, offset: 7, unusable: 'its MAC is wrong', unusableScans: [] }] as never);
  expect(lines.written.map(({ text }) => text)).toEqual([
    'a scan in the stream was not signed by its device and is refused',
    'a record of the stream cannot be used and is skipped',
  ]);
  expect(lines.written[1]!.details).toEqual({ partition: 3, offset: 7, why: 'its MAC is wrong' });
});

it('says in the health what came and when, and makes nothing unready', async () => {
  const { made, time } = alarms();
  const health = new Health();
  made.addNote(health);
  const noteOf = async (): Promise<unknown> => (await health.report()).notes?.['stream'];
  expect(await noteOf()).toBe('nothing came by it that ingest cannot have written');
  time.ms = 60_000;
  made.committed([{ partition: 0, offset: 1, unusable: undefined, unusableScans: ['no scan', 'no scan'] }] as never);
  expect(await noteOf()).toBe(
    'since the start 0 records and 2 scans that ingest cannot have written, 0 not signed by their device, 0 from later than it is; the latest at 2026-03-01T12:01:00.000Z',
  );
});
