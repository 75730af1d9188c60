import { LOG_ENTRY, LOGGED_SCAN, SIGNED_EVENT } from '../entry-tables.js';
import { EventKind } from '../event-bodies.js';
import { eventBodyRule } from '../events.js';
import { fieldNumber } from '../field-places.js';
import { FieldWalker } from '../field-walker.js';
import { SCAN_HEADER } from '../scan-tables.js';
import { readVarint } from '../varint.js';

/** Where in an entry the hashes stand that something can be shown for: offsets of 32 bytes each. */
export interface HashSlots {
  /** Object keys of a scan's header, in its order. Empty for an event. */
  readonly objects: readonly number[];
  /** Commitments of a scan's header, or of the body of a party or enrol event, in their order. */
  readonly claims: readonly number[];
}

const SCAN = fieldNumber(LOG_ENTRY, 'scan');
const HEADER = fieldNumber(LOGGED_SCAN, 'header');
const OBJECTS = fieldNumber(SCAN_HEADER, 'objects');
const CLAIMS = fieldNumber(SCAN_HEADER, 'claims');
const KIND = fieldNumber(SIGNED_EVENT, 'kind');
const BODY = fieldNumber(SIGNED_EVENT, 'body');
/** Number of the claims in the body, for the kinds of events that have some. */
const BODY_CLAIMS: ReadonlyMap<number, number> = new Map(
  Object.values(EventKind).flatMap((kind) => {
    const body = eventBodyRule(kind);
    return body?.lists.includes('claims') ? [[kind, fieldNumber(body, 'claims')] as const] : [];
  }),
);

/**
 * Finds the hashes in an entry.
 *
 * @param entry a whole log entry; of one that `decodeLogEntry` and `decodeScanHeader` would refuse, some hashes or none.
 */
export function hashSlots(entry: Uint8Array): HashSlots {
  const outer = new FieldWalker(entry, 0, entry.length);
  if (!step(outer)) return { objects: [], claims: [] };
  if (outer.number === SCAN) {
    const header = find(outer, HEADER);
    return { objects: startsOf(header, OBJECTS), claims: startsOf(header, CLAIMS) };
  }
  const kind = find(outer, KIND);
  const claims = kind && BODY_CLAIMS.get(readVarint(entry, kind.start, kind.end));
  return { objects: [], claims: claims ? startsOf(find(outer, BODY), claims) : [] };
}

/** The fields of one message, as far as they lie within it: the bytes come from strangers and were not checked yet. */
const step = (walker: FieldWalker): boolean => walker.next() && walker.isWhole;

/** Over the fields of the message that is the contents of the field. */
const into = ({ bytes, start, end }: FieldWalker): FieldWalker => new FieldWalker(bytes, start, end);

/** Stands on the first field of this number within the message. */
function find(message: FieldWalker, number: number): FieldWalker | undefined {
  const fields = into(message);
  while (step(fields)) if (fields.number === number) return fields;
  return undefined;
}

function startsOf(message: FieldWalker | undefined, number: number): number[] {
  const starts: number[] = [];
  if (!message) return starts;
  const fields = into(message);
  while (step(fields)) if (fields.number === number) starts.push(fields.start);
  return starts;
}
