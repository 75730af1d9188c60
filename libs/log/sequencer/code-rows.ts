import type pg from 'pg';
import { heldTogether } from '#libs/core/keys';
import { type CodesBody, CodesRole } from '#libs/core/wire';
import { asBuffer, keyOf } from '#libs/log/ledger';

/** A row of code_holder: what the newest event of a party, digits and role says. */
export interface CodeRecord {
  readonly digits: string;
  readonly role: number;
  readonly partyKey: Uint8Array;
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly logIndex: number;
}

export const codeRecord = ({ digits, role, party, fromMs, untilMs }: CodesBody, logIndex: number): CodeRecord => ({
  digits,
  role,
  partyKey: party,
  fromMs: fromMs ?? null,
  untilMs: untilMs ?? null,
  logIndex,
});

/** What is known of holders of codes, kept up while events are taken one after the other. */
export class KnownCodes {
  private readonly records = new Map<string, CodeRecord>();
  private readonly changed = new Set<string>();

  static async load(client: pg.Client, digits: readonly string[]): Promise<KnownCodes> {
    const known = new KnownCodes();
    if (digits.length === 0) return known;
    const { rows } = await client.query<CodeRecord>(
      `SELECT digits, role, party_key AS "partyKey", from_ms AS "fromMs", until_ms AS "untilMs", log_index AS "logIndex"
       FROM code_holder WHERE digits = ANY($1::text[])`,
      [digits],
    );
    for (const row of rows) known.records.set(nameOf(row), row);
    return known;
  }

  /** Who else owns these very digits in some of the same time, where the event says that its party does. */
  otherOwner({ digits, role, party, fromMs, untilMs }: CodesBody): CodeRecord | undefined {
    if (role !== CodesRole.OWNER) return undefined;
    const isOther = (one: CodeRecord): boolean =>
      one.role === CodesRole.OWNER && one.digits === digits && keyOf(one.partyKey) !== keyOf(party);
    const held = (one: CodeRecord) => ({ fromMs: one.fromMs ?? undefined, untilMs: one.untilMs ?? undefined });
    return [...this.records.values()].find((one) => isOther(one) && heldTogether(held(one), { fromMs, untilMs }));
  }

  take(body: CodesBody, logIndex: number): void {
    const record = codeRecord(body, logIndex);
    this.records.set(nameOf(record), record);
    this.changed.add(nameOf(record));
  }

  /** Inside the transaction that logs the events. */
  async write(client: pg.Client): Promise<void> {
    const rows = [...this.changed].map((name) => this.records.get(name)!);
    if (rows.length === 0) return;
    await client.query(
      `INSERT INTO code_holder (digits, role, party_key, from_ms, until_ms, log_index)
       SELECT * FROM unnest($1::text[], $2::smallint[], $3::bytea[], $4::bigint[], $5::bigint[], $6::bigint[])
       ON CONFLICT (digits, role, party_key) DO UPDATE SET from_ms = excluded.from_ms, until_ms = excluded.until_ms,
         log_index = excluded.log_index`,
      [
        rows.map(({ digits }) => digits),
        rows.map(({ role }) => role),
        rows.map(({ partyKey }) => asBuffer(partyKey)),
        rows.map(({ fromMs }) => fromMs),
        rows.map(({ untilMs }) => untilMs),
        rows.map(({ logIndex }) => logIndex),
      ],
    );
  }
}

const nameOf = ({ digits, role, partyKey }: CodeRecord): string => `${digits} ${role} ${keyOf(partyKey)}`;
