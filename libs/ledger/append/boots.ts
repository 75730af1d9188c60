import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { bytesOfKey, keyOf } from './hashing.js';

/** A key of a device: it counts for entries from `fromLogIndex` to before `toLogIndex` (null: still). */
export interface SigningKey {
  readonly keyId: Buffer;
  readonly algorithm: number;
  readonly publicKey: Buffer;
  readonly fromLogIndex: number;
  readonly toLogIndex: number | null;
}

/** What the sequencer knows of one boot of a device. Right only under the lease, and only after the last commit succeeded. */
export interface BootState {
  readonly bootNumber: number;
  readonly boot: Buffer;
  readonly deviceKey: Buffer;
  readonly deviceId: string;
  readonly keys: readonly SigningKey[];
  /** 0: the limit of the format. */
  readonly objectsMax: number;
  readonly claimsMax: number;
  /** Highest counter logged. */
  lastCounter: number;
  lastStatementHash: Buffer | null;
  /** Highest counter up to which nothing is waited for: logged or finally refused. */
  settledCounter: number;
  /** Whether statements of this boot were refused that later ones may contradict: only then are they looked up. */
  hasRefusals: boolean;
  /** `lastCounter` and its hash as they were before the batch under way. */
  committedCounter: number;
  committedHash: Buffer | null;
  /** Place in the batch under way of the boot's latest scan, -1 for none. */
  tail: number;
}

// 200 bytes each, beside their keys: 10 MB. A boot that is not here costs a row of one query a batch.
const BOOTS_MAX = 16_384;

/** Boots by their 16 bytes. */
export class Boots {
  private readonly known: LRUCache<string, BootState>;
  /** Those of the batch under way, also when they are more than memory keeps. */
  private current = new Map<string, BootState>();

  constructor(
    private readonly client: Pick<pg.Client, 'query'>,
    bootsMax = BOOTS_MAX,
  ) {
    this.known = new LRUCache({ max: bootsMax });
  }

  /** @returns undefined unless the last `load` asked for it and the registry has it. */
  get(bootKey: string): BootState | undefined {
    return this.current.get(bootKey);
  }

  /** Learns those that are not known, in one query. Boots that are not in the registry stay unknown. */
  async load(bootKeys: Iterable<string>): Promise<void> {
    this.current = new Map();
    const missing = new Set<string>();
    for (const key of bootKeys) {
      const boot = this.known.get(key);
      if (boot) this.current.set(key, boot);
      else missing.add(key);
    }
    if (missing.size === 0) return;
    const { rows } = await this.client.query<BootRow>({
      name: 'boots',
      text: `SELECT b.boot_number AS "bootNumber", b.boot, b.device_key AS "deviceKey", d.device_id AS "deviceId",
               d.objects_max AS "objectsMax", d.claims_max AS "claimsMax", b.last_counter AS "lastCounter",
               b.last_statement_hash AS "lastStatementHash", b.settled_counter AS "settledCounter",
               EXISTS (SELECT FROM refusal r WHERE r.boot_number = b.boot_number) AS "hasRefusals", k.key_id AS "keyId",
               k.algorithm, k.public_key AS "publicKey", k.from_log_index AS "fromLogIndex", k.to_log_index AS "toLogIndex"
             FROM boot b JOIN device d USING (device_key) JOIN device_signing_key k USING (device_key)
             WHERE b.boot = ANY($1::bytea[])`,
      values: [[...missing].map(bytesOfKey)],
    });
    for (const row of rows) this.add(row);
  }

  /** Forgets everything, after the registry changed. */
  clear(): void {
    this.known.clear();
    this.current.clear();
  }

  private add({ keyId, algorithm, publicKey, fromLogIndex, toLogIndex, ...boot }: BootRow): void {
    const signingKey = { keyId, algorithm, publicKey, fromLogIndex, toLogIndex };
    const key = keyOf(boot.boot);
    const known = this.current.get(key);
    if (known) return void (known.keys as SigningKey[]).push(signingKey);
    const { lastCounter: committedCounter, lastStatementHash: committedHash } = boot;
    const state = { ...boot, keys: [signingKey], committedCounter, committedHash, tail: -1 };
    this.known.set(key, state);
    this.current.set(key, state);
  }
}

type BootRow = Omit<BootState, 'keys' | 'committedCounter' | 'committedHash' | 'tail'> & SigningKey;

/** The device's key with this id, whether it counts or not. */
export function keyById(boot: BootState, keyId: Uint8Array): SigningKey | undefined {
  for (const key of boot.keys) if (key.keyId.equals(keyId)) return key;
  return undefined;
}

export const isActive = ({ fromLogIndex, toLogIndex }: SigningKey, logIndex: number): boolean =>
  logIndex >= fromLogIndex && (toLogIndex === null || logIndex < toLogIndex);
