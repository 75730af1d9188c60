import type { ShownEntry } from '#libs/core/entries';
import { type EvidenceOf, EVIDENCE_FORMATS } from './bundle-form.js';
import { putChains } from './chains.js';
import { entryPieces } from './entry-parts.js';
import { JsonBytes } from './json-bytes.js';
import { joinedHashes } from './json-shape.js';
import { omittedBytes } from './omitted.js';

/**
 * The one text of a bundle, in UTF-8: canonical JSON (RFC 8785), uint64 as decimal texts, bytes as base64url without padding.
 * @throws {CanonicalJsonError} TEXT_INVALID for a text with half a surrogate pair
 * @see docs/formats/evidence.md
 */
export function evidenceBytes({
  version,
  object,
  checkpoint,
  chains,
  entries,
  omitted,
  proof,
  until,
}: EvidenceOf<ShownEntry>): Uint8Array {
  const json = new JsonBytes();
  // In the order of RFC 8785.
  putChains(json.raw('{"chains":'), chains);
  json.raw(',"checkpoint":').text(checkpoint).raw(',"entries":[');
  for (const [at, entry] of entries.entries()) putEntry(at === 0 ? json : json.raw(','), entry);
  json.raw('],"format":').text(EVIDENCE_FORMATS[version]).raw(',"object":').text(object);
  if (version === 2) json.raw(',"omitted":"').base64url(omittedBytes(omitted)).raw('"');
  json.raw(',"proof":"').base64url(joinedHashes(proof)).raw(`","until":"${until}"}`);
  return json.bytes();
}

function putEntry(json: JsonBytes, shown: ShownEntry): void {
  const { entry } = shown;
  json.raw(`{"index":"${shown.logIndex}","parts":["`);
  let from = 0;
  entryPieces(shown, {
    uri: (uri, at, next) => {
      json.base64url(entry, from, at).raw('",{"uri":').text(uri).raw('},"');
      from = next;
    },
    claim: ({ name, salt, value }, at, next) => {
      json.base64url(entry, from, at).raw('",{"name":').text(name);
      json.raw(',"salt":"').base64url(salt).raw('","value":').text(value).raw('},"');
      from = next;
    },
  });
  json.base64url(entry, from).raw('"]}');
}
