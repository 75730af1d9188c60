import { percentDecode } from './characters.js';
import { withCheckDigit } from './check-digit.js';
import { Gs1Error } from './error.js';
import type { Element } from './name.js';

/** The fields of a URN between its dots, the company prefix first. */
type Fields = readonly string[];

/** What the fields of one EPC scheme mean. */
export interface EpcScheme {
  readonly fields: readonly string[];
  readonly key: (fields: Fields) => Element;
  readonly qualifier?: (fields: Fields) => Element | null;
}

/** The GTIN of `prefix.item`, where the item reference begins with the indicator. */
export const gtinOf = ([prefix, item]: Fields): Element => ({
  identifier: '01',
  value: withIndicator('GTIN', [prefix!, item!], 13),
});

/** A key made of company prefix, reference and check digit. */
const checked = (identifier: string, title: string, digits: number) => ({
  key: ([prefix, reference]: Fields): Element => ({
    identifier,
    value: withCheckDigit(together(title, [prefix!, reference!], digits)),
  }),
});

/** The same with a serial after the check digit. */
const checkedWithSerial = (identifier: string, title: string, filler = '') => ({
  key: ([prefix, reference, serial]: Fields): Element => ({
    identifier,
    value: filler + withCheckDigit(together(title, [prefix!, reference!], 12)) + percentDecode(title, serial!),
  }),
});

/** Company prefix and a reference of letters and digits. */
const plain = (identifier: string, title: string) => ({
  key: ([prefix, reference]: Fields): Element => ({ identifier, value: prefix! + percentDecode(title, reference!) }),
});

const qualifiedBy = (identifier: string, at: number) => ({
  qualifier: (fields: Fields): Element => ({ identifier, value: percentDecode(`(${identifier})`, fields[at]!) }),
});

let schemes: ReadonlyMap<string, EpcScheme> | undefined;

/** The scheme with this name, such as `id:sgtin`, undefined if it is none of GS1. */
export const epcScheme = (name: string): EpcScheme | undefined => (schemes ??= epcSchemeTable()).get(name);

/** GS1 EPC Tag Data Standard, section 6.3, by type and scheme. Built when first asked for. */
const epcSchemeTable = () =>
  new Map<string, EpcScheme>([
    ['id:sgtin', { fields: ['prefix', 'item', 'serial'], key: gtinOf, ...qualifiedBy('21', 2) }],
    ['id:upui', { fields: ['prefix', 'item', 'serial'], key: gtinOf, ...qualifiedBy('235', 2) }],
    ['class:lgtin', { fields: ['prefix', 'item', 'lot'], key: gtinOf, ...qualifiedBy('10', 2) }],
    // The scheme is a class; some write it as an identity all the same.
    ['id:lgtin', { fields: ['prefix', 'item', 'lot'], key: gtinOf, ...qualifiedBy('10', 2) }],
    [
      'id:sscc',
      {
        fields: ['prefix', 'serial'],
        key: ([prefix, serial]) => ({ identifier: '00', value: withIndicator('SSCC', [prefix!, serial!], 17) }),
      },
    ],
    [
      'id:sgln',
      {
        fields: ['prefix', 'location', 'extension'],
        ...checked('414', 'GLN', 12),
        // The extension 0 means: none (section 6.3.3).
        qualifier: (fields) => (fields[2] === '0' ? null : qualifiedBy('254', 2).qualifier(fields)),
      },
    ],
    ['id:pgln', { fields: ['prefix', 'party'], ...checked('417', 'party GLN', 12) }],
    ['id:grai', { fields: ['prefix', 'type', 'serial'], ...checkedWithSerial('8003', 'GRAI', '0') }],
    ['id:gdti', { fields: ['prefix', 'type', 'serial'], ...checkedWithSerial('253', 'GDTI') }],
    ['id:sgcn', { fields: ['prefix', 'coupon', 'serial'], ...checkedWithSerial('255', 'GCN') }],
    ['id:giai', { fields: ['prefix', 'asset'], ...plain('8004', 'GIAI') }],
    ['id:ginc', { fields: ['prefix', 'consignment'], ...plain('401', 'GINC') }],
    ['id:cpi', { fields: ['prefix', 'part', 'serial'], ...plain('8010', 'CPID'), ...qualifiedBy('8011', 2) }],
    ['id:gsin', { fields: ['prefix', 'shipper'], ...checked('402', 'GSIN', 16) }],
    ['id:gsrn', { fields: ['prefix', 'service'], ...checked('8018', 'GSRN', 17) }],
    ['id:gsrnp', { fields: ['prefix', 'service'], ...checked('8017', 'GSRN', 17) }],
    [
      'id:itip',
      {
        fields: ['prefix', 'item', 'piece', 'total', 'serial'],
        key: (fields) => ({ identifier: '8006', value: gtinOf(fields).value + fields[2]! + fields[3]! }),
        ...qualifiedBy('21', 4),
      },
    ],
  ]);

/** Prefix and reference, which have a fixed number of digits together. */
function together(title: string, [prefix, reference]: readonly [string, string], digits: number): string {
  if (!/^[0-9]*$/.test(reference))
    throw new Gs1Error('CHARACTERS', `${title}: expected digits after the company prefix`);
  const length = prefix.length + reference.length;
  if (length !== digits) {
    throw new Gs1Error(
      'LENGTH',
      `${title}: company prefix and reference have ${digits} digits together, got ${length}`,
    );
  }
  return prefix + reference;
}

/** A GTIN's indicator and an SSCC's extension stand at the front of the code, but after the prefix in the URN. */
function withIndicator(title: string, fields: readonly [string, string], digits: number): string {
  const [prefix, reference] = fields;
  const both = together(title, fields, digits);
  return withCheckDigit(reference[0]! + both.slice(0, prefix.length) + reference.slice(1));
}
