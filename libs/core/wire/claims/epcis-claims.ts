import { type ClaimRules, many, rule } from './rule.js';

/** What an event of EPCIS 2.0 says beside its objects, under the names that EPCIS has for it. */
export const EPCIS_CLAIMS = {
  // What happened (EPCIS: why)
  bizStep: rule('bizStep', 'public', 'Business step of CBV 2.0, or a URI of the maker'),
  disposition: rule('disposition', 'public', 'Condition of the objects afterwards, CBV 2.0, or a URI of the maker'),
  'persistentDisposition.set': rule('disposition', 'public', 'Lasting condition that begins', many),
  'persistentDisposition.unset': rule('disposition', 'public', 'Lasting condition that ends', many),
  transformationId: rule('reference', 'customs', 'Joins the scans of one transformation'),

  // Where
  readPoint: rule('uri', 'customs', 'Where it was scanned', { coarse: 'readPointCountry' }),
  readPointCountry: rule('country', 'public', 'Country of readPoint'),
  readPointLocode: rule('locode', 'customs', 'Where it was scanned, UN/LOCODE', { coarse: 'readPointCountry' }),
  bizLocation: rule('uri', 'customs', 'Where the objects are expected to be afterwards', {
    coarse: 'bizLocationCountry',
  }),
  bizLocationCountry: rule('country', 'public', 'Country of bizLocation'),

  // Between whom
  'source.owning_party': rule('uri', 'customs', 'Who owns before', many),
  'source.possessing_party': rule('uri', 'customs', 'Who has custody before', many),
  'source.location': rule('uri', 'customs', 'Where the transfer begins', many),
  'source.other': rule('reference', 'customs', 'Source of another type', many),
  'destination.owning_party': rule('uri', 'customs', 'Who owns afterwards', many),
  'destination.possessing_party': rule('uri', 'customs', 'Who has custody afterwards', many),
  'destination.location': rule('uri', 'customs', 'Where the transfer ends', many),
  'destination.other': rule('reference', 'customs', 'Destination of another type', many),

  // Business transactions of CBV 2.0, and ours
  'bizTransaction.bol': rule('reference', 'customs', 'Bill of lading or air waybill', many),
  'bizTransaction.cert': rule('reference', 'customs', 'Certificate', many),
  'bizTransaction.desadv': rule(
    'reference',
    'customs',
    'Despatch advice: advance shipping notice or delivery note',
    many,
  ),
  'bizTransaction.inv': rule('reference', 'customs', 'Invoice', many),
  'bizTransaction.pedigree': rule('reference', 'customs', 'Pedigree', many),
  'bizTransaction.po': rule('reference', 'customs', 'Purchase order', many),
  'bizTransaction.poc': rule('reference', 'customs', 'Confirmation of a purchase order', many),
  'bizTransaction.prodorder': rule('reference', 'customs', 'Production order', many),
  'bizTransaction.recadv': rule('reference', 'customs', 'Receiving advice', many),
  'bizTransaction.rma': rule('reference', 'customs', 'Authorisation of a return', many),
  'bizTransaction.testprd': rule('reference', 'customs', 'Test procedure', many),
  'bizTransaction.testres': rule('reference', 'customs', 'Test result', many),
  'bizTransaction.upevt': rule('reference', 'customs', 'Event that caused this one', many),
  'bizTransaction.declaration': rule('reference', 'customs', 'Customs declaration', many),
  'bizTransaction.order': rule('reference', 'customs', 'Sales or release order of the seller', many),
  'bizTransaction.quotation': rule('reference', 'customs', 'Quotation', many),
  'bizTransaction.other': rule('reference', 'customs', 'Document of another type, or of none', many),

  // How much
  quantityList: rule('quantityList', 'customs', 'Quantities of object classes, EPCIS quantityList'),
  childQuantityList: rule('quantityList', 'customs', 'The same of children, EPCIS childQuantityList'),
  inputQuantityList: rule('quantityList', 'customs', 'The same of inputs, EPCIS inputQuantityList'),
  outputQuantityList: rule('quantityList', 'customs', 'The same of outputs, EPCIS outputQuantityList'),

  // Sensors
  sensorElement: rule('sensorElement', 'public', 'Readings, EPCIS sensorElement', {
    coarse: 'temperatureVerdict',
    many: true,
  }),

  // The event itself
  ilmd: rule('ilmd', 'customs', 'Master data of the instance or lot, EPCIS ilmd'),
  eventId: rule('reference', 'customs', 'EPCIS eventID'),
  eventHash: rule('eventHash', 'customs', 'Hash of the event, CBV 2.0 section 8.9'),
  errorReason: rule('errorReason', 'public', 'Why an earlier event is declared wrong, CBV 2.0, or a URI'),
  errorDeclaration: rule('json', 'customs', 'EPCIS errorDeclaration'),
  certificationInfo: rule('reference', 'public', 'Certification of the event', many),
  informationProvider: rule('reference', 'customs', 'Who provided the event, if not its signer'),
  epcisEvent: rule('epcisEvent', 'customs', 'The event, or its part, as it was captured'),
  capture: rule('capturePlace', 'customs', 'Capture that the event came in, and its place there'),
  part: rule('part', 'public', 'Which part of how many this scan is'),
} as const satisfies ClaimRules;
