import type pg from 'pg';
import {
  decodeEventBody,
  decodeLogEntry,
  decodeSignedStatement,
  EventKind,
  refusalAccuses,
  refusedStatements,
  type SignedStatement,
  signedStatementOf,
  statementHash,
} from '#libs/core/wire';
import { LedgerError } from '#libs/log/ledger';
import type { BootState } from './boots.js';

/** A scan that was logged before the batch under way. */
export interface LoggedStatement {
  readonly logIndex: number;
  readonly statement: SignedStatement;
  readonly hash: Uint8Array;
}

/** A statement that was refused before the batch under way, and that the log tells of, or will. */
export interface RefusedStatement {
  readonly signed: SignedStatement;
  readonly hash: Uint8Array;
}

interface Place {
  readonly bootNumber: number;
  readonly counter: number;
}

/**
 * What single counters of boots hold in the log, asked for a batch at a time: for repeats, late scans and contradictions, and what
 * was refused at the counters of boots that have refusals. Others cost no query.
 */
export class History {
  private readonly known = new Map<string, LoggedStatement>();
  private readonly wanted = new Map<string, Place>();
  private readonly knownRefused = new Map<string, RefusedStatement[]>();
  private readonly wantedRefused = new Map<string, Place>();

  constructor(private readonly client: pg.Client) {}

  want({ bootNumber }: BootState, counter: number): void {
    if (counter < 1) return;
    const key = `${bootNumber}:${counter}`;
    if (!this.known.has(key)) this.wanted.set(key, { bootNumber, counter });
  }

  /** Asks for what was refused at a counter, if anything of the boot was. */
  wantRefused({ bootNumber, hasRefusals }: BootState, counter: number): void {
    if (hasRefusals) this.wantedRefused.set(`${bootNumber}:${counter}`, { bootNumber, counter });
  }

  /** What was read elsewhere. */
  remember({ bootNumber }: BootState, counter: number, statement: LoggedStatement): void {
    this.known.set(`${bootNumber}:${counter}`, statement);
  }

  async load(): Promise<void> {
    if (this.wanted.size > 0) await this.loadLogged();
    if (this.wantedRefused.size > 0) await this.loadRefused();
  }

  private async loadLogged(): Promise<void> {
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

  private async loadRefused(): Promise<void> {
    const wanted = [...this.wantedRefused.values()];
    this.wantedRefused.clear();
    const values = [wanted.map(({ bootNumber }) => bootNumber), wanted.map(({ counter }) => counter)];
    const { rows } = await this.client.query<{
      key: string;
      hash: Buffer;
      logIndex: number;
      reason: string;
      entry: Buffer;
    }>({
      name: 'refusedHistory',
      text: `SELECT r.boot_number || ':' || r.counter AS key, r.statement_hash AS hash, r.log_index AS "logIndex", r.reason, e.entry
             FROM unnest($1::int[], $2::bigint[]) AS u (boot_number, counter)
             JOIN refusal r ON r.boot_number = u.boot_number AND r.counter = u.counter
             JOIN log_entry e ON e.log_index = r.log_index ORDER BY r.log_index`,
      values,
    });
    for (const { key, hash, logIndex, reason, entry } of rows)
      if (refusalAccuses(reason)) this.addRefused(key, readRefused(logIndex, entry, hash));
    const { rows: waiting } = await this.client.query<{ key: string; hash: Buffer; statement: Buffer }>({
      name: 'waitingHistory',
      text: `SELECT u.boot_number || ':' || u.counter AS key, w.statement_hash AS hash, w.statement
             FROM unnest($1::int[], $2::bigint[]) AS u (boot_number, counter) JOIN boot b USING (boot_number)
             JOIN waiting_refusal w ON w.boot = b.boot AND w.counter = u.counter`,
      values,
    });
    for (const { key, hash, statement } of waiting)
      this.addRefused(key, { signed: decodeSignedStatement(statement), hash });
  }

  private addRefused(key: string, statement: RefusedStatement): void {
    this.knownRefused.set(key, [...(this.knownRefused.get(key) ?? []), statement]);
  }

  /** @returns what was refused at that counter, as far as it was asked for, in log order. */
  refused({ bootNumber }: BootState, counter: number): readonly RefusedStatement[] {
    return this.knownRefused.get(`${bootNumber}:${counter}`) ?? [];
  }

  /** @returns undefined when that counter is not in the log, or was not asked for. */
  get({ bootNumber }: BootState, counter: number): LoggedStatement | undefined {
    return this.known.get(`${bootNumber}:${counter}`);
  }
}

/** What is logged of a boot in a span of counters, `below` not included. */
export interface CounterSpan {
  readonly bootNumber: number;
  readonly from: number;
  readonly below: number;
}

/** The scans of each span, descending, at most so many of each. */
export async function readBelow(
  client: pg.Client,
  spans: readonly CounterSpan[],
  rowsMax: number,
): Promise<{ readonly counter: number; readonly statement: LoggedStatement }[][]> {
  const found: { counter: number; statement: LoggedStatement }[][] = spans.map(() => []);
  if (spans.length === 0) return found;
  const { rows } = await client.query<{ span: number; counter: number; logIndex: number; entry: Buffer }>({
    name: 'readBelow',
    text: `SELECT u.span, e.counter, e.log_index AS "logIndex", e.entry
           FROM unnest($1::int[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS u (boot_number, lowest, below, span)
           CROSS JOIN LATERAL (
             SELECT counter, log_index, entry FROM log_entry WHERE boot_number = u.boot_number AND counter >= u.lowest
               AND counter < u.below ORDER BY counter DESC LIMIT $4) e
           ORDER BY u.span, e.counter DESC`,
    values: [
      spans.map(({ bootNumber }) => bootNumber),
      spans.map(({ from }) => from),
      spans.map(({ below }) => below),
      rowsMax,
    ],
  });
  for (const { span, counter, logIndex, entry } of rows)
    found[span - 1]!.push({ counter, statement: readStatement(logIndex, entry) });
  return found;
}

function readStatement(logIndex: number, bytes: Buffer): LoggedStatement {
  const entry = decodeLogEntry(bytes);
  if (entry.kind !== 'scan') throw new LedgerError('ROW_MALFORMED', `entry ${logIndex} has a counter and is no scan`);
  return { logIndex, statement: signedStatementOf(entry.scan), hash: statementHash(entry.scan) };
}

function readRefused(logIndex: number, bytes: Buffer, hash: Buffer): RefusedStatement {
  const entry = decodeLogEntry(bytes);
  if (entry.kind !== 'event' || entry.event.kind !== EventKind.REFUSED)
    throw new LedgerError('ROW_MALFORMED', `entry ${logIndex} refuses nothing, and a row of refusal says that it does`);
  const body = decodeEventBody(EventKind.REFUSED, entry.event.body);
  const signed = refusedStatements(body).find((statement) => hash.equals(statementHash(statement)));
  if (!signed)
    throw new LedgerError('ROW_MALFORMED', `entry ${logIndex} refuses another statement than a row of refusal says`);
  return { signed, hash };
}
