import type pg from 'pg';
import { asBuffer, type Faults, keyOf, type Lease, LedgerError, writeOffsets } from '#libs/log/ledger';
import type { BootState } from './boots.js';
import type { Concluded } from './conclude.js';
import { copyIn } from './copy-in.js';
import type { CopyRows } from './copy-rows.js';
import type { RejectNotice } from './findings.js';
import type { HeldScans } from './held-scans.js';
import type { ChainWrite } from './late-chains.js';
import type { PasswordChanges, SetPasswords } from './password-changes.js';
import { WaitingRefusals } from './waiting-refusals.js';
import { type RegistryWrites, writeRegistry } from './registry-writes.js';

/** Everything that one transaction writes. */
export interface CommitInput {
  readonly faults: Faults;
  readonly lease: Lease;
  readonly client: pg.Client;
  readonly oldSize: number;
  readonly newSize: number;
  readonly frontier: Buffer;
  readonly root: Buffer;
  readonly entries: CopyRows;
  readonly links: CopyRows;
  readonly boots: ReadonlySet<BootState>;
  /** Null where the batch has no registry events. */
  readonly registry: RegistryWrites | null;
  /** Null where no device asks for another password. */
  readonly passwords: PasswordChanges | null;
  readonly chains: readonly ChainWrite[];
  readonly concluded: Concluded;
  readonly held: HeldScans;
  /** Next offset of each partition of the stream `scans` that the batch used. */
  readonly offsets: ReadonlyMap<number, number>;
  readonly nowMs: number;
}

/**
 * DESIGN section 3, step 3: one transaction with the entries, the trails, the head and the offsets, under the lease.
 *
 * @returns what came of passwords that devices asked for
 * @throws {LedgerError} LEASE_LOST, HEAD_MOVED; errors of the database as they are. After any of them it is not known whether the
 *   transaction was committed: forget everything and read it back.
 */
export async function commitBatch(input: CommitInput): Promise<SetPasswords | null> {
  const { client, faults } = input;
  await faults.before('append');
  await client.query('BEGIN');
  const passwords = await writeAll(input);
  await faults.after('append');
  await faults.before('commit');
  await client.query('COMMIT');
  await faults.after('commit');
  return passwords;
}

async function writeAll(input: CommitInput): Promise<SetPasswords | null> {
  const { client, lease, held, concluded } = input;
  await lease.lockIn(client);
  if (input.newSize > input.oldSize) {
    await copyIn(client, 'COPY log_entry FROM STDIN (FORMAT binary)', input.entries.finish());
    if (input.links.rows > 0) await copyIn(client, 'COPY trail_link FROM STDIN (FORMAT binary)', input.links.finish());
    await advanceHead(input);
  }
  if (input.registry) await writeRegistry(client, input.registry);
  if (input.boots.size > 0) await writeBoots(client, [...input.boots]);
  if (input.chains.length > 0) await writeChains(client, input.chains);
  if (held.hasChanges) await held.write(client);
  const { equivocations, refusals, waiting } = concluded;
  if (equivocations.length + refusals.length > 0) await writeConcluded(client, concluded);
  if (waiting.added.length + waiting.gone.length > 0) await new WaitingRefusals(client).write(waiting);
  const passwords = (await input.passwords?.write(client)) ?? null;
  const rejects = [...concluded.rejects, ...(passwords?.rejects ?? [])];
  if (rejects.length > 0) await writeRejects(client, rejects, input.nowMs);
  if (input.offsets.size > 0) await writeOffsets(client, lease.epoch, 'scans', input.offsets);
  return passwords;
}

async function advanceHead(input: CommitInput): Promise<void> {
  const { client, lease, oldSize, newSize, frontier, root, nowMs } = input;
  const { rowCount } = await client.query({
    name: 'advanceHead',
    text: `WITH head AS (
             UPDATE log_head SET size = $2, frontier = $3, epoch = $4 WHERE size = $1 AND epoch <= $4 RETURNING size)
           INSERT INTO log_root (size, root, epoch, logged_at)
           SELECT size, $5, $4, to_timestamp($6::double precision / 1000) FROM head`,
    values: [oldSize, newSize, frontier, lease.epoch, root, nowMs],
  });
  if (rowCount !== 1) throw new LedgerError('HEAD_MOVED', `the log is not at size ${oldSize} any more`);
}

/** Stores how far boots have come. */
export async function writeBoots(client: pg.Client, boots: readonly BootState[]): Promise<void> {
  await client.query({
    name: 'writeBoots',
    text: `UPDATE boot b SET last_counter = u.last_counter, last_statement_hash = u.hash, settled_counter = u.settled
           FROM unnest($1::int[], $2::bigint[], $3::bytea[], $4::bigint[]) AS u (boot_number, last_counter, hash, settled)
           WHERE b.boot_number = u.boot_number`,
    values: [
      boots.map(({ bootNumber }) => bootNumber),
      boots.map(({ lastCounter }) => lastCounter),
      boots.map(({ lastStatementHash }) => lastStatementHash),
      boots.map(({ settledCounter }) => settledCounter),
    ],
  });
}

/** Stores how far late scans have chained. */
export async function writeChains(client: pg.Client, chains: readonly ChainWrite[]): Promise<void> {
  await client.query(
    `UPDATE key_segment s SET chain_from = u.chain_from, chain_hash = u.chain_hash
     FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bytea[]) AS u (boot_number, opened, chain_from, chain_hash)
     WHERE s.boot_number = u.boot_number AND s.opened_log_index = u.opened`,
    [
      chains.map(({ bootNumber }) => bootNumber),
      chains.map(({ openedIndex }) => openedIndex),
      chains.map(({ chain }) => chain.from),
      chains.map(({ chain }) => chain.needs && asBuffer(chain.needs)),
    ],
  );
}

