import { bytesEqual, type DeviceKind, signsScans } from '#libs/core/wire';
import { isExpired, type KnownKey, type Segment } from './types.js';

/** Where a scan stands: what decides whether it counts, beside its signature. */
export interface ScanPlace {
  /** 16 bytes. */
  readonly boot: Uint8Array;
  readonly counter: number;
  /** 8 bytes. */
  readonly keyId: Uint8Array;
  /** Of the scan, or of the entry that it would become. */
  readonly logIndex: number;
  readonly receivedTimeMs: number;
}

/** The last statement of a closed segment: what a late scan of it must chain into. */
export interface ChainEnd {
  readonly boot: Uint8Array;
  readonly counter: number;
  readonly hash: Uint8Array;
}

/** Why a scan does not count. All are codes of REASONS. */
export type ScanRefusal =
  'DEVICE_SIGNS_NO_SCANS' | 'BOOT_UNKNOWN' | 'BOOT_ENDED' | 'KEY_UNKNOWN' | 'KEY_NOT_ACTIVE' | 'KEY_EXPIRED';

/** What is known of the device that has signed a scan. */
export interface ScanSigner {
  /** Of the device, in the order in which they were opened. */
  readonly segments: readonly Segment[];
  readonly keys: readonly KnownKey[];
  /** Absent: it scans things. */
  readonly kind?: DeviceKind | undefined;
}

export type ScanJudgement =
  | {
      readonly kind: 'counts';
      readonly key: KnownKey;
      /** Where a later event names this scan as the last of its segment: its statement hash must be this one. */
      readonly mustBe?: Uint8Array;
    }
  | {
      /** Its segment was closed before: it counts only if it is `into`, or the statements up to `into` chain (`chainsInto`). */
      readonly kind: 'late';
      readonly key: KnownKey;
      readonly segment: Segment;
      readonly into: ChainEnd;
    }
  | {
      readonly kind: 'refused';
      readonly reason: ScanRefusal;
      /** BOOT_UNKNOWN, KEY_UNKNOWN: what is missing is made known, but not before the scan. */
      readonly isKnownLater: boolean;
    }
  | {
      /** It stands before the event that ended its segment, and above the counter that this event names as the last. */
      readonly kind: 'contradicted';
      readonly closedIndex: number;
    };

/**
 * Judges a scan by what the log made known before it. Events behind the scan may be there: they change nothing of what it counts for,
 * and only show whether they contradict it.
 *
 * @see docs/formats/entry.md, Keys that age
 */
export function judgeScan({ segments, keys, kind }: ScanSigner, scan: ScanPlace): ScanJudgement {
  if (!signsScans(kind)) return refused('DEVICE_SIGNS_NO_SCANS');
  const ofBoot = segments.filter(({ boot }) => bytesEqual(boot, scan.boot));
  const opened = ofBoot.filter(({ openedIndex }) => openedIndex < scan.logIndex);
  if (opened.length === 0) return refused('BOOT_UNKNOWN', ofBoot.length > 0);
  const key = keys.find(({ keyId }) => bytesEqual(keyId, scan.keyId));
  if (!key || key.logIndex >= scan.logIndex) return refused('KEY_UNKNOWN', key !== undefined);
  const segment = opened.find((one) => holds(one, scan));
  if (!segment) return refused(opened.at(-1)!.closedBy === 'boot' ? 'BOOT_ENDED' : 'KEY_NOT_ACTIVE');
  if (!bytesEqual(segment.keyId, scan.keyId)) return refused('KEY_NOT_ACTIVE');
  if (segment.barredIndex !== undefined && segment.barredIndex < scan.logIndex) return refused('KEY_NOT_ACTIVE');
  return isClosedAt(segment, scan) ? late(segment, key) : timely(segment, key, scan);
}

const isClosedAt = ({ closedIndex }: Segment, { logIndex }: ScanPlace): boolean =>
  closedIndex !== undefined && closedIndex < logIndex;

/** Whether a segment reaches over the counter, as far as was known at the scan. */
function holds(segment: Segment, scan: ScanPlace): boolean {
  const to = isClosedAt(segment, scan) ? (segment.to ?? Infinity) : Infinity;
  return segment.from <= scan.counter && scan.counter <= to;
}

function late(segment: Segment, key: KnownKey): ScanJudgement {
  const { boot, to, lastHash } = segment;
  // One that a report closed names no last statement, and is barred from the same entry on.
  if (to === undefined || !lastHash) return refused('KEY_NOT_ACTIVE');
  return { kind: 'late', key, segment, into: { boot, counter: to, hash: lastHash } };
}

function timely(segment: Segment, key: KnownKey, { counter, receivedTimeMs }: ScanPlace): ScanJudgement {
  if (isExpired(key, receivedTimeMs)) return refused('KEY_EXPIRED');
  const { closedIndex, to, lastHash } = segment;
  if (closedIndex === undefined || to === undefined || counter < to) return { kind: 'counts', key };
  if (counter > to || !lastHash) return { kind: 'contradicted', closedIndex };
  return { kind: 'counts', key, mustBe: lastHash };
}

const refused = (reason: ScanRefusal, isKnownLater = false): ScanJudgement => ({
  kind: 'refused',
  reason,
  isKnownLater,
});
