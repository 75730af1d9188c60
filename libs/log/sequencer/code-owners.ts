import type pg from 'pg';
import {
  bytesEqual,
  codesKey,
  type CodesBody,
  CodesRole,
  decodeEventBody,
  decodeLogEntry,
  EventKind,
} from '#libs/core/wire';
import { keyOf } from '#libs/log/ledger';

/** What the log says of who owns the codes of some events, kept up while they are taken one after the other. */
export class CodeOwners {
  private constructor(private readonly said: Map<string, CodesBody[]>) {}

  /** @param digits with which the codes begin. No query where there are none. */
  static async load(client: pg.Client, digits: readonly string[]): Promise<CodeOwners> {
    const said = new Map<string, CodesBody[]>();
    if (digits.length === 0) return new CodeOwners(said);
    const { rows } = await client.query<{ entry: Buffer }>(
      `SELECT e.entry FROM trail_link t JOIN log_entry e USING (log_index)
       WHERE t.trail_key = ANY($1::bytea[]) ORDER BY t.log_index`,
      [digits.map((one) => Buffer.from(codesKey(one)))],
    );
    const owners = new CodeOwners(said);
    for (const { entry } of rows) {
      const read = decodeLogEntry(entry);
      if (read.kind === 'event' && read.event.kind === EventKind.CODES)
        owners.add(decodeEventBody(EventKind.CODES, read.event.body));
    }
    return owners;
  }

  /** Takes the next event of the log: of one party the newest counts. */
  add(body: CodesBody): void {
    const others = this.of(body.digits).filter((one) => !isOfSame(one, body));
    this.said.set(keyOf(codesKey(body.digits)), [...others, body]);
  }

  /** Whether these very digits would have two owners at one time. Owners of shorter or longer ones stand beside each other. */
  hasOther(body: CodesBody): boolean {
    return (
      body.role === CodesRole.OWNER &&
      this.of(body.digits).some((one) => one.role === CodesRole.OWNER && !isOfSame(one, body) && overlap(one, body))
    );
  }

  private of(digits: string): readonly CodesBody[] {
    return this.said.get(keyOf(codesKey(digits))) ?? [];
  }
}

const isOfSame = (one: CodesBody, other: CodesBody): boolean =>
  one.role === other.role && bytesEqual(one.party, other.party);

const overlap = (one: CodesBody, other: CodesBody): boolean =>
  (one.fromMs ?? 0) < (other.untilMs ?? Infinity) && (other.fromMs ?? 0) < (one.untilMs ?? Infinity);
