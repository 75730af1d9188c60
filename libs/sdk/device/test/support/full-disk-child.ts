import { createHash } from 'node:crypto';
import { type Draft, Outbox } from '../../outbox.js';

// Runs under a limit on the size of a file: enqueues large scans until one is refused, then small ones, and says what was kept.
const outbox = Outbox.open({ folder: process.argv[2]! }, Buffer.from(process.argv[3]!, 'hex'));
const draft = (bytes: number): Draft => ({
  seal({ counter }) {
    const payload = Buffer.alloc(bytes, counter);
    return { payload, statementHash: createHash('sha256').update(payload).digest() };
  },
});
const attempt = async (bytes: number): Promise<string> => {
  try {
    return `kept ${(await outbox.enqueue([draft(bytes)])).last}`;
  } catch (error) {
    return `refused ${(error as { code?: string }).code}`;
  }
};
const said = [];
do said.push(await attempt(5_000));
while (!said.at(-1)!.startsWith('refused'));
said.push(await attempt(10), await attempt(10));
console.log(JSON.stringify(said));
