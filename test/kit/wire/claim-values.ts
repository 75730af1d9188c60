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
    good: [
      'https://example.org/a?b',
      'urn:uuid:1',
      GLN_PLACE,
      `${GLN_PLACE}/254/dock-2`,
      'urn:epc:id:sgln:0614141.12345',
      'https://shop.example/01/09506000134353',
    ],
    bad: [
      '',
      'not a uri',
      'https://id.gs1.org/01/9506000134352/21/1',
      'https://id.gs1.org/414/9506000134353',
      'urn:epc:id:sgln:0614141.12345.0',
      'javascript:alert(1)',
    ],
  },
  reference: {
    good: [
      'urn:epcglobal:cbv:bt:9506000134352:PO-1',
      'https://example.org/po/1',
      'PO-1',
      'Contract 7, annex b',
      'urn:epcglobal:cbv:bt:9506000134353:PO-1',
      '(99)1',
    ],
    bad: [
      '',
      ' PO-1',
      'PO\n1',
      '(01)09506000134352',
      'HTTPS://ID.GS1.ORG/01/09506000134352',
      'urn:epc:id:sgtin:9506000.013435.1',
    ],
  },
  count: {
    good: ['0', '7', '9007199254740991'],
    bad: ['', '01', '-1', '1.0', '9007199254740992', '12345678901234567'],
  },
  hash: {
    good: ['0123456789abcdef'.repeat(4)],
    bad: ['', '0123456789ABCDEF'.repeat(4), '0123456789abcdef'.repeat(3), `${'0123456789abcdef'.repeat(4)}0`],
  },
  locode: { good: ['INCOK', 'SGSIN', 'USQ2Z'], bad: ['', 'INCO', 'incok', 'XXABC', 'IN1CK', 'INCOK1'] },
  part: { good: ['1/1', '3/10', '10/10'], bad: ['', '0/1', '2/1', '1/', '01/2', '1/2/3', '1/1000000'] },
  capturePlace: {
    good: [`${'0a'.repeat(16)}/0`, `${'0a'.repeat(16)}/12`],
    bad: ['', '0a/0', `${'0A'.repeat(16)}/0`, `${'0a'.repeat(16)}/01`, `${'0a'.repeat(16)}`],
  },
  eventHash: {
    good: [`ni:///sha-256;${'0a'.repeat(32)}?ver=CBV2.0`],
    bad: ['', `ni:///sha-256;${'0A'.repeat(32)}?ver=CBV2.0`, `ni:///sha-256;${'0a'.repeat(32)}`, 'urn:uuid:1'],
  },
  errorReason: {
    good: ['did_not_occur', 'incorrect_data', 'https://example.org/reason/late'],
    bad: ['', 'other', 'Incorrect_data'],
  },
  decision: { good: ['release', 'sample_taken', 'lift'], bad: ['', 'released', 'Hold'] },
  proposal: { good: ['release', 'inspect', 'refer'], bad: ['', 'hold'] },
  share: { good: ['own', 'named', 'chain'], bad: ['', 'all'] },
  caseState: { good: ['received', 'with_authority'], bad: ['', 'open'] },
  json: {
    good: ['{}', '{"a":[1,null]}'],
    bad: ['', '[]', '"a"', 'null', '{"b":1,"a":2}', '{ }', '{"a":1.0}'],
  },
  ilmd: { good: ['{"cbvmda:lotNumber":"L1"}'], bad: ['', '[]', '{"a" :1}'] },
  epcisEvent: {
    good: ['{"type":"ObjectEvent"}', `{"type":"ObjectEvent","x":"${'x'.repeat(100_000)}"}`],
    bad: ['', '{}', '{"type":1}', '[]', '{"x":1,"type":"ObjectEvent"}'],
  },
  declarationValue: {
    good: ['{"currency":"EUR","line":1,"value":"12.50"}', '{"currency":"CNY","line":120,"value":"0"}'],
    bad: [
      '',
      '{"currency":"EUR","line":1}',
      '{"currency":"eur","line":1,"value":"1"}',
      '{"currency":"EUR","line":0,"value":"1"}',
      '{"currency":"EUR","line":1.5,"value":"1"}',
      '{"currency":"EUR","line":1,"value":"-1"}',
      '{"currency":"EUR","line":1,"value":1}',
      '{"currency":"EUR","line":1,"more":1,"value":"1"}',
    ],
  },
  submission: {
    good: [`{"device":"sap-1","key":"${'0a'.repeat(8)}","signature":"${'0a'.repeat(64)}","time":1750000000000}`],
    bad: [
      '',
      `{"device":"","key":"${'0a'.repeat(8)}","signature":"${'0a'.repeat(64)}","time":1}`,
      `{"device":"sap-1","key":"${'0a'.repeat(7)}","signature":"${'0a'.repeat(64)}","time":1}`,
      `{"device":"sap-1","key":"${'0a'.repeat(8)}","signature":"${'0A'.repeat(64)}","time":1}`,
      `{"device":"sap-1","key":"${'0a'.repeat(8)}","signature":"${'0a'.repeat(64)}","time":0}`,
      `{"device":"sap-1","key":"${'0a'.repeat(8)}","signature":"${'0a'.repeat(64)}","time":253402300800000}`,
      `{"device":"sap-1","key":"${'0a'.repeat(8)}","signature":"${'0a'.repeat(64)}"}`,
    ],
  },
  grant: {
    good: [
      '{"claims":"all","party":"*"}',
      '{"claims":"public","party":"9506000134352","prefix":"9506","until":1750000000000}',
      '{"claims":"all","party":"https://example.org/office"}',
    ],
    bad: [
      '',
      '{"party":"*"}',
      '{"claims":"some","party":"*"}',
      '{"claims":"all","party":"9506000134353"}',
      '{"claims":"all","party":"*","prefix":"950"}',
      '{"claims":"all","party":"*","until":"2027-01-01"}',
      '{"claims":"all","party":"*","to":"x"}',
    ],
  },
  localText: {
    good: [
      '{"language":"en","text":"Stop using it.\\nNow."}',
      '{"language":"zh-Hant-TW","text":"停"}',
      '{"language":"es-419","text":"x"}',
    ],
    bad: [
      '',
      '{"language":"EN","text":"x"}',
      '{"language":"english","text":"x"}',
      '{"language":"en","text":""}',
      '{"text":"x"}',
      '{"language":"en","text":"x","to":"y"}',
    ],
  },
  remedies: {
    good: ['{"remedies":["refund","repair"]}', '{"remedies":["refund"],"why":[{"language":"en","text":"x"}]}'],
    bad: [
      '',
      '{"remedies":[]}',
      '{"remedies":["refund"]}',
      '{"remedies":["repair","refund"]}',
      '{"remedies":["refund","refund"]}',
      '{"remedies":["refund","repair"],"why":[{"language":"en","text":"x"}]}',
      '{"remedies":["refund"],"why":[]}',
      '{"remedies":["voucher","refund"]}',
    ],
  },
  picture: {
    good: [`{"sha256":"${'0a'.repeat(32)}","uri":"https://example.org/a.jpg"}`],
    bad: [
      '',
      `{"sha256":"${'0a'.repeat(31)}","uri":"https://example.org/a.jpg"}`,
      `{"sha256":"${'0a'.repeat(32)}","uri":"urn:uuid:1"}`,
      `{"sha256":"${'0a'.repeat(32)}"}`,
    ],
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
