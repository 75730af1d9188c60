import type pg from 'pg';
import type { LastStatement } from '#libs/core/wire';
import type {
  CodeHolder,
  DeviceBoot,
  DeviceKey,
  SubmissionOutcome,
  StoredOperatorKey,
  RegisteredDevice,
  RegisteredParty,
  RegistryChanges,
} from './read-types.js';

type DeviceRow = Omit<RegisteredDevice, 'keys' | 'boots'>;
type Owned<Row> = Row & { readonly deviceKey: Buffer };

const DEVICE = `SELECT device_key AS "deviceKey", device_id AS "deviceId", party, log_index AS "logIndex",
  objects_max AS "objectsMax", claims_max AS "claimsMax" FROM device`;
const OPERATOR_KEY = `SELECT key_id AS "keyId", CASE role WHEN 1 THEN 'operator' ELSE 'receipt' END AS role, operator, algorithm,
  public_key AS "publicKey", from_log_index AS "fromLogIndex", to_log_index AS "toLogIndex",
  compromised_log_index AS "compromisedLogIndex" FROM operator_signing_key`;
const PARTY = 'SELECT party_key AS "partyKey", gln, name, country, log_index AS "logIndex" FROM party';

/** Who may sign what, as the log has it so far. */
export class RegistryReader {
  constructor(private readonly pool: pg.Pool) {}

  async device(deviceKey: Uint8Array): Promise<RegisteredDevice | null> {
    return (await this.whole(`${DEVICE} WHERE device_key = $1`, [Buffer.from(deviceKey)]))[0] ?? null;
  }

  async devicesByKeys(deviceKeys: readonly Uint8Array[]): Promise<RegisteredDevice[]> {
    if (deviceKeys.length === 0) return [];
    return this.whole(`${DEVICE} WHERE device_key = ANY($1::bytea[])`, [deviceKeys.map((key) => Buffer.from(key))]);
  }

  /** Devices in the order of their keys; `after` is the last key of the page before. */
  async devices({ after, limit = 1_000 }: { readonly after?: Uint8Array; readonly limit?: number } = {}): Promise<
    RegisteredDevice[]
  > {
    return this.whole(`${DEVICE} WHERE device_key > $1 ORDER BY device_key LIMIT $2`, [
      Buffer.from(after ?? new Uint8Array()),
      limit,
    ]);
  }

  /** What changed from entry `logIndex` on. With 0 everything. */
  async changesSince(logIndex: number): Promise<RegistryChanges> {
    // The head first: what is committed after it comes again with the next question, never not at all.
    const { rows } = await this.pool.query<{ size: number }>('SELECT size FROM log_head');
    const nextLogIndex = rows[0]?.size ?? 0;
    const [devices, operatorKeys] = await Promise.all([
      this.whole(`${DEVICE} WHERE changed_log_index >= $1`, [logIndex]),
      this.operatorKeys(logIndex),
    ]);
    return { devices, operatorKeys, nextLogIndex };
  }

  async operatorKeys(sinceLogIndex = 0): Promise<StoredOperatorKey[]> {
    const { rows } = await this.pool.query<StoredOperatorKey>(
      `${OPERATOR_KEY} WHERE greatest(from_log_index, to_log_index, compromised_log_index) >= $1 ORDER BY from_log_index`,
      [sinceLogIndex],
    );
    return rows;
  }

  async party(partyKey: Uint8Array): Promise<RegisteredParty | null> {
    const { rows } = await this.pool.query<RegisteredParty>(`${PARTY} WHERE party_key = $1`, [Buffer.from(partyKey)]);
    return rows[0] ?? null;
  }

  /** Parties in the order of their keys. */
  async parties({ after, limit = 1_000 }: { readonly after?: Uint8Array; readonly limit?: number } = {}): Promise<
    RegisteredParty[]
  > {
    const { rows } = await this.pool.query<RegisteredParty>(
      `${PARTY} WHERE party_key > $1 ORDER BY party_key LIMIT $2`,
      [Buffer.from(after ?? new Uint8Array()), limit],
    );
    return rows;
  }

  /** By digits, the shortest first. */
  async codeHolders(): Promise<CodeHolder[]> {
    const { rows } = await this.pool.query<CodeHolder>(
      `SELECT h.digits, h.role, h.party_key AS "partyKey", p.gln AS "partyGln", p.name AS "partyName", h.from_ms AS "fromMs",
         h.until_ms AS "untilMs", h.log_index AS "logIndex"
       FROM code_holder h LEFT JOIN party p USING (party_key) ORDER BY h.digits, h.role, h.log_index`,
    );
    return rows;
  }

  /** Log indexes of submitted events of one kind, ascending. */
  async eventsOfKind(kind: number): Promise<number[]> {
    const { rows } = await this.pool.query<{ logIndex: number }>(
      'SELECT log_index AS "logIndex" FROM signed_event WHERE kind = $1 ORDER BY log_index',
      [kind],
    );
    return rows.map(({ logIndex }) => logIndex);
  }

  /** SHA-256 of the device's password at the broker; null where it never had one, empty where it was ended. */
  async credential(deviceId: string): Promise<Uint8Array | null> {
    const { rows } = await this.pool.query<{ password: Buffer }>({
      name: 'credential',
      text: 'SELECT password_sha256 AS password FROM mqtt_credential WHERE device_id = $1',
      values: [deviceId],
    });
    return rows[0]?.password ?? null;
  }

