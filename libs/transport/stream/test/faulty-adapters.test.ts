import { streamContract } from './support/contract.js';
import type { Fault } from './support/faulty.js';
import { giveUpAfter } from './support/reading.js';
import { postgresWorld } from './support/postgres-world.js';
import { runCase } from './support/run-contract.js';

const PARTITIONS = 4;

/** For each mistake the rule that must notice it. */
const NOTICED: Readonly<Record<Fault, RegExp>> = {
  'acknowledges before the record is durable': /after kill -9 of the process that appended/,
  'appends in another order': /keeps the order of a caller who does not wait/,
  'skips records': /numbers the records of each partition from 0 without holes/,
  'goes on after a throw': /delivers records again, and none after them/,
  'forgets startAt': /starts where startAt says/,
  'reads on while onBatch runs': /never calls onBatch for a partition while a call for it runs/,
  'gives every member everything': /shares the partitions among the members of a group/,
  'never trims': /forgets what was trimmed/,
  'tells the wrong end': /tells the end of each partition/,
  'delivers after stop': /runs no onBatch after stop resolved/,
  'loses appends when the server restarts': /loses nothing that it acknowledged/,
  'takes offsets from a sequence': /shows no hole to a reader while several processes append/,
};

beforeAll(() => giveUpAfter(1_500));

describe('the contract notices an adapter that', () => {
  for (const [fault, rule] of Object.entries(NOTICED) as [Fault, RegExp][])
    it(fault, async () => {
      const contractCase = streamContract.find(([name]) => rule.test(name))!;
      await expect(
        postgresWorld(fault).then((world) => runCase(contractCase, world, PARTITIONS)),
      ).rejects.toMatchObject({
        code: 'ERR_ASSERTION',
      });
    });
});
