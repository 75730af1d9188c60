import type pg from 'pg';
import { from } from 'pg-copy-streams';

/** Sends rows by COPY; resolves when PostgreSQL has taken all of them. */
export function copyIn(client: pg.Client, statement: string, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const copy = client.query(from(statement));
    copy.once('error', reject);
    copy.once('finish', resolve);
    copy.end(rows);
  });
}