/** Stores which contradictions and refusals the log tells of. */
export async function writeConcluded(
  client: pg.Client,
  { equivocations, refusals, ranges }: Pick<Concluded, 'equivocations' | 'refusals' | 'ranges'>,
): Promise<void> {
  await client.query(
    `INSERT INTO equivocation (boot_number, counter, reason, log_index)
     SELECT * FROM unnest($1::int[], $2::bigint[], $3::text[], $4::bigint[])`,
    [
      equivocations.map(({ bootNumber }) => bootNumber),
      equivocations.map(({ counter }) => counter),
      equivocations.map(({ reason }) => reason),
      equivocations.map(({ logIndex }) => logIndex),
    ],
  );
  await client.query(
    `INSERT INTO refusal (statement_hash, boot_number, counter, reason, log_index)
     SELECT * FROM unnest($1::bytea[], $2::int[], $3::bigint[], $4::text[], $5::bigint[])`,
    [
      refusals.map(({ statementHash }) => statementHash),
      refusals.map(({ bootNumber }) => bootNumber),
      refusals.map(({ counter }) => counter),
      refusals.map(({ reason }) => reason),
      refusals.map(({ logIndex }) => logIndex),
    ],
  );
  if (ranges.length === 0) return;
  const values = [
    ranges.map(({ bootNumber }) => bootNumber),
    ranges.map(({ first }) => first),
    ranges.map(({ last }) => last),
    ranges.map(({ logIndex }) => logIndex),
  ];
  await client.query(
    `INSERT INTO refused_range (boot_number, first_counter, last_counter, log_index)
     SELECT * FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[])`,
    values,
  );
  // What was kept when it was refused, and is told of only now.
  await client.query(
    `UPDATE reject r SET log_index = u.log_index
     FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[]) AS u (boot_number, first_counter, last_counter, log_index)
     JOIN boot b USING (boot_number)
     WHERE r.device_key = b.device_key AND r.boot = b.boot AND r.counter BETWEEN u.first_counter AND u.last_counter
       AND r.log_index IS NULL AND r.final AND r.reason NOT IN ('KEY_NOT_ACTIVE', 'BOOT_ENDED', 'PREVIOUS_MISMATCH', 'COUNTER_REUSED', 'SIGNATURE_INVALID')`,
    values,
  );
}

async function writeRejects(client: pg.Client, rejects: readonly RejectNotice[], nowMs: number): Promise<void> {
  const distinct = new Map<string, RejectNotice & { times: number }>();
  for (const reject of rejects) {
    const key = `${keyOf(reject.payloadHash)}${reject.reason}`;
    const known = distinct.get(key);
    if (known) known.times++;
    else distinct.set(key, { ...reject, times: 1 });
  }
  const rows = [...distinct.values()];
  const orNull = (bytes: Uint8Array): Buffer | null => (bytes.length > 0 ? asBuffer(bytes) : null);
  await client.query(
    `INSERT INTO reject (payload_hash, reason, text, final, device_key, boot, counter, payload_head, log_index, times,
       first_at, last_at)
     SELECT u.*, t, t FROM unnest($1::bytea[], $2::text[], $3::text[], $4::bool[], $5::bytea[], $6::bytea[], $7::bigint[],
       $8::bytea[], $9::bigint[], $10::int[]) AS u, to_timestamp($11::double precision / 1000) AS t
     ON CONFLICT (payload_hash, reason) DO UPDATE SET times = reject.times + excluded.times, last_at = excluded.last_at,
       log_index = coalesce(reject.log_index, excluded.log_index)`,
    [
      rows.map(({ payloadHash }) => asBuffer(payloadHash)),
      rows.map(({ reason }) => reason),
      rows.map(({ text }) => text.replaceAll('\0', '')), // the one character that PostgreSQL's text has not
      rows.map(({ final }) => final),
      rows.map(({ deviceKey }) => orNull(deviceKey)),
      rows.map(({ boot }) => orNull(boot)),
      rows.map(({ counter }) => counter || null),
      rows.map(({ payloadHead }) => orNull(payloadHead)),
      rows.map(({ logIndex }) => logIndex),
      rows.map(({ times }) => times),
      nowMs,
    ],
  );
  await forgetRejects(client, rows);
}

// P6: enough to see what a device sends wrong, whoever sends how much of it. Each has about 500 bytes.
const REJECTS_OF_DEVICE_MAX = 1_000;

/** Of each device that has some among these the newest stay, and of what no device can be named for. */
async function forgetRejects(client: pg.Client, rows: readonly RejectNotice[]): Promise<void> {
  const devices = new Map(rows.map(({ deviceKey }) => [keyOf(deviceKey), deviceKey]));
  for (const device of devices.values()) {
    const [which, values] = device.length > 0 ? ['device_key = $2', [asBuffer(device)]] : ['device_key IS NULL', []];
    await client.query({
      name: `forgetRejects ${which}`,
      text: `DELETE FROM reject WHERE id IN (
               SELECT id FROM reject WHERE ${which} ORDER BY last_at DESC, id DESC OFFSET $1)`,
      values: [REJECTS_OF_DEVICE_MAX, ...values],
    });
  }
}
