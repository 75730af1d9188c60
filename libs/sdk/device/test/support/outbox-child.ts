import { createHash, randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { type Draft, Outbox } from '../../outbox.js';

// Enqueues and settles without end and says what it did, each line before anything that builds on it: the test kills it anywhere.
const [folder, bootHex] = process.argv.slice(2) as [string, string];
const outbox = Outbox.open({ folder, segmentBytesMax: 4_000 }, Buffer.from(bootHex, 'hex'));
const say = (line: string): number => writeSync(1, `${line}\n`);

const draft = (bookmark: number): Draft => ({
  bookmark,
  seal({ counter, previous }) {
    const payload = Buffer.concat([
      Buffer.from(`${counter + 1}|`),
      previous,
      randomBytes(Math.floor(Math.random() * 400)),
    ]);
    return { payload, statementHash: createHash('sha256').update(payload).digest() };
  },
});

say(`open ${outbox.position.counter} ${outbox.bookmark}`);
for (let settled = 0; ;) {
  const count = 1 + Math.floor(Math.random() * 20);
  const half = Math.ceil(count / 2);
  const bookmark = outbox.bookmark;
  const drafts = Array.from({ length: count }, (_, i) => draft(bookmark + i + 1));
  const [, second] = await Promise.all([outbox.enqueue(drafts.slice(0, half)), outbox.enqueue(drafts.slice(half))]);
  say(`enqueued ${second.last}`);
  for (let next = outbox.nextUnsettled(1); next !== undefined && Math.random() < 0.9; next = outbox.nextUnsettled(1)) {
    say(`settles ${next}`);
    outbox.markReceipted([{ counter: next, logIndex: (settled += 1) }]);
  }
}
