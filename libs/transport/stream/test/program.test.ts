import { postgresWorld } from './support/postgres-world.js';
import { Program } from './support/program.js';

const SLOW_MS = 1_500;

describe('the program of the contract', () => {
  it('is heard also by a test process that was busy, with an adapter that resolves at once', async () => {
    const world = await postgresWorld('acknowledges before the record is durable');
    const program = new Program(world.place, { kind: 'append', partition: 0 });
    try {
      await program.until('a line', (lines) => lines.length > 0);
      // The event loop stands still, as on a machine that does much else: the pipe is full before anybody reads.
      for (const end = performance.now() + SLOW_MS; performance.now() < end;);
      const heard = program.lines.length;
      await program.until('many more', (lines) => lines.length > heard + 2_000);
    } finally {
      await program.kill();
      await world.remove();
    }
  });
});
