import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Draft, Outbox } from '../outbox.js';
import { ChildProgram } from '../../../../test/kit/child-program.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

const BOOT = new Uint8Array(16).fill(7);
const hexBoot = Buffer.from(BOOT).toString('hex');

const aDraft = (bookmark?: number, bytes = 100): Draft => ({
  bookmark,
  seal({ counter, previous }) {
    const payload = Buffer.concat([Buffer.from(`${counter + 1}|`), previous, Buffer.alloc(bytes, counter)]);
    return { payload, statementHash: createHash('sha256').update(payload).digest() };
  },
});

const drafts = (count: number): Draft[] => Array.from({ length: count }, (_, i) => aDraft(i + 1));

function newOutbox(options: { segmentBytesMax?: number; bytesMax?: number } = {}): { outbox: Outbox; folder: string } {
  const folder = join(temporaryFolder(), 'outbox');
  Outbox.create(folder, BOOT);
  return { outbox: Outbox.open({ folder, ...options }, BOOT), folder };
}

const filesOf = (folder: string): string[] => readdirSync(folder).sort();

/** Opens the folder as after a crash and checks what must always hold. @returns the unsettled counters. */
function reopened(folder: string): { outbox: Outbox; counters: number[] } {
  const outbox = Outbox.open({ folder }, BOOT);
  const counters: number[] = [];
  let before: { counter: number; statementHash: Uint8Array } | undefined;
  for (let next = outbox.nextUnsettled(1); next !== undefined; next = outbox.nextUnsettled(next + 1)) {
    const scan = outbox.read(next);
    expect(createHash('sha256').update(scan.payload).digest().equals(scan.statementHash)).toBe(true);
    const previous = scan.payload.subarray(scan.payload.indexOf(0x7c) + 1).subarray(0, 32);
    if (before?.counter === next - 1) expect(Buffer.compare(previous, before.statementHash)).toBe(0);
    before = scan;
    counters.push(next);
  }
  return { outbox, counters };
}

afterAll(removeTemporaryFolders);

describe('an outbox', () => {
  it('gives scans ascending counters that each carry the hash of the one before', async () => {
    const { outbox, folder } = newOutbox();
    expect(await outbox.enqueue(drafts(3))).toEqual({ first: 1, last: 3 });
    expect(await outbox.enqueue(drafts(2))).toEqual({ first: 4, last: 5 });
    await outbox.close();
    expect(reopened(folder).counters).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps the order of concurrent calls', async () => {
    const { outbox } = newOutbox();
    const places = await Promise.all([outbox.enqueue(drafts(2)), outbox.enqueue(drafts(1)), outbox.enqueue(drafts(3))]);
    expect(places).toEqual([
      { first: 1, last: 2 },
      { first: 3, last: 3 },
      { first: 4, last: 6 },
    ]);
  });

  it('goes on with counter, previous and bookmark after a restart, even when every scan was receipted and deleted', async () => {
    const { outbox, folder } = newOutbox({ segmentBytesMax: 500 });
    for (let i = 0; i < 20; i += 1) await outbox.enqueue([aDraft(1000 + i)]);
    const { position } = outbox;
    outbox.markReceipted(Array.from({ length: 20 }, (_, i) => ({ counter: i + 1, logIndex: i })));
    await outbox.close();
    const { outbox: again, counters } = reopened(folder);
    expect(counters).toEqual([]);
    expect(again.position).toEqual(position);
    expect(again.bookmark).toBe(1019);
  });

  it('deletes files whose scans are all receipted, oldest first', async () => {
    const { outbox, folder } = newOutbox({ segmentBytesMax: 500 });
    for (let i = 0; i < 12; i += 1) await outbox.enqueue([aDraft()]);
    const before = filesOf(folder);
    outbox.markReceipted(Array.from({ length: 11 }, (_, i) => ({ counter: i + 2, logIndex: i })));
    expect(filesOf(folder)).toEqual(before);
    outbox.markReceipted([{ counter: 1, logIndex: 12 }]);
    expect(filesOf(folder)).toEqual(before.slice(-1));
  });

  describe('when a draft cannot be sealed', () => {
    const failing: Draft = {
      seal() {
        throw new Error('no such claim');
      },
    };

    it('takes only its own request down with it', async () => {
      const { outbox } = newOutbox();
      const [first, second, third] = await Promise.allSettled([
        outbox.enqueue([aDraft()]),
        outbox.enqueue([aDraft(), failing]),
        outbox.enqueue([aDraft()]),
      ]);
      expect(first).toMatchObject({ value: { first: 1, last: 1 } });
      expect(second).toMatchObject({ reason: { message: 'no such claim' } });
      expect(third).toMatchObject({ value: { first: 2, last: 2 } });
    });

    it('leaves the bookmark where it was, so that the source is read again from the scan that failed', async () => {
      const { outbox, folder } = newOutbox();
      await outbox.enqueue([aDraft(10)]);
      await expect(outbox.enqueue([aDraft(11), failing])).rejects.toThrow('no such claim');
      expect(outbox.bookmark).toBe(10);
      await outbox.close();
      expect(reopened(folder).outbox.bookmark).toBe(10);
    });

    it('moves the bookmark of no other request that is written with it', async () => {
      const { outbox, folder } = newOutbox();
      // Whatever the first one is written with: the other three go together.
      const requests = [[aDraft(10)], [aDraft(11)], [aDraft(12), aDraft(13), failing], [aDraft()]];
      await Promise.allSettled(requests.map((request) => outbox.enqueue(request)));
      expect([1, 2, 3].map((counter) => outbox.read(counter).bookmark)).toEqual([10, 11, 11]);
      expect(outbox.bookmark).toBe(11);
      await outbox.close();
      expect(reopened(folder).outbox.bookmark).toBe(11);
    });
  });

  it('refuses new scans above its limit and takes them again once receipts came', async () => {
    const { outbox } = newOutbox({ segmentBytesMax: 500, bytesMax: 2_000 });
    for (let i = 0; i < 12; i += 1) await outbox.enqueue([aDraft()]).catch(() => undefined);
    await expect(outbox.enqueue([aDraft()])).rejects.toMatchObject({ code: 'OUTBOX_FULL' });
    const { counter } = outbox.position;
    outbox.markReceipted(Array.from({ length: counter }, (_, i) => ({ counter: i + 1, logIndex: i })));
    expect(await outbox.enqueue([aDraft()])).toEqual({ first: counter + 1, last: counter + 1 });
  });

  it('forgets a mark rather than a scan', async () => {
    const { outbox, folder } = newOutbox();
    await outbox.enqueue(drafts(4));
    outbox.markReceipted([{ counter: 2, logIndex: 0 }]);
    outbox.markQuarantined(3);
    await outbox.close();
    expect(reopened(folder).counters).toEqual([1, 4]);
  });
});

