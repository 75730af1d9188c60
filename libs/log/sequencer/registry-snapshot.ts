import type pg from 'pg';
import { DeviceKeys, type LoggedOfBoot, OperatorKeys } from '#libs/core/keys';
import { bytesEqual, decodeLogEntry, type DeviceKind, EventKind } from '#libs/core/wire';
import { keyOf } from '#libs/log/ledger';
import { KnownCodes } from './code-rows.js';
import {
  type DeviceKeyRecord,
  knownKeyOf,
  operatorKeyOf,
  type OperatorKeyRecord,
  segmentOf,
  type SegmentRecord,
} from './registry-rows.js';

/** A device as it is before the next event. */
export interface KnownDevice {
  readonly deviceKey: Buffer;
  readonly deviceId: string;
  readonly party: Buffer;
  readonly keys: DeviceKeys;
}

/** What some events have to be compared with. */
export interface Facts {
  readonly hash: Buffer;
  /** Devices that it is about. */
  readonly devices: readonly Buffer[];
  readonly parties: readonly Buffer[];
  /** Ids of keys by which devices may have signed for their party. */
  readonly signers: readonly Buffer[];
  /** First digits of codes that it is about. */
  readonly digits: readonly string[];
  /** Boots that it begins. */
  readonly boots: readonly Buffer[];
  /** Ids of keys that it makes known. */
  readonly keyIds: readonly Buffer[];
}

interface Known {
  readonly operator: OperatorKeys;
  readonly devices: Map<string, KnownDevice>;
  readonly parties: Set<string>;
  readonly boots: Set<string>;
  readonly keyIds: Set<string>;
  /** Log index by event hash. */
  readonly logged: Map<string, number>;
  /** Boots and rotations that devices have signed themselves, by device; only of those that may have too many. */
  readonly ownEvents: Map<string, number>;
  readonly codes: KnownCodes;
  /** By boot. */
  readonly counters: Map<string, { readonly highestCounter: number; readonly hash: Buffer | null }>;
}

/** What the registry says about the subjects of some events, kept up while they are taken one after the other. */
export class RegistrySnapshot {
  private constructor(private readonly known: Known) {}

  /** As many queries for one event as for thousands. */
  static async load(client: pg.Client, facts: readonly Facts[]): Promise<RegistrySnapshot> {
    const signing = await ownersOf(
      client,
      facts.flatMap(({ signers }) => signers),
    );
    const subjects = [...facts.flatMap(({ devices }) => devices), ...signing];
    const boots = await loadBoots(client, subjects);
    const devices = await loadDevices(client, subjects);
    const counters = boots.map(({ boot, highestCounter, hash }) => [keyOf(boot), { highestCounter, hash }] as const);
    return new RegistrySnapshot({
      operator: await loadOperatorKeys(client),
      devices,
      ownEvents: await countOwnEvents(client, devices, facts.length),
      codes: await KnownCodes.load(
        client,
        facts.flatMap(({ digits }) => digits),
      ),
      parties: await present(
        client,
        'party',
        'party_key',
        facts.flatMap(({ parties }) => parties),
      ),
      boots: await present(
        client,
        'boot',
        'boot',
        facts.flatMap(({ boots: begun }) => begun),
      ),
      keyIds: await presentKeys(
        client,
        facts.flatMap(({ keyIds }) => keyIds),
      ),
      logged: await loadLogged(
        client,
        facts.map(({ hash }) => hash),
      ),
      counters: new Map(counters),
    });
  }

  /** Log index of an event that is logged. */
  loggedAt(eventHash: Uint8Array): number | undefined {
    return this.known.logged.get(keyOf(eventHash));
  }

  get codes(): KnownCodes {
    return this.known.codes;
  }

  get operator(): OperatorKeys {
    return this.known.operator;
  }

  device(deviceKey: Uint8Array): KnownDevice | undefined {
    return this.known.devices.get(keyOf(deviceKey));
  }

  /** Devices that are known or were enrolled meanwhile. */
  get devices(): Iterable<KnownDevice> {
    return this.known.devices.values();
  }

  /** The device that has, or had, the key with this id, as far as it is known here. */
  deviceOfKey(keyId: Uint8Array): KnownDevice | undefined {
    for (const device of this.devices) if (device.keys.keys.some((key) => bytesEqual(key.keyId, keyId))) return device;
    return undefined;
  }

