import type pg from 'pg';
import { keyOf } from '#libs/log/ledger';
import type { BootHistory } from './boot-history.js';
import { copyOut, int4, int8 } from './copy-out.js';
import { type Differences, short } from './findings.js';

/** The boots of the database by their number: what the column of log_entry means. */
export async function readBootNumbers(client: pg.Client): Promise<Map<number, string>> {
  const numbers = new Map<number, string>();
  for await (const rows of copyOut(client, 'SELECT boot_number, boot FROM boot')) {
    for (const [number, boot] of rows) numbers.set(int4(number!), keyOf(boot!));
  }
  return numbers;
}

/** Compares what the sequencer goes on from with what the log says of each boot. */
export async function checkBoots(
  client: pg.Client,
  /** By the 16 bytes of the boot. */
  boots: ReadonlyMap<string, BootHistory>,
  differences: Differences,
): Promise<void> {
  const query = 'SELECT boot_number, boot, last_counter, last_statement_hash, settled_counter FROM boot';
  for await (const rows of copyOut(client, query)) {
    for (const [number, boot, counter, hash, settled] of rows) {
      const bootNumber = int4(number!);
      const { lastCounter = 0, lastStatementHash = null } = boots.get(keyOf(boot!)) ?? {};
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
