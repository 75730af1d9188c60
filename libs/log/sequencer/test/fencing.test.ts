import type { Effect } from '../../ledger/faults.js';
import { NativeVerifier } from '#libs/host/keys';
import { Lease } from '#libs/log/ledger';
import { beginLog, Ledger } from '#libs/log/sequencer';
import { TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';

const never = new AbortController().signal;

describe('one writer at a time', () => {
  let log: TestLog;
  let device: TestDevice;
  beforeEach(async () => {
    log = await TestLog.create();
    device = new TestDevice('fenced');
    await log.enrol(device);
  });
  afterEach(() => log.drop());

  const state = async () =>
    (
      await log.rows(`SELECT (SELECT size FROM log_head)::int AS size, (SELECT count(*) FROM log_entry)::int AS entries,
        (SELECT count(*) FROM trail_link)::int AS links, (SELECT max(next_offset) FROM stream_offset)::int AS offset`)
    )[0];

  it('a ledger whose lease passed on writes nothing, also where its sessions were not ended', async () => {
    const before = await state();
    // As if the sessions could not be reached: only the row says that the lease passed on.
    await log.admin.query('UPDATE lease SET epoch = epoch + 1');
    await expect(log.append({ scans: [device.scan()] })).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await state()).toEqual(before);
    expect(log.lease.isHeld).toBe(false);
  });

  it('a ledger whose lease ran out writes nothing', async () => {
    const before = await state();
    await log.admin.query(`UPDATE lease SET expires_at = '-infinity'`);
    await expect(log.append({ scans: [device.scan()] })).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await state()).toEqual(before);
  });

  it('the second ledger goes on where the first was, and the first never writes again', async () => {
    await log.append({ scans: [device.scan()] });
    const [zombie, zombieLease] = [log.ledger, log.lease];
    await log.admin.query(`UPDATE lease SET expires_at = '-infinity'`); // as after a SIGSTOP longer than the lease
    const lease = await Lease.acquire({ databaseUrl: log.database.url }, never);
    const second = await Ledger.open({ lease, signer: log.receipt, verifier: new NativeVerifier() });
    expect(second.size).toBe(zombie.size);
    await second.append([log.record({ scans: [device.scan()] })]);
    const before = await state();
    await expect(zombie.append([log.record({ scans: [device.scan()] })])).rejects.toThrow();
    expect(zombieLease.signal.aborted).toBe(true);
    expect(await state()).toEqual(before);
    await lease.release();
  });

  it('a head that somebody else moved is never overwritten', async () => {
    await log.admin.query('UPDATE log_head SET size = size + 1');
    await expect(log.append({ scans: [device.scan()] })).rejects.toMatchObject({ code: 'HEAD_MOVED' });
    await log.admin.query('UPDATE log_head SET size = size - 1');
    await log.open();
    await log.append({ scans: [device.scan({ counter: 1, previous: new Uint8Array(32) })] }).catch(() => {});
  });

  it('a ledger that failed refuses to go on, since memory and database may differ', async () => {
    let fail = true;
    const faults = {
      before: () => {},
      after: (effect: Effect) => {
        if (fail && effect === 'commit') throw new Error('no answer to the commit');
      },
    };
    await log.open({ faults });
    const from = log.ledger.size;
    const record = log.record({ scans: [device.scan()] });
    await expect(log.ledger.append([record])).rejects.toThrow('no answer');
    fail = false;
    await expect(log.ledger.append([record])).rejects.toMatchObject({ code: 'HEAD_MOVED' });
    await log.open();
    expect(log.ledger.size).toBe(from + 1);
    await log.ledger.append([record]);
    expect(log.ledger.size).toBe(from + 1);
  });
});

describe('a log', () => {
  it('follows an exchange of its key in order, and no other', async () => {
    const log = await TestLog.create();
    const session = await log.lease.connect();
    const origin = 'ledger.test/log';
    const [first, second, third] = ['test+00000000+AQ==', 'second+00000000+AQ==', 'third+00000000+AQ=='] as const;
    const begin = (logVkey: string, nextLogVkey?: string) =>
      beginLog(log.lease, session, { origin, logVkey, nextLogVkey });
    const mismatch = { code: 'IDENTITY_MISMATCH' };
    await expect(begin(second)).rejects.toMatchObject(mismatch); // nobody has named it
    await expect(begin(second, third)).rejects.toMatchObject(mismatch);
    await begin(first, second);
    await begin(first); // a stand-by from before
    await expect(begin(third)).rejects.toMatchObject(mismatch);
    await expect(
      begin(second).then(() => log.rows('SELECT log_vkey AS key, log_next_vkey AS next FROM log_head')),
    ).resolves.toEqual([{ key: second, next: null }]);
    await expect(begin(first)).rejects.toMatchObject(mismatch); // it does not come back
    await expect(begin(first, second)).rejects.toMatchObject(mismatch);
    await begin(second, first);
    await begin(second, third); // the exchange was begun anew
    await expect(begin(first)).rejects.toMatchObject(mismatch);
    await expect(beginLog(log.lease, session, { origin: 'other.test/log', logVkey: third })).rejects.toMatchObject(
      mismatch,
    );
    await begin(third);
    await log.drop();
  });

  it('is not taken over by a node with another key', async () => {
    const log = await TestLog.create();
    const session = await log.lease.connect();
    await expect(
      beginLog(log.lease, session, { origin: 'ledger.test/log', logVkey: 'other+00000000+AQ==' }),
    ).rejects.toMatchObject({ code: 'IDENTITY_MISMATCH' });
    await log.drop();
  });
});
