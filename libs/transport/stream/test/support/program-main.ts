import { openStream } from './open.js';
import type { ProgramTask, StreamPlace } from './place.js';

const APPENDS_AT_ONCE = 8;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

// The test process has gone, whichever way: then nobody is left to kill this one.
process.stdin.resume().once('end', () => process.exit());

const { place, task } = JSON.parse(process.argv[2]!) as { place: StreamPlace; task: ProgramTask };
const stream = openStream(place);

if (task.kind === 'append') {
  let number = 0;
  const append = async (): Promise<never> => {
    for (;;) {
      const text = `record-${number++}`;
      await stream.append('scans', [{ partition: task.partition, value: Buffer.from(text) }]);
      say(text);
      // A faulty adapter may have resolved at once. Without a turn of the event loop nothing more would ever leave: what a
      // slow reader had no room for would wait in memory, and grow, for ever.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(Array.from({ length: APPENDS_AT_ONCE }, append));
} else {
  await stream.subscribe({
    stream: 'scans',
    group: task.group,
    startAt: async (partitions) => {
      say(`assigned ${partitions.join(',')}`);
      return new Map();
    },
    onBatch: async ({ partition, records }) => {
      for (const { offset } of records) say(`record ${partition} ${offset}`);
    },
  });
  say('member');
}
