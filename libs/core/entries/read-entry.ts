import { bytesToHex } from '@noble/hashes/utils.js';
import { leafHash } from '#libs/core/tlog';
import {
  type Claim,
  decodeEventBody,
  decodeLogEntry,
  decodeScanHeader,
  type EventBodies,
  isSupportedEventKind,
  type LoggedScan,
  parseDisclosure,
  type ScanHeader,
  type SignedEvent,
  type SupportedEventKind,
} from '#libs/core/wire';
import type { TrailEntry } from './trail-entry.js';

/** A key of a trail as text: 64 hexadecimal digits, so that it can be compared and looked up. */
export type KeyText = string;

/** The text of a key. */
export const keyText: (key: Uint8Array) => KeyText = bytesToHex;

/** An entry, and what is shown of what its hashes stand for. */
export interface ShownEntry {
  readonly logIndex: number;
  /** The entry, byte for byte as it was logged. */
  readonly entry: Uint8Array;
  /** Canonical URI of each object of a scan, in the order of its header; null where it is not shown. Empty for an event. */
  readonly uris: readonly (string | null)[];
  /** The claims that are open to the reader, ascending by their index. */
  readonly claims: readonly Claim[];
}

interface Read extends ShownEntry {
  /** RFC 6962 leaf hash of the entry. */
  readonly leaf: Uint8Array;
  /** Keys of the trails that the entry advances, ascending. */
  readonly objects: readonly KeyText[];
}

/** A scan of the log, read. */
export interface ReadScan extends Read {
  readonly kind: 'scan';
  readonly scan: LoggedScan;
  readonly header: ScanHeader;
  readonly device: KeyText;
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

/** An entry of the log, read: whoever needs it later takes it as it is and does not read it again. */
export type ReadEntry = ReadScan | ReadEvent | UnreadEvent;

/**
 * Reads an entry and what is shown of it.
 *
 * @param hashLeaf RFC 6962 leaf hash of an entry: for who has a faster one
 * @throws {WireError} for an entry that is not of this format; {ScanError} DISCLOSURE_FORM
 */
export function readEntry(given: TrailEntry, hashLeaf: (entry: Uint8Array) => Uint8Array = leafHash): ReadEntry {
  const { entry } = given;
  const decoded = decodeLogEntry(entry);
  const shown = shownOf(given);
  const leaf = hashLeaf(entry);
  if (decoded.kind === 'scan') {
    const { scan } = decoded;
    const header = decodeScanHeader(scan.header);
    const objects = header.objects.map(keyText);
    return { ...shown, kind: 'scan', leaf, objects, scan, header, device: keyText(scan.device) };
  }
  const { event } = decoded;
  const objects = event.objects.map(keyText);
  if (!isSupportedEventKind(event.kind)) return { ...shown, kind: 'unread event', leaf, objects, event };
  const body = decodeEventBody(event.kind, event.body);
  // Kind and body belong together by construction, which the compiler cannot follow through the table of forms.
  return { ...shown, kind: 'event', eventKind: event.kind, leaf, objects, event, body } as ReadEvent;
}

/**
 * Opens the claims of an entry that itself stays unread.
 * @throws {ScanError} DISCLOSURE_FORM
 */
export function shownOf({ logIndex, entry, uris, disclosures }: TrailEntry): ShownEntry {
  const claims = disclosures.flatMap((disclosure) => (disclosure ? [parseDisclosure(disclosure)] : []));
  return { logIndex, entry, uris, claims };
}

/** Narrows an event to its kind. */
export const isEventOf = <Kind extends SupportedEventKind>(
  event: ReadEvent,
  kind: Kind,
): event is Extract<ReadEvent, { eventKind: Kind }> => event.eventKind === kind;
