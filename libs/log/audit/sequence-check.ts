import type pg from 'pg';
import { sequencesBehind, sequenceText } from '#libs/log/ledger';
import type { Differences } from './findings.js';

/** Names each sequence that is behind its rows: the next row would be a duplicate, and its transaction would fail. */
export async function checkSequences(client: pg.Client, differences: Differences): Promise<void> {
  for (const behind of await sequencesBehind(client))
    differences.add(
      'SEQUENCE',
      `${sequenceText(behind)}: a restore brought the rows back, and left the sequence behind`,
    );
}
