import { sequenceText, setSequences } from '#libs/log/ledger';
import type { Logger } from '#libs/host/service';

/** Sets sequences that a restore has left behind their rows: the next row would else be a duplicate. A line of the log for each. */
export async function mendSequences(databaseUrl: string, logger: Logger): Promise<void> {
  for (const behind of await setSequences(databaseUrl))
    logger.warn({ ...behind }, `${sequenceText(behind)}: it is set to ${behind.highest}, for a restore left it behind`);
}
