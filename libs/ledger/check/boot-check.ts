import type pg from 'pg';
import type { BootHistory } from './boot-history.js';
import { copyOut, int4, int8 } from './copy-out.js';
import { type Differences, short } from './findings.js';

/** Compares what the sequencer goes on from with what the log says of each boot. */
export async function checkBoots(
  client: pg.Client,
  boots: ReadonlyMap<number, BootHistory>,
  differences: Differences,
): Promise<void> {
  const query = 'SELECT boot_number, last_counter, last_statement_hash, settled_counter FROM boot';
  for await (const rows of copyOut(client, query)) {
    for (const [number, counter, hash, settled] of rows) {
      const bootNumber = int4(number!);
      const { lastCounter = 0, lastStatementHash = null } = boots.get(bootNumber) ?? {};
      const found = int8(counter!);
      if (found !== lastCounter)
        differences.add('BOOT', `boot number ${bootNumber} has last counter ${found}, the log has ${lastCounter}`);
      else if (!sameHash(hash ?? null, lastStatementHash))
        differences.add(
          'BOOT',
          `boot number ${bootNumber} has another last statement than the log, which has ${lastStatementHash ? short(lastStatementHash) : 'none'}`,
        );
      if (int8(settled!) < found)
        differences.add(
          'BOOT',
          `boot number ${bootNumber} waits for counter ${int8(settled!) + 1}, and ${found} is logged`,
        );
    }
  }
}

const sameHash = (found: Buffer | null, logged: Buffer | null): boolean =>
  found === null || logged === null ? found === logged : found.equals(logged);
