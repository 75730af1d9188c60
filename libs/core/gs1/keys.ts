import { CHARACTER_SET_39, CHARACTER_SET_82, type CharacterSet, DIGITS } from './characters.js';

/** What a URI names. `other`: an absolute URI that this library does not look into, and GS1 keys that are not listed here. */
export type ObjectKind =
  | 'sgtin'
  | 'lgtin'
  | 'gtin'
  | 'sscc'
  | 'gln'
  | 'party'
  | 'grai'
  | 'giai'
  | 'gdti'
  | 'ginc'
  | 'gsin'
  | 'container'
  | 'document'
  | 'other';

/** The value of one application identifier: digits first, then text. */
export interface ValueForm {
  /** Word for programs: `sscc`, `serial`. */
  readonly name: string;
  /** As people call it, with the identifier: `SSCC (00)`. */
  readonly title: string;
  /** Number of leading digits; several where shorter forms are padded with zeros to the last one. */
  readonly digits?: readonly number[];
  /** How many of the leading digits (after padding) end in a check digit. */
  readonly checked?: number;
  /** Digits that must be at the front, such as the filler of a GRAI. */
  readonly filler?: string;
  /** What may follow the digits. */
  readonly text?: { readonly min: number; readonly max: number; readonly set: CharacterSet };
  /** Text that begins with a company prefix, so with 4 digits at least. */
  readonly startsWithCompanyPrefix?: boolean;
  /** Text that ends in two check characters. */
  readonly endsInCheckPair?: boolean;
}

/** A primary key: it names one thing, together with the first of its qualifiers that is there. */
export interface PrimaryKey extends ValueForm {
  readonly kind: ObjectKind;
  /** Qualifiers that may become part of the name, the most telling first: only the first one present is kept. */
  readonly naming: readonly string[];
  /** Qualifiers that may stand in a Digital Link and are dropped. */
  readonly dropped?: readonly string[];
}

const text = (min: number, max: number, set = CHARACTER_SET_82) => ({ min, max, set });

let primaryKeys: ReadonlyMap<string, PrimaryKey> | undefined;
let qualifiers: ReadonlyMap<string, ValueForm> | undefined;

/** The primary key of an application identifier, undefined if it names no thing. */
export const primaryKey = (identifier: string): PrimaryKey | undefined =>
  (primaryKeys ??= primaryKeyTable()).get(identifier);

/** The qualifier of an application identifier, undefined if it is none. */
export const qualifierForm = (identifier: string): ValueForm | undefined =>
  (qualifiers ??= qualifierTable()).get(identifier);

// Tables are built when first asked for, so that a page that imports this library and needs none pays nothing.
// They are Maps, for identifiers come from strangers.

/** GS1 Digital Link standard: URI syntax, section 4.5, primary identification keys. */
const primaryKeyTable = () =>
  new Map<string, PrimaryKey>([
    ['00', { name: 'sscc', title: 'SSCC (00)', kind: 'sscc', digits: [18], checked: 18, naming: [] }],
    [
      '01',
      {
        name: 'gtin',
        title: 'GTIN (01)',
        kind: 'gtin',
        digits: [8, 12, 13, 14],
        checked: 14,
        naming: ['21', '235', '10'],
        dropped: ['22'],
      },
    ],
    [
      '253',
      { name: 'gdti', title: 'GDTI (253)', kind: 'gdti', digits: [13], checked: 13, text: text(0, 17), naming: [] },
    ],
    [
      '255',
      {
        name: 'gcn',
        title: 'GCN (255)',
        kind: 'other',
        digits: [13],
        checked: 13,
        text: text(0, 12, DIGITS),
        naming: [],
      },
    ],
    [
      '401',
      { name: 'ginc', title: 'GINC (401)', kind: 'ginc', text: text(4, 30), startsWithCompanyPrefix: true, naming: [] },
    ],
    ['402', { name: 'gsin', title: 'GSIN (402)', kind: 'gsin', digits: [17], checked: 17, naming: [] }],
    [
      '414',
      { name: 'gln', title: 'GLN (414)', kind: 'gln', digits: [13], checked: 13, naming: ['254'], dropped: ['7040'] },
    ],
    ['415', { name: 'gln', title: 'GLN to pay to (415)', kind: 'other', digits: [13], checked: 13, naming: ['8020'] }],
    [
      '417',
      {
        name: 'gln',
        title: 'party GLN (417)',
        kind: 'party',
        digits: [13],
        checked: 13,
        naming: [],
        dropped: ['7040'],
      },
    ],
    [
      '8003',
      {
        name: 'grai',
        title: 'GRAI (8003)',
        kind: 'grai',
        digits: [14],
        checked: 14,
        filler: '0',
        text: text(0, 16),
        naming: [],
      },
    ],
    [
      '8004',
      {
        name: 'giai',
        title: 'GIAI (8004)',
        kind: 'giai',
        text: text(4, 30),
        startsWithCompanyPrefix: true,
        naming: [],
        dropped: ['7040'],
      },
    ],
    [
      '8006',
      {
        name: 'itip',
        title: 'ITIP (8006)',
        kind: 'other',
        digits: [18],
        checked: 14,
        naming: ['21', '10'],
        dropped: ['22'],
      },
    ],
    [
      '8010',
      {
        name: 'cpid',
        title: 'CPID (8010)',
        kind: 'other',
        text: text(4, 30, CHARACTER_SET_39),
        startsWithCompanyPrefix: true,
        naming: ['8011'],
      },
    ],
    [
      '8013',
      {
        name: 'gmn',
        title: 'GMN (8013)',
        kind: 'other',
        text: text(7, 25),
        startsWithCompanyPrefix: true,
        endsInCheckPair: true,
        naming: [],
      },
    ],
    [
      '8017',
      { name: 'gsrn', title: 'GSRN (8017)', kind: 'other', digits: [18], checked: 18, naming: [], dropped: ['8019'] },
    ],
    [
      '8018',
      { name: 'gsrn', title: 'GSRN (8018)', kind: 'other', digits: [18], checked: 18, naming: [], dropped: ['8019'] },
    ],
  ]);

/** Section 4.5 as well, key qualifiers. */
const qualifierTable = () =>
  new Map<string, ValueForm>([
    ['10', { name: 'lot', title: 'lot (10)', text: text(1, 20) }],
    ['21', { name: 'serial', title: 'serial (21)', text: text(1, 20) }],
    ['22', { name: 'variant', title: 'consumer product variant (22)', text: text(1, 20) }],
    ['235', { name: 'thirdPartySerial', title: 'third-party serial (235)', text: text(1, 28) }],
    ['254', { name: 'extension', title: 'GLN extension (254)', text: text(1, 20) }],
    ['7040', { name: 'uicExtension', title: 'UIC extension (7040)', text: text(4, 4) }],
    ['8011', { name: 'serial', title: 'CPID serial (8011)', text: text(1, 12, DIGITS) }],
    ['8020', { name: 'paymentReference', title: 'payment reference (8020)', text: text(1, 25) }],
    ['8019', { name: 'relationInstance', title: 'service relation instance (8019)', text: text(1, 10, DIGITS) }],
  ]);
