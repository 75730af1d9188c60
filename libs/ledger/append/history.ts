import type pg from 'pg';
import { decodeLogEntry, type SignedStatement, signedStatementOf, statementHash } from '#libs/provenance';
import { LedgerError } from '../error.js';
import type { BootState } from './boots.js';

/** A scan that was logged before the batch under way. */
export interface LoggedStatement {
  readonly logIndex: number;
  readonly statement: SignedStatement;
  readonly hash: Uint8Array;
}

/** What single counters of boots hold in the log, asked for a batch at a time. Only for repeats, late scans and contradictions. */
export class History {
  private readonly known = new Map<string, LoggedStatement>();
  private readonly wanted = new Map<string, { readonly bootNumber: number; readonly counter: number }>();

  constructor(private readonly client: pg.Client) {}

  want({ bootNumber }: BootState, counter: number): void {
    if (counter < 1) return;
    const key = `${bootNumber}:${counter}`;
    if (!this.known.has(key)) this.wanted.set(key, { bootNumber, counter });
  }

  async load(): Promise<void> {
    if (this.wanted.size === 0) return;
    const wanted = [...this.wanted.values()];
    this.wanted.clear();
    const { rows } = await this.client.query<{ key: string; logIndex: number; entry: Buffer }>({
      name: 'history',
      text: `SELECT e.boot_number || ':' || e.counter AS key, e.log_index AS "logIndex", e.entry
             FROM unnest($1::int[], $2::bigint[]) AS u (boot_number, counter)
             JOIN log_entry e ON e.boot_number = u.boot_number AND e.counter = u.counter`,
      values: [wanted.map(({ bootNumber }) => bootNumber), wanted.map(({ counter }) => counter)],
    });
    for (const { key, logIndex, entry } of rows) this.known.set(key, readStatement(logIndex, entry));
  }

  /** @returns undefined when that counter is not in the log, or was not asked for. */
  get({ bootNumber }: BootState, counter: number): LoggedStatement | undefined {
    return this.known.get(`${bootNumber}:${counter}`);
  }
}

function readStatement(logIndex: number, bytes: Buffer): LoggedStatement {
  const entry = decodeLogEntry(bytes);
  if (entry.kind !== 'scan') throw new LedgerError('ROW_MALFORMED', `entry ${logIndex} has a counter and is no scan`);
  return { logIndex, statement: signedStatementOf(entry.scan), hash: statementHash(entry.scan) };
}
