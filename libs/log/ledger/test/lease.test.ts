import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { Lease, type LeaseOptions } from '../lease.js';
import { migrateLedger } from '../migrations.js';
import { clientOf } from '../session.js';

const never = new AbortController().signal;

// Of it the holder keeps half a second for itself; the rest has to be enough for a session on a busy machine.
const SHORT_MS = 3_000;

describe('the lease', () => {
  let database: TestDatabase;
  const taken: Lease[] = [];
  const take = async (options: Partial<LeaseOptions> = {}): Promise<Lease> => {
    const lease = await Lease.acquire({ databaseUrl: database.url, ...options }, never);
    taken.push(lease);
    return lease;
  };
  beforeEach(async () => {
    database = await createTestDatabase();
    await migrateLedger(database.url);
  });
  afterEach(async () => {
    await Promise.all(taken.splice(0).map((lease) => lease.release()));
    await database.drop();
  });

  it('has a higher epoch each time it is taken', async () => {
    const first = await take();
    await first.release();
    const second = await take();
    expect(second.epoch).toBe(first.epoch + 1);
  });

  it('is held by one at a time: a stand-by waits until it is given back', async () => {
    const active = await take();
    let waited = '';
    const standby = take({ onWaiting: (holder) => (waited = holder) });
    await new Promise<void>((resolve) => {
      const poll = setInterval(() => {
        if (waited) resolve(clearInterval(poll));
      }, 5);
    });
    expect(waited).toBe(active.holder);
    expect(active.isHeld).toBe(true);
    await active.release();
    expect((await standby).isHeld).toBe(true);
  });

  it('passes on when it was not renewed, and the one before may not write, sign or publish any more', async () => {
    const clock = { offsetMs: 0, nowMs: () => Date.now(), monotonicMs: () => performance.now() };
    // Longer between renewals than it lasts: as if the process were stopped.
    const stopped = await take({ durationMs: SHORT_MS, renewEveryMs: 60_000, clock });
    const session = clientOf(await stopped.connect());
    await session.query('BEGIN');
    await stopped.lockIn(session);
    const next = await take();
    expect(next.epoch).toBe(stopped.epoch + 1);
    expect(() => stopped.requireHeld()).toThrow(expect.objectContaining({ code: 'LEASE_LOST' }));
    await expect(session.query('COMMIT')).rejects.toThrow();
    expect(stopped.signal.aborted).toBe(true);
  });

  it('takes over from a holder that was stopped inside a transaction, whose locks it would else wait for', async () => {
    const stopped = await take({ durationMs: SHORT_MS, renewEveryMs: 60_000 });
    const session = clientOf(await stopped.connect());
    await session.query('BEGIN');
    await session.query('SELECT 1 FROM lease FOR UPDATE'); // stronger than any lock we take
    const next = await take();
    expect(next.isHeld).toBe(true);
  });

  it('cannot be raised while a transaction relies on the epoch, but is renewed meanwhile', async () => {
    const lease = await take();
    const session = clientOf(await lease.connect());
    await session.query('BEGIN');
    await lease.lockIn(session);
    const other = new pg.Client(database.url);
    await other.connect();
    await other.query(`SET lock_timeout = '50ms'`);
    await other.query(`UPDATE lease SET expires_at = clock_timestamp() + interval '6 s'`);
    await expect(other.query('UPDATE lease SET epoch = epoch + 1')).rejects.toMatchObject({ code: '55P03' });
    await other.end();
    await session.query('COMMIT');
  });

  it('ends when its clock says so, even if nobody told it', async () => {
    const now = { ms: 0 };
    const lease = await take({ clock: { nowMs: () => Date.now(), monotonicMs: () => now.ms } });
    lease.requireHeld();
    now.ms = 5_600;
    expect(() => lease.requireHeld()).toThrow(expect.objectContaining({ code: 'LEASE_LOST' }));
  });

  it('ends with the database session, and the same process need not wait for its own time', async () => {
    const lease = await take();
    const session = clientOf(await lease.connect());
    const ended = new Promise((resolve) => lease.signal.addEventListener('abort', resolve));
    await session.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => {});
    await ended;
    expect(lease.isHeld).toBe(false);
    const again = await take({ previousHolder: lease.holder });
    expect(again.epoch).toBe(lease.epoch + 1);
  });
});
