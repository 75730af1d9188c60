import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Lease } from '#libs/ledger';
import { type EntryTerms, termsOfEntry } from './terms-of-entry.js';

export interface ProjectorParts {
  readonly lease: Lease;
  /** A session of the lease, for the projector alone. */
  readonly client: pg.Client;
  /** Whether scans wait to be logged: then the search waits longer. */
  readonly isBusy: () => boolean;
  /** Told after each step how many entries the search does not know yet. */
  readonly onStep: (behind: number) => void;
}

const CURSOR = 'search';
const ENTRIES_AT_ONCE = 250; // some ten milliseconds of work: scans are not kept waiting by it
const IDLE_MS = 250;
// Of its time the search takes half when nothing else is to be done, and an eighth while scans wait.
const REST_SHARE = 1;
const REST_SHARE_BUSY = 7;

/** Fills the search behind the log, with a cursor of its own: a scan is logged and receipted before anybody can look for it. */
export class Projector {
  constructor(private readonly parts: ProjectorParts) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedMs = performance.now();
      const { taken, behind } = await this.step();
      this.parts.onStep(behind);
      const share = this.parts.isBusy() ? REST_SHARE_BUSY : REST_SHARE;
      const restMs = taken === 0 ? IDLE_MS : (performance.now() - startedMs) * share;
      await wait(restMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Takes the next entries. @returns how many, and how many are left. */
  async step(): Promise<{ readonly taken: number; readonly behind: number }> {
    const { client, lease } = this.parts;
    const { rows: state } = await client.query<{ next: number | null; size: number }>({
      name: 'projectorState',
      text: `SELECT (SELECT next_log_index FROM projector_cursor WHERE name = $1) AS next, size FROM log_head`,
      values: [CURSOR],
    });
    const { size } = state[0]!;
    const from = state[0]!.next ?? 0;
    const to = Math.min(size, from + ENTRIES_AT_ONCE);
    if (from >= to) return { taken: 0, behind: 0 };
    const { rows } = await client.query<{ logIndex: number; entry: Buffer; privatePart: Buffer | null }>({
      name: 'projectorEntries',
      text: `SELECT log_index AS "logIndex", entry, private AS "privatePart" FROM log_entry
             WHERE log_index >= $1 AND log_index < $2 ORDER BY log_index`,
      values: [from, to],
    });
    const found = rows.flatMap(({ logIndex, entry, privatePart }) =>
      privatePart ? [{ logIndex, ...termsOfEntry(entry, privatePart) }] : [],
    );
    await client.query('BEGIN');
    await lease.lockIn(client);
    await writeFound(client, found);
    await client.query(
      `INSERT INTO projector_cursor (name, next_log_index) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET next_log_index = excluded.next_log_index`,
      [CURSOR, to],
    );
    await client.query('COMMIT');
    return { taken: to - from, behind: size - to };
  }
}

type Found = EntryTerms & { readonly logIndex: number };

async function writeFound(client: pg.Client, found: readonly Found[]): Promise<void> {
  const uris = found.flatMap((entry) => entry.uris);
  if (uris.length > 0) {
    await client.query({
      name: 'projectUris',
      text: `INSERT INTO object_uri (trail_key, uri) SELECT * FROM unnest($1::bytea[], $2::text[]) ON CONFLICT DO NOTHING`,
      values: [uris.map(({ trailKey }) => trailKey), uris.map(({ uri }) => uri)],
    });
  }
  const terms = found.flatMap((entry) => entry.terms.map((term) => ({ ...term, logIndex: entry.logIndex })));
  if (terms.length > 0) {
    await client.query({
      name: 'projectTerms',
      text: `INSERT INTO search_term (term, kind, trail_key, log_index)
             SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bigint[]) ON CONFLICT DO NOTHING`,
      values: [
        terms.map(({ term }) => term),
        terms.map(({ kind }) => kind),
        terms.map(({ trailKey }) => trailKey),
        terms.map(({ logIndex }) => logIndex),
      ],
    });
  }
}
