import type pg from 'pg';
import { keyOf } from './hashing.js';

export interface OperatorKeyRecord {
  readonly keyId: Buffer;
  /** 1 signs registry events, 2 receipts, rejects, equivocations and refusals. */
  readonly role: 1 | 2;
  readonly operator: Buffer;
  readonly algorithm: number;
  readonly publicKey: Buffer;
}

/** What one event adds to the registry. */
export interface RegistryRecord {
  readonly operatorKey?: OperatorKeyRecord;
  readonly party?: {
    readonly partyKey: Buffer;
    readonly gln?: string | undefined;
    readonly name?: string | undefined;
    readonly country?: string | undefined;
  };
  readonly device?: {
    readonly deviceKey: Buffer;
    readonly deviceId: string;
    readonly party: Buffer;
    readonly objectsMax: number;
    readonly claimsMax: number;
  };
  readonly signingKey?: {
    readonly deviceKey: Buffer;
    readonly keyId: Buffer;
    readonly algorithm: number;
    readonly publicKey: Buffer;
  };
  readonly boot?: { readonly boot: Buffer; readonly deviceKey: Buffer };
}

/** Rows for the transaction under way. */
export type RegistryWrites = (RegistryRecord & {
  readonly eventHash: Buffer;
  readonly kind: number;
  readonly logIndex: number;
})[];

interface Facts {
  readonly hash: Buffer;
  readonly devices: readonly Buffer[];
  readonly parties: readonly Buffer[];
  readonly boots: readonly Buffer[];
}

/** What the registry says about the subjects of some events, kept up while they are taken one after the other. */
export class RegistrySnapshot {
  readonly writes: RegistryWrites = [];

  private constructor(
    private readonly operatorKeys: Map<string, OperatorKeyRecord>,
    private readonly devices: Set<string>,
    private readonly parties: Set<string>,
    private readonly boots: Set<string>,
    private readonly logged: Set<string>,
  ) {}

  static async load(client: pg.Client, facts: readonly Facts[]): Promise<RegistrySnapshot> {
    const { rows: operatorKeys } = await client.query<OperatorKeyRecord>(
      `SELECT key_id AS "keyId", role, operator, algorithm, public_key AS "publicKey" FROM operator_signing_key
       WHERE to_log_index IS NULL`,
    );
    const known = async (table: string, column: string, keys: readonly Buffer[]): Promise<Set<string>> => {
      const { rows } = await client.query<{ key: Buffer }>(
        `SELECT ${column} AS key FROM ${table} WHERE ${column} = ANY($1::bytea[])`,
        [keys],
      );
      return new Set(rows.map(({ key }) => keyOf(key)));
    };
    return new RegistrySnapshot(
      new Map(operatorKeys.map((record) => [roleKey(record.role, record.keyId), record])),
      await known(
        'device',
        'device_key',
        facts.flatMap(({ devices }) => devices),
      ),
      await known(
        'party',
        'party_key',
        facts.flatMap(({ parties }) => parties),
      ),
      await known(
        'boot',
        'boot',
        facts.flatMap(({ boots }) => boots),
      ),
      await known(
        'signed_event',
        'event_hash',
        facts.map(({ hash }) => hash),
      ),
    );
  }

  isLogged(eventHash: Buffer): boolean {
    return this.logged.has(keyOf(eventHash));
  }

  /** A key of the operator that counts now. */
  operatorKey(role: OperatorKeyRecord['role'], keyId: Uint8Array): OperatorKeyRecord | undefined {
    return this.operatorKeys.get(roleKey(role, keyId));
  }

  hasDevice(deviceKey: Uint8Array): boolean {
    return this.devices.has(keyOf(deviceKey));
  }

  hasParty(partyKey: Uint8Array): boolean {
    return this.parties.has(keyOf(partyKey));
  }

  hasBoot(boot: Uint8Array): boolean {
    return this.boots.has(keyOf(boot));
  }

  take(eventHash: Buffer, kind: number, logIndex: number, record: RegistryRecord): void {
    this.writes.push({ ...record, eventHash, kind, logIndex });
    this.logged.add(keyOf(eventHash));
    const { operatorKey } = record;
    if (operatorKey) this.operatorKeys.set(roleKey(operatorKey.role, operatorKey.keyId), operatorKey);
    if (record.party) this.parties.add(keyOf(record.party.partyKey));
    if (record.device) this.devices.add(keyOf(record.device.deviceKey));
    if (record.boot) this.boots.add(keyOf(record.boot.boot));
  }
}

const roleKey = (role: number, keyId: Uint8Array): string => `${role}${keyOf(keyId)}`;

/** Writes the rows inside the transaction that logs the events, and tells who listens. */
export async function writeRegistry(client: pg.Client, writes: RegistryWrites): Promise<void> {
  for (const { eventHash, kind, logIndex, ...record } of writes) {
    await client.query('INSERT INTO signed_event (event_hash, kind, log_index) VALUES ($1, $2, $3)', [
      eventHash,
      kind,
      logIndex,
    ]);
    await writeRecord(client, record, logIndex);
  }
  if (writes.length > 0) await client.query('NOTIFY cairn_registry');
}

async function writeRecord(client: pg.Client, record: RegistryRecord, logIndex: number): Promise<void> {
  const { operatorKey, party, device, signingKey, boot } = record;
  if (operatorKey) {
    const { keyId, role, operator, algorithm, publicKey } = operatorKey;
    await client.query(
      `INSERT INTO operator_signing_key (key_id, role, operator, algorithm, public_key, from_log_index)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [keyId, role, operator, algorithm, publicKey, logIndex],
    );
  }
  if (party) {
    const { partyKey, gln, name, country } = party;
    await client.query(
      `INSERT INTO party (party_key, gln, name, country, log_index) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (party_key) DO UPDATE SET gln = excluded.gln, name = excluded.name, country = excluded.country,
         log_index = excluded.log_index`,
      [partyKey, gln ?? null, name ?? null, country ?? null, logIndex],
    );
  }
  if (device) {
    const { deviceKey, deviceId, party: owner, objectsMax, claimsMax } = device;
    await client.query(
      `INSERT INTO device (device_key, device_id, party, log_index, objects_max, claims_max)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [deviceKey, deviceId, owner, logIndex, objectsMax, claimsMax],
    );
  }
  if (signingKey) {
    const { deviceKey, keyId, algorithm, publicKey } = signingKey;
    await client.query(
      `INSERT INTO device_signing_key (device_key, key_id, algorithm, public_key, from_log_index)
       VALUES ($1, $2, $3, $4, $5)`,
      [deviceKey, keyId, algorithm, publicKey, logIndex],
    );
  }
  if (boot)
    await client.query('INSERT INTO boot (boot, device_key, from_log_index) VALUES ($1, $2, $3)', [
      boot.boot,
      boot.deviceKey,
      logIndex,
    ]);
}
