import { streamContract } from './support/contract.js';
import { postgresWorld } from './support/postgres-world.js';
import { runCase } from './support/run-contract.js';

const PARTITIONS = 4;

describe('the PostgreSQL stream', () => {
  for (const contractCase of streamContract)
    it(contractCase[0], async () => runCase(contractCase, await postgresWorld(), PARTITIONS));
});
