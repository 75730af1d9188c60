import type { ClaimEncoding } from './encodings.js';

/** Who may see a claim: everybody, or customs and the parties of the trail. */
export type Tier = 'public' | 'customs';

/** One kind of claim. */
export interface ClaimRule {
  readonly encoding: ClaimEncoding;
  readonly tier: Tier;
  /** UCUM-like unit of a decimal, where the name does not say it all. */
  readonly unit?: string;
  /** A public claim that says less about the same thing. */
  readonly coarse?: string;
  /** May stand several times in one scan. */
  readonly many?: true;
  /** What it says, in one line of docs/formats/claims.md. */
  readonly text: string;
}

const rule = (encoding: ClaimEncoding, tier: Tier, text: string, more: Partial<ClaimRule> = {}): ClaimRule => ({
  encoding,
  tier,
  text,
  ...more,
});
const many = { many: true } as const;

/**
 * Every claim that exists in this version, by name: after the field names of EPCIS 2.0 where it has one. A name that is not here
 * is refused, so that a verifier never meets a claim whose meaning it must guess.
 *
 * @see docs/formats/claims.md
 */
export const CLAIMS = {
  // What happened (EPCIS: why)
  bizStep: rule('bizStep', 'public', 'Business step of CBV 2.0, or a URI of the maker'),
  disposition: rule('disposition', 'public', 'Condition of the objects afterwards, CBV 2.0, or a URI of the maker'),
  transformationId: rule('uri', 'customs', 'Joins the scans of one transformation'),

  // Where
  readPoint: rule('place', 'customs', 'Where it was scanned', { coarse: 'readPointCountry' }),
  readPointCountry: rule('country', 'public', 'Country of readPoint'),
  bizLocation: rule('place', 'customs', 'Where the objects are expected to be afterwards', {
    coarse: 'bizLocationCountry',
  }),
  bizLocationCountry: rule('country', 'public', 'Country of bizLocation'),

  // Between whom
  sourceParty: rule('party', 'customs', 'Party that hands over or owns before', { coarse: 'sourceCountry' }),
  sourceCountry: rule('country', 'public', 'Country of sourceParty'),
  destinationParty: rule('party', 'customs', 'Party that takes over or owns afterwards', {
    coarse: 'destinationCountry',
  }),
  destinationCountry: rule('country', 'public', 'Country of destinationParty'),
  manufacturer: rule('text', 'customs', 'Name of the manufacturer or manufacturing site', {
    coarse: 'manufacturerCountry',
  }),
  manufacturerCountry: rule('country', 'public', 'Country of manufacture'),
  vendor: rule('text', 'customs', 'Name of the vendor', { coarse: 'sourceCountry' }),

  // Business transactions
  'bizTransaction.po': rule('document', 'customs', 'Purchase order', many),
  'bizTransaction.order': rule('document', 'customs', 'Sales or release order of the seller', many),
  'bizTransaction.quotation': rule('document', 'customs', 'Quotation', many),
  'bizTransaction.asn': rule('document', 'customs', 'Despatch advice: advance shipping notice or delivery note', many),
  'bizTransaction.declaration': rule('document', 'customs', 'Customs declaration', many),
  'bizTransaction.bol': rule('document', 'customs', 'Bill of lading or air waybill', many),
  'bizTransaction.invoice': rule('document', 'customs', 'Invoice', many),
  'bizTransaction.certificate': rule('document', 'customs', 'Certificate', many),

  // What and how much
  productName: rule('text', 'public', 'Trade description of the goods'),
  productGroup: rule('text', 'public', 'Group of goods'),
  brand: rule('text', 'public', 'Brand'),
  hsCode: rule('hsCode', 'customs', 'Code of the Harmonized System'),
  lotNumber: rule('lot', 'public', 'Lot of the objects (AI 10)'),
  expiryDate: rule('date', 'public', 'Expiry date (AI 17)'),
  bestBeforeDate: rule('date', 'public', 'Best before date (AI 15)'),
  productionDate: rule('date', 'public', 'Production or harvest date (AI 11)'),
  quantity: rule('decimal', 'customs', 'How much of the one object class that the scan names; unit in uom'),
  uom: rule('unit', 'customs', 'Unit of quantity, UN/ECE Recommendation 20; without it quantity counts pieces'),
  quantityList: rule('quantityList', 'customs', 'Quantities of object classes, EPCIS quantityList'),
  grossWeightKg: rule('decimal', 'customs', 'Gross weight', { unit: 'kg' }),
  netWeightKg: rule('decimal', 'customs', 'Net weight', { unit: 'kg' }),

  // Money
  lineItemValueUsd: rule('decimal', 'customs', 'Value of the goods', { unit: 'USD' }),
  freightCostUsd: rule('decimal', 'customs', 'Freight', { unit: 'USD' }),
  insuranceUsd: rule('decimal', 'customs', 'Insurance', { unit: 'USD' }),
  incoterm: rule('incoterm', 'customs', 'Trade term'),

  // Transport
  transportMode: rule('transportMode', 'public', 'Mode of transport'),
  vesselName: rule('text', 'customs', 'Name of the vessel, flight or vehicle'),
  containerNumber: rule('container', 'customs', 'Freight container (ISO 6346)'),
  sealNumber: rule('text', 'customs', 'Seal on container or vehicle', many),

  // Sensors
  sensorElement: rule('sensorElement', 'public', 'Readings, EPCIS sensorElement', {
    coarse: 'temperatureVerdict',
    many: true,
  }),
  temperatureVerdict: rule('temperatureVerdict', 'public', 'Readings against the allowed band'),
  temperatureMinC: rule('decimal', 'public', 'Lower end of the allowed band', { unit: 'Cel' }),
  temperatureMaxC: rule('decimal', 'public', 'Upper end of the allowed band', { unit: 'Cel' }),

  // People, parties, devices
  operatorBadge: rule('text', 'customs', 'Badge of the person who scanned'),
  partyName: rule('text', 'customs', 'Name of a party, in its PARTY event', { coarse: 'partyCountry' }),
  partyGln: rule('gln', 'customs', 'GLN of a party, in its PARTY event', { coarse: 'partyCountry' }),
  partyCountry: rule('country', 'public', 'Country of a party, in its PARTY event'),
  partyKind: rule('text', 'public', 'What a party does: manufacturer, carrier, warehouse ..., in its PARTY event'),
  deviceId: rule('text', 'customs', 'Name of a device, in its ENROL event'),
  deviceKind: rule('text', 'public', 'Kind of a device: handheld, gate, logger, gateway ..., in its ENROL event'),
  deviceCountry: rule('country', 'public', 'Country where a device stands, in its ENROL event'),

  // Remarks
  demo: rule('flag', 'public', 'Marks demo data: identifiers are made up'),
  simulated: rule('flag', 'public', 'Marks a simulated scan: the event never happened'),
  note: rule('text', 'customs', 'Remark', many),
} as const satisfies Readonly<Record<string, ClaimRule>>;

export type ClaimName = keyof typeof CLAIMS;

/** True for names of the table. */
export const isClaimName = (name: string): name is ClaimName => Object.hasOwn(CLAIMS, name);

/** Rule of a claim, undefined for a name that the table does not hold. */
export const claimRule = (name: string): ClaimRule | undefined => (isClaimName(name) ? CLAIMS[name] : undefined);

/** Tier of a claim; what the table does not know is shown to nobody but customs. */
export const tierOf = (name: string): Tier => claimRule(name)?.tier ?? 'customs';
