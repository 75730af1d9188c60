import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { dataPaths } from '#libs/host/service';

/** Everything that an anchor writes, so that two moments can be compared: name of a file or of a row, and what tells its state. */
export type Footprint = ReadonlyMap<string, string>;

/**
 * Files that only the active anchor writes: public log, stored checkpoints. A rewrite with the same bytes shows as well. What has no
 * name yet does not count: a file that was begun before the stop may grow to its end, but nobody can ever read it.
 */
export function filesOf(dataFolder: string): Footprint {
  const { log, checkpoints } = dataPaths(dataFolder);
  const files = new Map<string, string>();
  for (const folder of [log, checkpoints]) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (name.startsWith(UNFINISHED)) continue;
      const path = join(folder, name);
      const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
      files.set(path, `inode ${ino}, ${size} bytes, written ${mtimeNs}, changed ${ctimeNs}`);
    }
  }
  return files;
}

const UNFINISHED = '.unfinished';

// The stream's own tables and the lease belong to whoever is active and change without end.
const ROWS = `
  SELECT 'log_head' AS name, log_head::text AS state FROM log_head
  UNION ALL SELECT 'log_root', concat_ws(' ', count(*), max(size), sum(epoch)) FROM log_root
  UNION ALL SELECT 'log_entry', concat_ws(' ', count(*), max(log_index)) FROM log_entry
  UNION ALL SELECT 'trail_link', concat_ws(' ', count(*), max(log_index)) FROM trail_link
  UNION ALL SELECT 'boot', md5(string_agg(boot::text, ' ' ORDER BY boot_number)) FROM boot
  UNION ALL SELECT 'device', count(*)::text FROM device
  UNION ALL SELECT 'held_scan', count(*)::text FROM held_scan
  UNION ALL SELECT 'reject', concat_ws(' ', count(*), sum(times)) FROM reject
  UNION ALL SELECT 'stream_offset ' || stream || ' ' || partition, next_offset || ' epoch ' || epoch FROM stream_offset
  UNION ALL SELECT 'lease', epoch || ' ' || holder FROM lease`;

export async function rowsOf(client: pg.Client): Promise<Footprint> {
  const { rows } = await client.query<{ name: string; state: string | null }>(ROWS);
  return new Map(rows.map(({ name, state }) => [name, state ?? 'empty']));
}

/** What stands in the database under one epoch, as numbers of rows. */
export interface EpochRows {
  /** Sizes that were committed. */
  readonly roots: number;
  /** Offsets and heads that this epoch was the last to set: later epochs take them over. */
  readonly latest: number;
}

export async function rowsOfEpoch(client: pg.Client, epoch: number): Promise<EpochRows> {
  const { rows } = await client.query<{ roots: string; latest: string }>(
    `SELECT (SELECT count(*) FROM log_root WHERE epoch = $1) AS roots,
            (SELECT count(*) FROM stream_offset WHERE epoch = $1) + (SELECT count(*) FROM log_head WHERE epoch = $1) AS latest`,
    [epoch],
  );
  return { roots: Number(rows[0]!.roots), latest: Number(rows[0]!.latest) };
}

/** Whether anything was committed under the epoch between two moments. */
export const hasCommitted = (before: EpochRows, after: EpochRows): boolean =>
  after.roots !== before.roots || after.latest > before.latest;

/** Bytes that a process has sent to a disk so far, by the kernel's count; null where that is not told. */
export function bytesWrittenBy(processId: number): number | null {
  try {
    const count = /^write_bytes: (\d+)$/mu.exec(readFileSync(`/proc/${processId}/io`, 'utf8'))?.[1];
    return count === undefined ? null : Number(count);
  } catch {
    return null;
  }
}

/** What differs, in words. */
export function differences(before: Footprint, after: Footprint): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name}: ${before.get(name) ?? 'not there'} became ${after.get(name) ?? 'not there'}`);
}
