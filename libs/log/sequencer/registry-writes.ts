import type pg from 'pg';
import { asBuffer, keyOf } from '#libs/log/ledger';
import {
  deviceKeyRecords,
  type DeviceKeyRecord,
  operatorKeyRecord,
  type SegmentRecord,
  segmentRecord,
} from './registry-rows.js';
import type { KnownDevice, RegistrySnapshot } from './registry-snapshot.js';

export interface PartyRecord {
  readonly partyKey: Buffer;
  readonly gln: string | undefined;
  readonly name: string | undefined;
  readonly country: string | undefined;
  readonly logIndex: number;
}

export interface EnrolledRecord {
  readonly deviceKey: Buffer;
  readonly deviceId: string;
  readonly party: Buffer;
  /** Null: it scans things. */
  readonly kind: number | null;
  readonly objectsMax: number;
  readonly claimsMax: number;
  readonly logIndex: number;
}

/** What the events of the transaction under way add to the registry. Keys and segments are read off the snapshot at the end. */
export class RegistryWrites {
  readonly events: { readonly eventHash: Buffer; readonly kind: number; readonly logIndex: number }[] = [];
  /** By key: the latest event of a party counts. */
  readonly parties = new Map<string, PartyRecord>();
  readonly enrolled: EnrolledRecord[] = [];
  readonly boots: { readonly boot: Buffer; readonly deviceKey: Buffer; readonly logIndex: number }[] = [];
  /** Log index of the latest entry that changed a device's keys or boots, by device. */
  readonly changed = new Map<string, number>();

  /** @param firstIndex of the transaction: what is older in the snapshot is written already. */
  constructor(
    readonly snapshot: RegistrySnapshot,
    readonly firstIndex: number,
    /** Trail key of the operator. */
    readonly operator: Uint8Array,
  ) {}

  get isEmpty(): boolean {
    return this.events.length === 0;
  }
}

/** Writes the rows inside the transaction that logs the events, and tells who listens: a statement for each table. */
export async function writeRegistry(client: pg.Client, writes: RegistryWrites): Promise<void> {
  if (writes.isEmpty) return;
  await writeEvents(client, writes);
  if (writes.parties.size > 0) await writeParties(client, [...writes.parties.values()]);
  await writes.snapshot.codes.write(client);
  if (writes.enrolled.length > 0) await writeEnrolled(client, writes.enrolled);
  if (writes.boots.length > 0) await writeBoots(client, writes);
  await writeOperatorKeys(client, writes);
  if (writes.changed.size > 0) await writeChanged(client, writes);
  await client.query('NOTIFY cairn_registry');
}

async function writeEvents(client: pg.Client, { events }: RegistryWrites): Promise<void> {
  await client.query(
    'INSERT INTO signed_event (event_hash, kind, log_index) SELECT * FROM unnest($1::bytea[], $2::smallint[], $3::bigint[])',
    [events.map(({ eventHash }) => eventHash), events.map(({ kind }) => kind), events.map(({ logIndex }) => logIndex)],
  );
}

async function writeParties(client: pg.Client, parties: readonly PartyRecord[]): Promise<void> {
  await client.query(
    `INSERT INTO party (party_key, gln, name, country, log_index)
     SELECT * FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::bigint[])
     ON CONFLICT (party_key) DO UPDATE SET gln = excluded.gln, name = excluded.name, country = excluded.country,
       log_index = excluded.log_index`,
    [
      parties.map(({ partyKey }) => partyKey),
      parties.map(({ gln }) => gln ?? null),
      parties.map(({ name }) => name ?? null),
      parties.map(({ country }) => country ?? null),
      parties.map(({ logIndex }) => logIndex),
    ],
  );
}

async function writeEnrolled(client: pg.Client, enrolled: readonly EnrolledRecord[]): Promise<void> {
  await client.query(
    `INSERT INTO device (device_key, device_id, party, log_index, objects_max, claims_max, kind)
     SELECT * FROM unnest($1::bytea[], $2::text[], $3::bytea[], $4::bigint[], $5::int[], $6::int[], $7::smallint[])`,
    [
      enrolled.map(({ deviceKey }) => deviceKey),
      enrolled.map(({ deviceId }) => deviceId),
      enrolled.map(({ party }) => party),
      enrolled.map(({ logIndex }) => logIndex),
      enrolled.map(({ objectsMax }) => objectsMax),
      enrolled.map(({ claimsMax }) => claimsMax),
      enrolled.map(({ kind }) => kind),
    ],
  );
}

async function writeBoots(client: pg.Client, { boots }: RegistryWrites): Promise<void> {
  await client.query(
    'INSERT INTO boot (boot, device_key, from_log_index) SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[])',
    [boots.map(({ boot }) => boot), boots.map(({ deviceKey }) => deviceKey), boots.map(({ logIndex }) => logIndex)],
  );
}