describe('when the last write was torn', () => {
  it('keeps every scan that was synced and no half of another, at every length', async () => {
    const { outbox, folder } = newOutbox();
    await outbox.enqueue(drafts(2));
    const path = join(folder, filesOf(folder)[0]!);
    const synced = readFileSync(path).length;
    await outbox.enqueue([aDraft(3), aDraft(4)]);
    await outbox.close();
    const whole = readFileSync(path);
    for (let length = synced; length < whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      const { outbox: again, counters } = reopened(folder);
      expect([2, 3]).toContain(counters.length);
      expect(again.bookmark).toBe(counters.length);
      await again.close();
    }
  });

  it('cuts off a batch that lacks its middle, because none of it was ever sent', async () => {
    const { outbox, folder } = newOutbox();
    await outbox.enqueue(drafts(2));
    const path = join(folder, filesOf(folder)[0]!);
    const synced = readFileSync(path).length;
    await outbox.enqueue(drafts(5));
    await outbox.close();
    const bytes = readFileSync(path);
    bytes.fill(0, synced + 10, synced + 60);
    writeFileSync(path, bytes);
    const { outbox: again, counters } = reopened(folder);
    expect(counters).toEqual([1, 2]);
    expect(await again.enqueue([aDraft()])).toEqual({ first: 3, last: 3 });
    await again.close();
    expect(reopened(folder).counters).toEqual([1, 2, 3]);
  });

  it('drops a file that was only begun', async () => {
    const { outbox, folder } = newOutbox();
    await outbox.enqueue(drafts(3));
    await outbox.close();
    writeFileSync(join(folder, '0000000000000004.segment'), 'CRN1');
    const { outbox: again, counters } = reopened(folder);
    expect(counters).toEqual([1, 2, 3]);
    expect(await again.enqueue([aDraft()])).toEqual({ first: 4, last: 4 });
  });
});

