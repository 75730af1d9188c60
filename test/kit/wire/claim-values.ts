import type { ClaimEncoding } from '#libs/core/wire';

const GLN_PLACE = 'https://id.gs1.org/414/9506000134352';
/** Values that each encoding takes, and values that it does not. */
export const CLAIM_VALUES: Readonly<
  Record<ClaimEncoding, { readonly good: readonly string[]; readonly bad: readonly string[] }>
> = {
  text: {
    good: ['a', 'Nevirapine 10mg/ml, oral suspension', 'São Tomé', '0'],
    bad: ['', ' a', 'a ', 'a\nb', 'a\u0000', 'a\u007f', '\ud800'],
  },
  decimal: {
    good: ['0', '1', '-1', '12.50', '0.5', '-0.5', '0.0', '999999999999999999.999999999'],
    bad: ['', '01', '1.', '.5', '+1', '1e3', '-0', '-0.0', '1,5', '1 ', 'NaN', '1234567890123456789', '0.1234567890'],
  },
  date: {
    good: ['2026-02-28', '2024-02-29'],
    bad: [
      '2026-02-29',
      '2026-2-1',
      '2026-13-01',
      '2026-00-10',
      '26-01-01',
      '0999-12-31',
      '3000-01-01',
      '2026-01-01T00:00:00Z',
      '',
    ],
  },
  uri: {
    good: ['https://example.org/a?b', 'urn:uuid:1'],
    bad: ['', 'not a uri', 'https://id.gs1.org/01/9506000134352/21/1', 'javascript:alert(1)'],
  },
  place: {
    good: [GLN_PLACE, `${GLN_PLACE}/254/dock-2`],
    bad: ['https://id.gs1.org/414/9506000134353', 'https://id.gs1.org/417/9506000134352', 'https://example.org/x', ''],
  },
  party: {
    good: ['https://id.gs1.org/417/9506000134352'],
    bad: [GLN_PLACE, '9506000134352', 'https://id.gs1.org/417/9506000134352/'],
  },
  document: {
    good: ['urn:epcglobal:cbv:bt:9506000134352:PO-1', 'https://example.org/po/1'],
    bad: ['PO-1', 'urn:epcglobal:cbv:bt:9506000134353:PO-1', ''],
  },
  container: { good: ['urn:epc:id:bic:CSQU3054383'], bad: ['CSQU3054383', 'urn:epc:id:bic:CSQU3054384', ''] },
  gln: { good: ['9506000134352'], bad: ['9506000134353', '950600013435', '95060001343522', 'x'] },
  lot: { good: ['L-1', 'ABC/123', '12345678901234567890'], bad: ['', '123456789012345678901', 'a b', 'ä', '#1'] },
  country: { good: ['IN', 'US', 'CI'], bad: ['in', 'IND', 'XX', 'UK', ''] },
  bizStep: {
    good: ['packing', 'sensor_reporting', 'https://example.org/step/freezing'],
    bad: ['Packing', 'freezing', 'urn:epcglobal:cbv:bizstep packing', ''],
  },
  disposition: { good: ['in_transit', 'https://example.org/disp/thawed'], bad: ['thawed', ''] },
  transportMode: { good: ['sea', 'air_charter'], bad: ['Sea', 'ship', ''] },
  incoterm: { good: ['EXW', 'DDP'], bad: ['exw', 'N/A - From RDC', ''] },
  hsCode: { good: ['0306', '030617', '0306170010'], bad: ['306', '03061', '03.06.17', ''] },
  unit: { good: ['KGM', 'H87', 'C62'], bad: ['kg', 'K', 'KILO', ''] },
  temperatureVerdict: { good: ['within', 'above', 'below'], bad: ['ok', ''] },
  flag: { good: ['true'], bad: ['false', 'True', '1', ''] },
  quantityList: {
    good: ['[{"epcClass":"https://id.gs1.org/01/09506000134352","quantity":3}]'],
    bad: ['[]', '{}', '[{"quantity":3}]', '[{"quantity":3,"epcClass":"x"}]', '[{"epcClass":"x"} ]', 'x', ''],
  },
  sensorElement: {
    good: ['{"sensorReport":[{"type":"Temperature","uom":"CEL","value":-18.5}]}'],
    bad: [
      '{"sensorReport":[]}',
      '{"sensorReport":[{"value":1}]}',
      '{"sensorReport":[{"uom":"CEL","type":"Temperature"}]}',
      '{"sensorReport":[{"type":"T","value":1.0}]}',
      'null',
      '',
    ],
  },
};
