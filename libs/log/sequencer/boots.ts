import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { type DeviceKind, signsScans } from '#libs/core/wire';
import { judgeScan, type KnownKey, type ScanPlace, type ScanRefusal, type Segment, isExpired } from '#libs/core/keys';
import { bytesOfKey, keyOf, LedgerError } from '#libs/log/ledger';
import { type DeviceKeyRecord, knownKeyOf, segmentOf, type SegmentRecord } from './registry-rows.js';

/** How far down late scans have chained into the last statement of a segment that was closed. */
export interface ChainReach {
  /** This counter and all above it, up to the last one, are logged and chain. One above the last: none is yet. */
  readonly from: number;
  /** Statement hash that the counter before must have; null where another one is logged there, so that nothing chains any more. */
  readonly needs: Uint8Array | null;
}

/** The counters of a boot that one key signs. */
export interface BootSegment extends Segment {
  /** Absent while it is open, and where nobody asked yet. */
  chain?: ChainReach;
}

/** What the sequencer knows of one boot of a device. Right only under the lease, and only after the last commit succeeded. */
export interface BootState {
  readonly bootNumber: number;
  readonly boot: Buffer;
  readonly deviceKey: Buffer;
  readonly deviceId: string;
  /** What the device is for; null: it scans things. */
  readonly kind: DeviceKind | null;
  /** All that the device has or had. */
  readonly keys: readonly KnownKey[];
  /** Of this boot, in the order in which they were opened. */
  readonly segments: readonly BootSegment[];
  /** The one that is open, with its key: nearly every scan is of it. Null also of a device that signs no scans. */
  readonly current: { readonly segment: BootSegment; readonly standing: Extract<Standing, { kind: 'counts' }> } | null;
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

/** What the keys say of a scan that would be logged now. */
export type Standing =
  | { readonly kind: 'counts'; readonly key: KnownKey }
  /** Its segment was closed: only if it chains into the last statement of that. */
  | { readonly kind: 'late'; readonly key: KnownKey; readonly segment: BootSegment }
  | { readonly kind: 'refused'; readonly reason: ScanRefusal };

/** Judges a scan of a boot at the coming log index by the model of libs/core/keys. */
export function standingOf(boot: BootState, place: Omit<ScanPlace, 'boot'>): Standing {
  const { current, keys, segments, kind } = boot;
  if (current && place.counter >= current.segment.from) {
    const { key } = current.standing;
    if ((key.keyId as Buffer).equals(place.keyId) && !isExpired(key, place.receivedTimeMs)) return current.standing;
  }
  const judged = judgeScan({ keys, segments, kind: kind ?? undefined }, { ...place, boot: boot.boot });
  switch (judged.kind) {
    case 'counts':
    case 'refused':
      return judged;
    case 'late':
      return { kind: 'late', key: judged.key, segment: judged.segment as BootSegment };
    case 'contradicted':
      throw new LedgerError('ROW_MALFORMED', `entry ${judged.closedIndex} changed keys, and the log ends before it`);
  }
}

// 600 bytes each with one key and one segment: 10 MB. A boot that is not here costs a row of one query a batch.
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

  /** Without asking the database. */
  inMemory(bootKey: string): BootState | undefined {
    return this.known.peek(bootKey);
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
    // A row for each key of the device, with the segment of this boot that it signs, if there is one: a key has one of a boot at most.
    const { rows } = await this.client.query<BootRow>({
      name: 'boots',
      text: `SELECT b.boot_number AS "bootNumber", b.boot, b.device_key AS "deviceKey", d.device_id AS "deviceId",
               d.kind, d.objects_max AS "objectsMax", d.claims_max AS "claimsMax", b.last_counter AS "lastCounter",
               b.last_statement_hash AS "lastStatementHash", b.settled_counter AS "settledCounter",
               EXISTS (SELECT FROM refusal r WHERE r.boot_number = b.boot_number)
                 OR EXISTS (SELECT FROM waiting_refusal w WHERE w.boot = b.boot) AS "hasRefusals", k.key_id AS "keyId",
               k.algorithm, k.public_key AS "publicKey", k.from_log_index AS "fromLogIndex", k.expires_ms AS "expiresMs",
               k.compromised_log_index AS "compromisedLogIndex", k.compromised_since_ms AS "compromisedSinceMs",
               s.opened_log_index AS "openedLogIndex", s.from_counter AS "fromCounter",
               s.closed_log_index AS "closedLogIndex", s.closed_by AS "closedBy", s.to_counter AS "toCounter",
               s.last_hash AS "lastHash", s.barred_log_index AS "barredLogIndex", s.chain_from AS "chainFrom",
               s.chain_hash AS "chainHash"
             FROM boot b JOIN device d USING (device_key) JOIN device_signing_key k USING (device_key)
             LEFT JOIN key_segment s ON s.boot_number = b.boot_number AND s.key_id = k.key_id
             WHERE b.boot = ANY($1::bytea[]) ORDER BY b.boot_number, s.opened_log_index`,
      values: [[...missing].map(bytesOfKey)],
    });
    for (let start = 0, end = 0; start < rows.length; start = end) {
      while (end < rows.length && rows[end]!.bootNumber === rows[start]!.bootNumber) end++;
      this.add(rows.slice(start, end));
    }
  }

  /** Forgets everything, after the registry changed. */
  clear(): void {
    this.known.clear();
    this.current.clear();
  }

  private add(rows: readonly BootRow[]): void {
    const { bootNumber, boot, deviceKey, deviceId, kind, objectsMax, claimsMax } = rows[0]!;
    const { lastCounter, lastStatementHash, settledCounter, hasRefusals } = rows[0]!;
    const keys = rows.map(knownKeyOf);
    const segments = rows.filter((row) => row.openedLogIndex !== null).map(bootSegmentOf);
    const newest = segments.at(-1);
    const key = keys.find(({ keyId }) => newest && (keyId as Buffer).equals(newest.keyId));
    const isOpen = newest && key && newest.closedIndex === undefined && signsScans(kind ?? undefined);
    const state: BootState = {
      bootNumber,
      boot,
      deviceKey,
      deviceId,
      kind,
      keys,
      segments,
      objectsMax,
      claimsMax,
      current: isOpen ? { segment: newest, standing: { kind: 'counts', key } } : null,
      lastCounter,
      lastStatementHash,
      settledCounter,
      hasRefusals,
      committedCounter: lastCounter,
      committedHash: lastStatementHash,
      tail: -1,
    };
    this.known.set(keyOf(boot), state);
    this.current.set(keyOf(boot), state);
  }
}

type Counters = Pick<BootState, 'lastCounter' | 'lastStatementHash' | 'settledCounter' | 'hasRefusals'>;
type OfBoot = Pick<BootState, 'bootNumber' | 'boot' | 'deviceKey' | 'deviceId' | 'kind' | 'objectsMax' | 'claimsMax'>;
type BootRow = OfBoot &
  Counters &
  DeviceKeyRecord &
  SegmentRecord & { readonly chainFrom: number | null; readonly chainHash: Buffer | null };

function bootSegmentOf(row: BootRow): BootSegment {
  const segment = segmentOf(row);
  return row.chainFrom === null ? segment : { ...segment, chain: { from: row.chainFrom, needs: row.chainHash } };
}

/** The device's key with this id, whether it counts or not. */
export function keyById({ keys }: BootState, keyId: Uint8Array): KnownKey | undefined {
  for (const key of keys) if ((key.keyId as Buffer).equals(keyId)) return key;
  return undefined;
}