  hasParty(partyKey: Uint8Array): boolean {
    return this.known.parties.has(keyOf(partyKey));
  }

  hasBoot(boot: Uint8Array): boolean {
    return this.known.boots.has(keyOf(boot));
  }

  /** Whether a key of anybody has, or had, this id. */
  hasKey(keyId: Uint8Array): boolean {
    return this.known.keyIds.has(keyOf(keyId));
  }

  /** What is logged of a boot. Events of the same transaction come before its scans, so that this holds for all of them. */
  loggedOf(boot: Uint8Array, counter: number): LoggedOfBoot {
    const { highestCounter, hash } = this.known.counters.get(keyOf(boot)) ?? { highestCounter: 0, hash: null };
    return { highestCounter, ...(hash && counter === highestCounter && { hashOfLast: hash }) };
  }

  /** How many boots and rotations the device may still sign itself. */
  ownEventsLeft(deviceKey: Uint8Array): number {
    return OWN_EVENTS_MAX - (this.known.ownEvents.get(keyOf(deviceKey)) ?? 0);
  }

  addOwnEvent(deviceKey: Uint8Array): void {
    this.known.ownEvents.set(keyOf(deviceKey), OWN_EVENTS_MAX - this.ownEventsLeft(deviceKey) + 1);
  }

  addLogged(eventHash: Uint8Array, logIndex: number): void {
    this.known.logged.set(keyOf(eventHash), logIndex);
  }

  addDevice(device: KnownDevice): void {
    this.known.devices.set(keyOf(device.deviceKey), device);
  }

  addParty(partyKey: Uint8Array): void {
    this.known.parties.add(keyOf(partyKey));
  }

  addBoot(boot: Uint8Array): void {
    this.known.boots.add(keyOf(boot));
  }

  addKey(keyId: Uint8Array): void {
    this.known.keyIds.add(keyOf(keyId));
  }
}

/** In the life of a device: its trail stands whole in the evidence of everything that it scanned. A boot a week for four years. */
export const OWN_EVENTS_MAX = 200;

