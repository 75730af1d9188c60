import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Lease } from '#libs/log/ledger';
import { FoundRows } from './found-rows.js';
import { termsOfEntry } from './terms-of-entry.js';

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
const BYTES_AT_ONCE = 4 * 1_048_576; // an entry and its private part may have 320 kB
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
    if (from >= size) return { taken: 0, behind: 0 };
    const { rows } = await client.query<EntryRow>({
      name: 'projectorEntries',
      text: `SELECT log_index AS "logIndex", entry, private AS "privatePart" FROM (
               SELECT *, sum(octet_length(entry) + coalesce(octet_length(private), 0)) OVER (ORDER BY log_index) AS bytes
               FROM log_entry WHERE log_index >= $1 AND log_index < $2) AS next
             WHERE bytes <= $3 OR log_index = $1 ORDER BY log_index`,
      values: [from, Math.min(size, from + ENTRIES_AT_ONCE), BYTES_AT_ONCE],
    });
    await client.query('BEGIN');
    await lease.lockIn(client);
    const next = await this.write(rows, from);
    await client.query(
      `INSERT INTO projector_cursor (name, next_log_index) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET next_log_index = excluded.next_log_index`,
      [CURSOR, next],
    );
    await client.query('COMMIT');
    return { taken: next - from, behind: size - next };
  }

  /** Writes what these entries are found by, until it is enough for one transaction. @returns where to go on. */
  private async write(rows: readonly EntryRow[], from: number): Promise<number> {
    const found = new FoundRows(this.parts.client);
    let next = from;
    for (const { logIndex, entry, privatePart } of rows) {
      if (privatePart) await found.add(termsOfEntry(entry, privatePart), logIndex);
      next = logIndex + 1;
      if (found.isEnough) break;
    }
    await found.finish();
    return next;
  }
}

interface EntryRow {
  readonly logIndex: number;
  readonly entry: Buffer;
  readonly privatePart: Buffer | null;
}