async function writeOperatorKeys(client: pg.Client, { snapshot, firstIndex, operator }: RegistryWrites): Promise<void> {
  const keys = snapshot.operator.keys.map(operatorKeyRecord).filter((key) => isSince(firstIndex, key));
  if (keys.length === 0) return;
  await client.query(
    `INSERT INTO operator_signing_key (operator, key_id, role, algorithm, public_key, from_log_index, to_log_index,
       compromised_log_index, compromised_since_ms)
     SELECT $1, * FROM unnest($2::bytea[], $3::smallint[], $4::smallint[], $5::bytea[], $6::bigint[], $7::bigint[],
       $8::bigint[], $9::bigint[])
     ON CONFLICT (key_id, role) DO UPDATE SET to_log_index = excluded.to_log_index,
       compromised_log_index = excluded.compromised_log_index, compromised_since_ms = excluded.compromised_since_ms`,
    [asBuffer(operator), keys.map(({ keyId }) => asBuffer(keyId)), keys.map(({ role }) => role), ...keyColumns(keys)],
  );
}

/** Keys and segments of the devices that changed, as far as they changed. */
async function writeChanged(client: pg.Client, { snapshot, firstIndex, changed }: RegistryWrites): Promise<void> {
  const devices = [...changed.keys()].map((key) => snapshot.device(Buffer.from(key, 'latin1'))!);
  await client.query(
    `UPDATE device d SET changed_log_index = u.log_index FROM unnest($1::bytea[], $2::bigint[]) AS u (device_key, log_index)
     WHERE d.device_key = u.device_key`,
    [devices.map(({ deviceKey }) => deviceKey), devices.map(({ deviceKey }) => changed.get(keyOf(deviceKey))!)],
  );
  await writeDeviceKeys(client, devices, firstIndex);
  const segments = devices.flatMap(({ keys }) => keys.segments.map(segmentRecord));
  await writeSegments(
    client,
    segments.filter(({ openedLogIndex, closedLogIndex, barredLogIndex }) =>
      [openedLogIndex, closedLogIndex, barredLogIndex].some((index) => index !== null && index >= firstIndex),
    ),
  );
}

async function writeDeviceKeys(client: pg.Client, devices: readonly KnownDevice[], firstIndex: number): Promise<void> {
  const keys = devices.flatMap(({ deviceKey, keys: known }) =>
    deviceKeyRecords(known)
      .filter((key) => isSince(firstIndex, key))
      .map((key) => ({ ...key, deviceKey })),
  );
  await client.query(
    `INSERT INTO device_signing_key (device_key, key_id, expires_ms, algorithm, public_key, from_log_index, to_log_index,
       compromised_log_index, compromised_since_ms)
     SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::smallint[], $5::bytea[], $6::bigint[], $7::bigint[],
       $8::bigint[], $9::bigint[])
     ON CONFLICT (device_key, key_id) DO UPDATE SET to_log_index = excluded.to_log_index,
       compromised_log_index = excluded.compromised_log_index, compromised_since_ms = excluded.compromised_since_ms`,
    [
      keys.map(({ deviceKey }) => deviceKey),
      keys.map(({ keyId }) => asBuffer(keyId)),
      keys.map(({ expiresMs }) => expiresMs),
      ...keyColumns(keys),
    ],
  );
}

async function writeSegments(client: pg.Client, segments: readonly SegmentRecord[]): Promise<void> {
  await client.query(
    `INSERT INTO key_segment (boot_number, opened_log_index, key_id, from_counter, closed_log_index, closed_by, to_counter,
       last_hash, barred_log_index)
     SELECT b.boot_number, u.opened, u.key_id, u.from_counter, u.closed, u.closed_by, u.to_counter, u.last_hash, u.barred
     FROM unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::bigint[], $5::bigint[], $6::text[], $7::bigint[], $8::bytea[],
       $9::bigint[]) AS u (boot, opened, key_id, from_counter, closed, closed_by, to_counter, last_hash, barred)
     JOIN boot b ON b.boot = u.boot
     ON CONFLICT (boot_number, opened_log_index) DO UPDATE SET closed_log_index = excluded.closed_log_index,
       closed_by = excluded.closed_by, to_counter = excluded.to_counter, last_hash = excluded.last_hash,
       barred_log_index = excluded.barred_log_index`,
    [
      segments.map(({ boot }) => asBuffer(boot)),
      segments.map(({ openedLogIndex }) => openedLogIndex),
      segments.map(({ keyId }) => asBuffer(keyId)),
      segments.map(({ fromCounter }) => fromCounter),
      segments.map(({ closedLogIndex }) => closedLogIndex),
      segments.map(({ closedBy }) => closedBy),
      segments.map(({ toCounter }) => toCounter),
      segments.map(({ lastHash }) => lastHash && asBuffer(lastHash)),
      segments.map(({ barredLogIndex }) => barredLogIndex),
    ],
  );
}

type KeyColumns = Omit<DeviceKeyRecord, 'keyId' | 'expiresMs'>;

const keyColumns = (keys: readonly KeyColumns[]): unknown[][] => [
  keys.map(({ algorithm }) => algorithm),
  keys.map(({ publicKey }) => asBuffer(publicKey)),
  keys.map(({ fromLogIndex }) => fromLogIndex),
  keys.map(({ toLogIndex }) => toLogIndex),
  keys.map(({ compromisedLogIndex }) => compromisedLogIndex),
  keys.map(({ compromisedSinceMs }) => compromisedSinceMs),
];

const isSince = (firstIndex: number, { fromLogIndex, toLogIndex, compromisedLogIndex }: KeyColumns): boolean =>
  [fromLogIndex, toLogIndex, compromisedLogIndex].some((index) => index !== null && index >= firstIndex);