/** Each boot and each rotation opens a segment: only who has many of these is looked at. */
async function countOwnEvents(
  client: pg.Client,
  devices: ReadonlyMap<string, KnownDevice>,
  comingMax: number,
): Promise<Map<string, number>> {
  const many = [...devices.values()].filter(({ keys }) => keys.segments.length + comingMax > OWN_EVENTS_MAX);
  const counts = new Map<string, number>();
  if (many.length === 0) return counts;
  const { rows } = await client.query<{ deviceKey: Buffer; entry: Buffer }>(
    `SELECT t.trail_key AS "deviceKey", e.entry FROM trail_link t JOIN signed_event s USING (log_index)
     JOIN log_entry e USING (log_index) WHERE t.trail_key = ANY($1::bytea[]) AND s.kind = ANY($2::smallint[])`,
    [many.map(({ deviceKey }) => deviceKey), [EventKind.BOOT, EventKind.ROTATE]],
  );
  for (const { deviceKey, entry: bytes } of rows) {
    const entry = decodeLogEntry(bytes);
    const owner = keyOf(deviceKey);
    const { keys } = devices.get(owner)!.keys;
    const isOwn = entry.kind === 'event' && keys.some(({ keyId }) => bytesEqual(keyId, entry.event.signerKeyId));
    if (isOwn) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return counts;
}

export const OPERATOR_KEY_COLUMNS = `key_id AS "keyId", role, algorithm, public_key AS "publicKey", from_log_index AS "fromLogIndex",
  to_log_index AS "toLogIndex", compromised_log_index AS "compromisedLogIndex", compromised_since_ms AS "compromisedSinceMs"`;

/** All keys that the operator has or had. */
export async function loadOperatorKeys(client: pg.Client): Promise<OperatorKeys> {
  const { rows } = await client.query<OperatorKeyRecord>(
    `SELECT ${OPERATOR_KEY_COLUMNS} FROM operator_signing_key ORDER BY from_log_index`,
  );
  return OperatorKeys.of(rows.map(operatorKeyOf));
}

interface DeviceRecord {
  readonly deviceKey: Buffer;
  readonly deviceId: string;
  readonly party: Buffer;
  readonly kind: DeviceKind | null;
}

type Owned<Row> = Row & { readonly deviceKey: Buffer };

/** Keys and boots of devices, by device. */
export async function loadDevices(client: pg.Client, deviceKeys: readonly Buffer[]): Promise<Map<string, KnownDevice>> {
  const { rows: devices } = await client.query<DeviceRecord>(
    'SELECT device_key AS "deviceKey", device_id AS "deviceId", party, kind FROM device WHERE device_key = ANY($1::bytea[])',
    [deviceKeys],
  );
  const { rows: keys } = await client.query<Owned<DeviceKeyRecord>>(
    `SELECT device_key AS "deviceKey", key_id AS "keyId", algorithm, public_key AS "publicKey",
       from_log_index AS "fromLogIndex", expires_ms AS "expiresMs", compromised_log_index AS "compromisedLogIndex",
       compromised_since_ms AS "compromisedSinceMs"
     FROM device_signing_key WHERE device_key = ANY($1::bytea[]) ORDER BY from_log_index`,
    [deviceKeys],
  );
  const { rows: segments } = await client.query<Owned<SegmentRecord>>(
    `SELECT b.device_key AS "deviceKey", b.boot, s.opened_log_index AS "openedLogIndex", s.key_id AS "keyId",
       s.from_counter AS "fromCounter", s.closed_log_index AS "closedLogIndex", s.closed_by AS "closedBy",
       s.to_counter AS "toCounter", s.last_hash AS "lastHash", s.barred_log_index AS "barredLogIndex"
     FROM boot b JOIN key_segment s USING (boot_number) WHERE b.device_key = ANY($1::bytea[]) ORDER BY s.opened_log_index`,
    [deviceKeys],
  );
  const keysOf = byOwner(keys);
  const segmentsOf = byOwner(segments);
  return new Map(
    devices.map(({ deviceKey, deviceId, party, kind }) => {
      const owner = keyOf(deviceKey);
      const data = {
        keys: (keysOf.get(owner) ?? []).map(knownKeyOf),
        segments: (segmentsOf.get(owner) ?? []).map(segmentOf),
        kind: kind ?? undefined,
      };
      return [owner, { deviceKey, deviceId, party, keys: DeviceKeys.of(data) }];
    }),
  );
}

function byOwner<Row>(rows: readonly Owned<Row>[]): Map<string, Owned<Row>[]> {
  const groups = new Map<string, Owned<Row>[]>();
  for (const row of rows) {
    const owner = keyOf(row.deviceKey);
    const group = groups.get(owner);
    if (group) group.push(row);
    else groups.set(owner, [row]);
  }
  return groups;
}

/** Devices that have, or had, keys with these ids. */
async function ownersOf(client: pg.Client, keyIds: readonly Buffer[]): Promise<Buffer[]> {
  if (keyIds.length === 0) return [];
  const { rows } = await client.query<{ deviceKey: Buffer }>(
    'SELECT device_key AS "deviceKey" FROM device_signing_key WHERE key_id = ANY($1::bytea[])',
    [keyIds],
  );
  return rows.map(({ deviceKey }) => deviceKey);
}

async function loadBoots(client: pg.Client, deviceKeys: readonly Buffer[]) {
  const { rows } = await client.query<{ boot: Buffer; highestCounter: number; hash: Buffer | null }>(
    `SELECT boot, last_counter AS "highestCounter", last_statement_hash AS hash FROM boot WHERE device_key = ANY($1::bytea[])`,
    [deviceKeys],
  );
  return rows;
}

async function loadLogged(client: pg.Client, hashes: readonly Buffer[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ hash: Buffer; logIndex: number }>(
    'SELECT event_hash AS hash, log_index AS "logIndex" FROM signed_event WHERE event_hash = ANY($1::bytea[])',
    [hashes],
  );
  return new Map(rows.map(({ hash, logIndex }) => [keyOf(hash), logIndex]));
}

async function present(
  client: pg.Client,
  table: string,
  column: string,
  keys: readonly Buffer[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ key: Buffer }>(
    `SELECT ${column} AS key FROM ${table} WHERE ${column} = ANY($1::bytea[])`,
    [keys],
  );
  return new Set(rows.map(({ key }) => keyOf(key)));
}

async function presentKeys(client: pg.Client, keyIds: readonly Buffer[]): Promise<Set<string>> {
  const ofDevices = await present(client, 'device_signing_key', 'key_id', keyIds);
  const ofOperator = await present(client, 'operator_signing_key', 'key_id', keyIds);
  return new Set([...ofDevices, ...ofOperator]);
}
