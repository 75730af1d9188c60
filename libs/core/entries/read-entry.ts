import { bytesToHex } from '@noble/hashes/utils.js';
import { leafHash } from '#libs/core/tlog';
import {
  type Claim,
  decodeEventBody,
  decodeLogEntry,
  decodeScanHeader,
  type EventBodies,
  EventKind,
  isSupportedEventKind,
  type LoggedScan,
  type ScanHeader,
  type SignedEvent,
  type SupportedEventKind,
} from '#libs/core/wire';
import type { TrailEntry } from './trail-entry.js';
import { claimIn, rememberForEvents } from './remember.js';

/** A key of a trail as text: 64 hexadecimal digits, so that it can be compared and looked up. */
export type KeyText = string;

/** The text of a key. */
export const keyText: (key: Uint8Array) => KeyText = bytesToHex;

interface Read {
  readonly logIndex: number;
  /** RFC 6962 leaf hash of the entry. */
  readonly leaf: Uint8Array;
  /** Keys of the trails that the entry advances, ascending. */
  readonly objects: readonly KeyText[];
  /** The claims that are open to the reader. */
  readonly claims: readonly Claim[];
}

/** A scan of the log, read. */
export interface ReadScan extends Read {
  readonly kind: 'scan';
  readonly scan: LoggedScan;
  readonly header: ScanHeader;
  readonly device: KeyText;
  /** Canonical URI of each object, null where it is not shown. */
  readonly uris: readonly (string | null)[];
}

/** A signed event of the log with its body, read. */
export type ReadEvent = { [Kind in SupportedEventKind]: ReadEventOf<Kind> }[SupportedEventKind];
export interface ReadEventOf<Kind extends SupportedEventKind> extends Read {
  readonly kind: 'event';
  readonly eventKind: Kind;
  readonly event: SignedEvent;
  readonly body: EventBodies[Kind];
}
/** An event of a kind that this version has no form for: it can be hashed, not judged. */
export interface UnreadEvent extends Read {
  readonly kind: 'unread event';
  readonly event: SignedEvent;
}

export type ReadEntry = ReadScan | ReadEvent | UnreadEvent;

/**
 * Reads an entry and what is shown of it.
 * @throws {WireError} for an entry that is not of this format; {ScanError} DISCLOSURE_FORM
 */
export const readEntry = rememberForEvents(read);

function read({ logIndex, entry, uris, disclosures }: TrailEntry): ReadEntry {
  const decoded = decodeLogEntry(entry);
  const claims = disclosures.flatMap((disclosure) => (disclosure ? [claimIn(disclosure)] : []));
  const leaf = leafHash(entry);
  if (decoded.kind === 'scan') {
    const { scan } = decoded;
    const header = decodeScanHeader(scan.header);
    const objects = header.objects.map(keyText);
    return { kind: 'scan', logIndex, leaf, objects, claims, scan, header, device: keyText(scan.device), uris };
  }
  const { event } = decoded;
  const objects = event.objects.map(keyText);
  if (!isSupportedEventKind(event.kind)) return { kind: 'unread event', logIndex, leaf, objects, claims, event };
  const body = decodeEventBody(event.kind, event.body);
  // Kind and body belong together by construction, which the compiler cannot follow through the table of forms.
  return { kind: 'event', eventKind: event.kind, logIndex, leaf, objects, claims, event, body } as ReadEvent;
}

/** Narrows an event to its kind. */
export const isEventOf = <Kind extends SupportedEventKind>(
  event: ReadEvent,
  kind: Kind,
): event is Extract<ReadEvent, { eventKind: Kind }> => event.eventKind === kind;

export { EventKind };
