import { WireError } from '../errors.js';
import { contentsPlace, fieldBytes, fieldTags } from '../field-places.js';
import { fieldEnd, FieldWalker } from '../field-walker.js';
import { SCAN_HEADER, SIGNED_SCAN } from '../scan-tables.js';

/** Where the contents of the first fields of a SignedScan begin: 32, 8 and 16 bytes. */
export const DEVICE_AT = /* @__PURE__ */ contentsPlace(SIGNED_SCAN, 'device');
export const KEY_ID_AT = /* @__PURE__ */ contentsPlace(SIGNED_SCAN, 'keyId');
export const BOOT_AT = /* @__PURE__ */ contentsPlace(SIGNED_SCAN, 'boot');
/** From one object key of a header to the next. */
export const OBJECT_STRIDE = /* @__PURE__ */ fieldBytes(SCAN_HEADER, 'objects');
const OBJECT_HEAD_BYTES = OBJECT_STRIDE - 32;

/** Where in a SignedScan lies what is logged: offsets of its bytes. */
export interface ScanPlaces {
  readonly counter: number;
  readonly previousAt: number;
  readonly headerAt: number;
  readonly headerLength: number;
  readonly signatureAt: number;
  /** End of what is logged, start of URIs and disclosures. */
  readonly publicEnd: number;
  /** Where the first object key of the header lies; the others follow every {@link OBJECT_STRIDE} bytes. */
  readonly objectsAt: number;
  readonly objectCount: number;
  readonly claimCount: number;
}

const SCAN = /* @__PURE__ */ fieldTags(
  SIGNED_SCAN,
  'device',
  'keyId',
  'boot',
  'counter',
  'previous',
  'header',
  'signature',
);
const HEADER = /* @__PURE__ */ fieldTags(SCAN_HEADER, 'objects', 'claims');

// One for all scans: they are looked at one at a time, thousands a second.
const scan = /* @__PURE__ */ new FieldWalker(/* @__PURE__ */ new Uint8Array(), 0, 0);

/**
 * Finds the places in a SignedScan that was read strictly before, without reading it again: it only decides that they are within
 * the bytes, and finds the same as `decodeSignedScan` and `decodeScanHeader`.
 *
 * @throws {WireError} MALFORMED for bytes in which they cannot be found. That they are found says little of bytes that the
 *   strict reader would refuse.
 */
export function scanPlaces(bytes: Uint8Array): ScanPlaces {
  scan.restart(bytes, 0, bytes.length);
  expectAt(scan, SCAN.device, DEVICE_AT);
  expectAt(scan, SCAN.keyId, KEY_ID_AT);
  expectAt(scan, SCAN.boot, BOOT_AT);
  expect(scan, SCAN.counter);
  const counter = scan.value;
  const previousAt = expect(scan, SCAN.previous, 32);
  const headerAt = expect(scan, SCAN.header);
  const headerEnd = scan.end;
  const signatureAt = expect(scan, SCAN.signature, 64);
  const publicEnd = scan.end;
  const { objectsAt, objectCount, claimCount } = placesInHeader(bytes, headerAt, headerEnd);
  return {
    counter,
    previousAt,
    headerAt,
    headerLength: headerEnd - headerAt,
    signatureAt,
    publicEnd,
    objectsAt,
    objectCount,
    claimCount,
  };
}

/** Steps to the next field, which has to be this one. @returns where its contents begin. */
function expect(walker: FieldWalker, tag: number, length?: number): number {
  const isIt = walker.next() && walker.tag === tag && walker.isWhole;
  if (!isIt || (length !== undefined && walker.end - walker.start !== length)) throw malformed(walker.bytes);
  return walker.start;
}

function expectAt(walker: FieldWalker, tag: number, start: number): void {
  if (expect(walker, tag) !== start) throw malformed(walker.bytes);
}

function placesInHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
): Pick<ScanPlaces, 'objectsAt' | 'objectCount' | 'claimCount'> {
  let objectsAt = 0;
  let objectCount = 0;
  let claimCount = 0;
  let at = start;
  while (at < end) {
    const next = fieldEnd(bytes, at, end);
    if (bytes[at] === HEADER.objects) {
      if (objectCount++ === 0) objectsAt = at + OBJECT_HEAD_BYTES;
      if (next - at !== OBJECT_STRIDE) throw malformed(bytes);
    } else if (bytes[at] === HEADER.claims) claimCount++;
    at = next;
  }
  if (at !== end || objectCount === 0) throw malformed(bytes);
  return { objectsAt, objectCount, claimCount };
}

const malformed = (bytes: Uint8Array): WireError =>
  new WireError('MALFORMED', `a scan of ${bytes.length} bytes has not the form that the strict reader lets pass`);