  /** The last statement of a boot that is logged; counter 0 for none, null for a boot that the log does not know. */
  async lastLogged(boot: Uint8Array): Promise<LastStatement | null> {
    const { rows } = await this.pool.query<{ counter: number; hash: Buffer | null }>(
      'SELECT last_counter AS counter, last_statement_hash AS hash FROM boot WHERE boot = $1',
      [Buffer.from(boot)],
    );
    const [row] = rows;
    if (!row) return null;
    return row.counter === 0 ? { boot, counter: 0 } : { boot, counter: row.counter, statementHash: row.hash! };
  }

  /** What became of a submitted event; null while it waits in the stream. */
  async eventOutcome(event: {
    /** `eventHash` of kind and body. */
    readonly eventHash: Uint8Array;
    /** SHA-256 of the SignedEvent. */
    readonly payloadHash: Uint8Array;
  }): Promise<SubmissionOutcome | null> {
    const { rows: logged } = await this.pool.query<{ logIndex: number }>(
      'SELECT log_index AS "logIndex" FROM signed_event WHERE event_hash = $1',
      [Buffer.from(event.eventHash)],
    );
    if (logged[0]) return { kind: 'logged', logIndex: logged[0].logIndex };
    const { rows: refused } = await this.pool.query<{ reason: string; text: string }>(
      'SELECT reason, text FROM reject WHERE payload_hash = $1 ORDER BY last_at DESC LIMIT 1',
      [Buffer.from(event.payloadHash)],
    );
    return refused[0] ? { kind: 'refused', ...refused[0] } : null;
  }

  /** As `credential`, of many devices; those that never had one are missing. */
  async credentials(deviceIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const { rows } = await this.pool.query<{ id: string; password: Buffer }>({
      name: 'credentials',
      text: 'SELECT device_id AS id, password_sha256 AS password FROM mqtt_credential WHERE device_id = ANY($1::text[])',
      values: [deviceIds],
    });
    return new Map(rows.map(({ id, password }) => [id, password]));
  }

  /** Keys of devices of which a scan had an invalid signature within the last 24 hours. */
  async distrustedDevices(): Promise<Uint8Array[]> {
    const { rows } = await this.pool.query<{ deviceKey: Buffer }>(
      'SELECT device_key AS "deviceKey" FROM distrusted_device',
    );
    return rows.map(({ deviceKey }) => deviceKey);
  }

  /** Sets or changes the password of a device at the broker. Not part of the log. */
  async storeCredential(deviceId: string, passwordSha256: Uint8Array): Promise<void> {
    // In one statement: a change that nobody was told of would leave a thief connected.
    await this.pool.query(
      `WITH stored AS (
         INSERT INTO mqtt_credential (device_id, password_sha256) VALUES ($1, $2)
         ON CONFLICT (device_id) DO UPDATE SET password_sha256 = excluded.password_sha256)
       SELECT pg_notify('cairn_registry', '')`,
      [deviceId, Buffer.from(passwordSha256)],
    );
  }

  /** Ends the password of a device. That it had one is kept, so that nobody takes it for lost and brings it back. */
  async endCredential(deviceId: string): Promise<void> {
    await this.storeCredential(deviceId, new Uint8Array());
  }

  private async whole(text: string, values: unknown[]): Promise<RegisteredDevice[]> {
    const { rows: devices } = await this.pool.query<DeviceRow>(text, values);
    if (devices.length === 0) return [];
    const owners = [devices.map(({ deviceKey }) => deviceKey)];
    const [{ rows: keys }, { rows: boots }] = await Promise.all([
      this.pool.query<Owned<DeviceKey>>(
        `SELECT device_key AS "deviceKey", key_id AS "keyId", algorithm, public_key AS "publicKey",
           from_log_index AS "fromLogIndex", to_log_index AS "toLogIndex", expires_ms AS "expiresMs",
           compromised_log_index AS "compromisedLogIndex"
         FROM device_signing_key WHERE device_key = ANY($1::bytea[]) ORDER BY from_log_index`,
        owners,
      ),
      this.pool.query<Owned<DeviceBoot>>(
        `SELECT device_key AS "deviceKey", boot, from_log_index AS "fromLogIndex", last_counter AS "lastCounter"
         FROM boot WHERE device_key = ANY($1::bytea[]) ORDER BY from_log_index, boot_number`,
        owners,
      ),
    ]);
    const keysOf = byDevice(keys);
    const bootsOf = byDevice(boots);
    return devices.map((device) => {
      const owner = Buffer.from(device.deviceKey).toString('latin1');
      return { ...device, keys: keysOf.get(owner) ?? [], boots: bootsOf.get(owner) ?? [] };
    });
  }
}

function byDevice<Row>(rows: readonly Owned<Row>[]): Map<string, Omit<Owned<Row>, 'deviceKey'>[]> {
  const groups = new Map<string, Omit<Owned<Row>, 'deviceKey'>[]>();
  for (const { deviceKey, ...row } of rows) {
    const owner = deviceKey.toString('latin1');
    const group = groups.get(owner);
    if (group) group.push(row);
    else groups.set(owner, [row]);
  }
  return groups;
}
