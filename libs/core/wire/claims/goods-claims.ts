import { type ClaimRules, many, rule } from './rule.js';

/** What a device says of goods, transport and money, where EPCIS has no name for it; and of parties and devices. */
export const GOODS_CLAIMS = {
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
  originCountry: rule('country', 'public', 'Country of origin (AI 422)'),
  vendor: rule('text', 'customs', 'Name of the vendor', { coarse: 'sourceCountry' }),

  // What and how much
  productName: rule('text', 'public', 'Trade description of the goods'),
  productGroup: rule('text', 'public', 'Group of goods'),
  brand: rule('text', 'public', 'Brand'),
  hsCode: rule('hsCode', 'customs', 'Code of the Harmonized System'),
  lotNumber: rule('lot', 'public', 'Lot of the objects (AI 10)'),
  expiryDate: rule('date', 'public', 'Expiry date (AI 17)'),
  bestBeforeDate: rule('date', 'public', 'Best before date (AI 15)'),
  productionDate: rule('date', 'public', 'Production or harvest date (AI 11)'),
  secondCode: rule('hash', 'public', 'Hash of the code under the scratch field of the object'),
  quantity: rule('decimal', 'customs', 'How much of the one object class that the scan names; unit in uom'),
  uom: rule('unit', 'customs', 'Unit of quantity, UN/ECE Recommendation 20; without it quantity counts pieces'),
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

  // Temperature
  temperatureVerdict: rule('temperatureVerdict', 'public', 'Readings against the allowed band'),
  temperatureMinC: rule('decimal', 'public', 'Lower end of the allowed band', { unit: 'Cel' }),
  temperatureMaxC: rule('decimal', 'public', 'Upper end of the allowed band', { unit: 'Cel' }),

  // People, parties, devices
  operatorBadge: rule('text', 'customs', 'Badge of the person who scanned'),
  partyName: rule('text', 'customs', 'Name of a party, in its PARTY event', { coarse: 'partyCountry' }),
  partyGln: rule('gln', 'customs', 'GLN of a party, in its PARTY event', { coarse: 'partyCountry' }),
  partyUri: rule('uri', 'customs', 'URI of a party without GLN, in its PARTY event', { coarse: 'partyCountry' }),
  partyCountry: rule('country', 'public', 'Country of a party, in its PARTY event'),
  deviceId: rule('text', 'customs', 'Name of a device, in its ENROL event'),
  deviceKind: rule('text', 'public', 'Kind of a device: handheld, gate, logger ..., in its ENROL event'),
  deviceCountry: rule('country', 'public', 'Country where a device stands, in its ENROL event'),

  // Remarks
  demo: rule('flag', 'public', 'Marks demo data: identifiers are made up'),
  simulated: rule('flag', 'public', 'Marks a simulated scan: the event never happened'),
  note: rule('text', 'customs', 'Remark', many),
} as const satisfies ClaimRules;
