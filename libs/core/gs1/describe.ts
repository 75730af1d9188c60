import { canonicalUriOfCapture } from './canonical.js';
import { containerInUri } from './container.js';
import { isGs1Uri, parseDigitalLink } from './digital-link.js';
import { parseDocumentUri } from './document.js';
import { type ObjectKind, primaryKey, qualifierForm } from './keys.js';
import type { Gs1Name } from './name.js';

/** What a URI names, for people. */
export interface UriDescription {
  readonly kind: ObjectKind;
  /** By name (`gtin`, `serial`, `sscc` ...), not percent-encoded; for a container `number`, for a document `gln` and `number`. */
  readonly parts: Readonly<Record<string, string>>;
  /** One line, such as `GTIN 09506000134352, serial 12345`. */
  readonly label: string;
}

/** Takes apart what `canonicalUriOfCapture` accepts; a foreign code that is malformed is `other`. @throws {Gs1Error} as it */
export function describeUri(input: string): UriDescription {
  const { uri, fault } = canonicalUriOfCapture(input);
  if (fault) return { kind: 'other', parts: {}, label: uri };
  if (isGs1Uri(uri)) return describeName(parseDigitalLink(uri)!);
  const number = containerInUri(uri);
  if (number !== null) return { kind: 'container', parts: { number }, label: `container ${number}` };
  const document = parseDocumentUri(uri);
  if (document) {
    return { kind: 'document', parts: { ...document }, label: `document ${document.number} of GLN ${document.gln}` };
  }
  return { kind: 'other', parts: {}, label: uri };
}

function describeName({ key, qualifier }: Gs1Name): UriDescription {
  const form = primaryKey(key.identifier)!;
  const parts: Record<string, string> = { [form.name]: key.value };
  let label = `${withoutIdentifier(form.title)} ${key.value}`;
  if (qualifier) {
    const { name, title } = qualifierForm(qualifier.identifier)!;
    parts[name] = qualifier.value;
    label += `, ${withoutIdentifier(title)} ${qualifier.value}`;
  }
  return { kind: kindOf(form.kind, qualifier?.identifier), parts, label };
}

function kindOf(kind: ObjectKind, qualifier: string | undefined): ObjectKind {
  if (kind !== 'gtin') return kind;
  if (qualifier === undefined) return 'gtin';
  return qualifier === '10' ? 'lgtin' : 'sgtin';
}

const withoutIdentifier = (title: string): string => title.replace(/ \([0-9]+\)$/, '');
