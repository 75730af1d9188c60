/** Where in an entry the hashes stand that something can be shown for: offsets of 32 bytes each. */
export interface HashSlots {
  /** Object keys of a scan's header, in its order. Empty for an event. */
  readonly objects: readonly number[];
  /** Commitments of a scan's header, or of the body of a party or enrol event, in their order. */
  readonly claims: readonly number[];
}

interface Field {
  readonly number: number;
  /** Where its contents begin: the bytes of a length-delimited field, the varint of a number. */
  readonly start: number;
  readonly end: number;
}

const LENGTH_DELIMITED = 2;
// Field numbers of proto/cairn/v1/entry.proto and scan.proto.
const ENTRY_SCAN = 1;
const SCAN_HEADER = 6;
const HEADER_OBJECTS = 6;
const HEADER_CLAIMS = 9;
const EVENT_KIND = 1;
const EVENT_BODY = 2;
/** Field of the claims in the body, by event kind: PARTY and ENROL. */
const BODY_CLAIMS: Readonly<Record<number, number>> = { 2: 3, 3: 9 };

/**
 * Finds the hashes in an entry.
 *
 * @param entry a whole log entry; of one that `decodeLogEntry` and `decodeScanHeader` would refuse, some hashes or none.
 */
export function hashSlots(entry: Uint8Array): HashSlots {
  const [outer] = fieldsOf(entry, 0, entry.length);
  const inner = outer ? fieldsOf(entry, outer.start, outer.end) : [];
  if (outer?.number === ENTRY_SCAN) {
    const header = contentsOf(entry, inner, SCAN_HEADER);
    return { objects: startsOf(header, HEADER_OBJECTS), claims: startsOf(header, HEADER_CLAIMS) };
  }
  const kind = inner.find(({ number }) => number === EVENT_KIND);
  const claims = kind && BODY_CLAIMS[readVarint(entry, kind.start, kind.end).value];
  return { objects: [], claims: claims ? startsOf(contentsOf(entry, inner, EVENT_BODY), claims) : [] };
}

function contentsOf(entry: Uint8Array, fields: readonly Field[], wanted: number): Field[] {
  const field = fields.find(({ number }) => number === wanted);
  return field ? fieldsOf(entry, field.start, field.end) : [];
}

const startsOf = (fields: readonly Field[], wanted: number): number[] =>
  fields.filter(({ number }) => number === wanted).map(({ start }) => start);

/** The fields of one message, as far as they lie within it: the bytes come from strangers and were not checked yet. */
function fieldsOf(bytes: Uint8Array, start: number, end: number): Field[] {
  const fields: Field[] = [];
  for (let at = start; at < end;) {
    const tag = readVarint(bytes, at, end);
    const value = readVarint(bytes, tag.next, end);
    const isBytes = tag.value % 8 === LENGTH_DELIMITED;
    const field = {
      number: Math.floor(tag.value / 8),
      start: isBytes ? value.next : tag.next,
      end: isBytes ? value.next + value.value : value.next,
    };
    if (!(field.end <= end)) break;
    fields.push(field);
    at = field.end;
  }
  return fields;
}

function readVarint(bytes: Uint8Array, start: number, end: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let scale = 1;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
    scale *= 128;
  }
  return { value: Infinity, next: end + 1 };
}