describe('when bytes changed that had been written for certain', () => {
  it('refuses to go on, whatever byte it is', async () => {
    const { outbox, folder } = newOutbox();
    await outbox.enqueue(drafts(2));
    await outbox.enqueue(drafts(1));
    await outbox.close();
    const path = join(folder, filesOf(folder)[0]!);
    const whole = readFileSync(path);
    const lastFrame = whole.lastIndexOf('CRN1');
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: lastFrame - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= flip;
        writeFileSync(path, bytes);
        expect(() => Outbox.open({ folder }, BOOT)).toThrow(expect.objectContaining({ code: 'OUTBOX_DAMAGED' }));
      }),
    );
  });

  it('refuses files with a hole between them, and a folder without any', async () => {
    const { outbox, folder } = newOutbox({ segmentBytesMax: 300 });
    for (let i = 0; i < 8; i += 1) await outbox.enqueue([aDraft()]);
    await outbox.close();
    const files = filesOf(folder);
    const other = join(temporaryFolder(), 'outbox');
    cpSync(folder, other, { recursive: true, filter: (path) => !path.endsWith(files[1]!) });
    expect(() => Outbox.open({ folder: other }, BOOT)).toThrow(expect.objectContaining({ code: 'OUTBOX_DAMAGED' }));
    expect(() => Outbox.open({ folder: temporaryFolder() }, BOOT)).toThrow(/nobody knows which counters were used/);
  });

  it('refuses a torn file that is not the newest', async () => {
    const { outbox, folder } = newOutbox({ segmentBytesMax: 300 });
    for (let i = 0; i < 8; i += 1) await outbox.enqueue([aDraft()]);
    await outbox.close();
    const path = join(folder, filesOf(folder)[0]!);
    truncateSync(path, readFileSync(path).length - 1);
    expect(() => Outbox.open({ folder }, BOOT)).toThrow(expect.objectContaining({ code: 'OUTBOX_DAMAGED' }));
  });

  it('refuses the outbox of another boot', async () => {
    const { outbox, folder } = newOutbox();
    await outbox.close();
    expect(() => Outbox.open({ folder }, new Uint8Array(16))).toThrow(
      expect.objectContaining({ code: 'OUTBOX_DAMAGED' }),
    );
  });
});

describe('when the disk refuses a write', () => {
  it('keeps nothing of that scan, gives its counter to the next, and goes on', async () => {
    const child = new ChildProgram(new URL('./support/full-disk-child.ts', import.meta.url));
    const folder = join(temporaryFolder(), 'outbox');
    Outbox.create(folder, BOOT);
    try {
      // A limit on the size of a file stands for a full disk: the write that crosses it is cut short, the next one fails.
      const said = await child.output(['sh', '-c', `trap '' XFSZ; ulimit -f 64; exec "$0" "$@"`], folder, hexBoot);
      const attempts = JSON.parse(said) as string[];
      const kept = attempts.filter((attempt) => attempt.startsWith('kept')).map((attempt) => Number(attempt.slice(5)));
      expect(attempts.at(-3)).toBe('refused OUTBOX_FAILED');
      expect(kept.length).toBe(attempts.length - 1);
      expect(kept).toEqual(Array.from(kept, (_, i) => i + 1));
      const outbox = Outbox.open({ folder }, BOOT);
      const sizes = kept.map((counter) => outbox.read(counter).payload.length);
      expect(sizes).toEqual([...Array.from({ length: kept.length - 2 }, () => 5_000), 10, 10]);
      expect(outbox.position.counter).toBe(kept.at(-1));
    } finally {
      child.remove();
    }
  });
});

describe('when the process is killed anywhere', () => {
  it('loses no scan that was enqueued, doubles none and drops only what was settled', async () => {
    const child = new ChildProgram(new URL('./support/outbox-child.ts', import.meta.url));
    const folder = join(temporaryFolder(), 'outbox');
    Outbox.create(folder, BOOT);
    const settles = new Set<number>();
    let last = 0;
    try {
      for (let round = 0; round < Number(process.env['CAIRN_TEST_KILLS'] ?? 8); round += 1) {
        const run = child.start(folder, hexBoot);
        let enqueued = last;
        let linesLeft = 2 + Math.floor(Math.random() * 300);
        for await (const line of run.lines) {
          const [word, number] = line.split(' ') as [string, string];
          if (word === 'open') expect(Number(number)).toBeGreaterThanOrEqual(last);
          if (word === 'enqueued') enqueued = Number(number);
          if (word === 'settles') settles.add(Number(number));
          if ((linesLeft -= 1) === 0) run.process.kill('SIGKILL');
        }
        await run.ended;
        const { outbox, counters } = reopened(folder);
        expect(outbox.position.counter).toBeGreaterThanOrEqual(enqueued);
        expect(outbox.bookmark).toBe(outbox.position.counter);
        const unsettled = new Set(counters);
        for (let counter = 1; counter <= outbox.position.counter; counter += 1) {
          if (!unsettled.has(counter)) expect(settles.has(counter) ? 'settled' : `lost ${counter}`).toBe('settled');
        }
        last = outbox.position.counter;
        await outbox.close();
      }
      expect(last).toBeGreaterThan(20);
    } finally {
      child.remove();
    }
  });
});
