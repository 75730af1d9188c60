import { Gs1Error } from './error.js';
import { primaryKey } from './keys.js';
import { belongsTo, type Element, type Gs1Name, nameOf } from './name.js';

const IDENTIFIER = /^\(([0-9]{2,4})\)/;

/**
 * Reads an element string with its identifiers in brackets, `(01)09506000134352(21)12345`. A bracket within a value is written `\(`.
 * Identifiers that name nothing, such as an expiry date, are dropped.
 * @throws {Gs1Error} UNKNOWN_KEY, TWO_KEYS, QUALIFIER for other forms, and what the values break
 */
export function parseElementString(text: string): Gs1Name {
  const elements = splitElements(text);
  const keys = elements.filter(({ identifier }) => primaryKey(identifier) !== undefined);
  const [key, second] = keys;
  if (!key) {
    throw new Gs1Error('UNKNOWN_KEY', `no key among ${elements.map(({ identifier }) => `(${identifier})`).join('')}`);
  }
  if (second) throw new Gs1Error('TWO_KEYS', `(${key.identifier}) and (${second.identifier}) are two keys: give one`);
  // Beside a pallet's code its label says what is on it, with lots and serials of their own: these are no part of its name.
  return nameOf(
    key,
    elements.filter(({ identifier }) => belongsTo(key.identifier, identifier)),
  );
}

function splitElements(text: string): Element[] {
  const elements: Element[] = [];
  for (let rest = text; rest !== '';) {
    const identifier = IDENTIFIER.exec(rest)?.[1];
    if (identifier === undefined) {
      throw new Gs1Error(
        'QUALIFIER',
        'an element string is made of (identifier)value, the identifier of 2 to 4 digits',
      );
    }
    const start = identifier.length + 2;
    // An unescaped bracket begins the next identifier.
    const end = start + /^(?:\\\(|[^(])*/.exec(rest.slice(start))![0].length;
    elements.push({ identifier, value: rest.slice(start, end).replaceAll('\\(', '(') });
    rest = rest.slice(end);
  }
  return elements;
}
