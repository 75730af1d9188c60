import { loadShipments, type ShipmentReplay } from '../shipments/index.js';
import { readShipments } from '../shipments/row.js';
import { understand } from '../shipments/shipment.js';
import { readSource } from '../sources.js';
import type { PlannedScan, ShipmentStep } from '../shipments/plan.js';

let replay: ShipmentReplay;
let planned: readonly PlannedScan[];

beforeAll(() => {
  replay = loadShipments();
  planned = [...replay.scans.values()].flat();
});

const scansOf = (id: string): PlannedScan[] => planned.filter(({ shipment }) => shipment.row.id === id);
/** The scan that the line with this id gives at this step. */
function scanOf(id: string, step: ShipmentStep) {
  const found = scansOf(id).find((one) => one.step === step);
  if (!found) throw new Error(`line ${id} gives no scan «${step}»`);
  return replay.write.scan(found);
}
const claimsOf = (id: string, step: ShipmentStep = 'delivered') => scanOf(id, step).claims!;
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

describe('the whole file', () => {
  it('gives these scans and leaves out these, for these reasons', () => {
    expect([replay.rowCount, replay.scanCount, replay.productCount, replay.scans.size]).toEqual([
      10_324, 24_578, 184, 50,
    ]);
    const count = (step: ShipmentStep): number => planned.filter((one) => one.step === step).length;
    expect([count('quotation sent'), count('order sent'), count('delivered'), count('recorded')]).toEqual([
      1_236, 2_694, 10_324, 10_324,
    ]);
    expect(replay.leftOut).toEqual({
      'no scan «quotation sent»: told by another line of the same document': 6_407,
      'no scan «quotation sent»: Pre-PQ Process': 2_476,
      'no scan «quotation sent»: Date Not Captured': 205,
      'no scan «order sent»: N/A - From RDC': 5_404,
      'no scan «order sent»: told by another line of the same document': 1_898,
      'no scan «order sent»: Date Not Captured': 328,
      'no trade term: N/A - From RDC': 5_404,
      'no country of manufacture: the name of the site does not tell it': 2_741,
      'no weight: Weight Captured Separately': 1_507,
      'no weight: Weight Captured Separately (on the line referred to)': 126,
      'no freight: Freight Included in Commodity Cost': 1_442,
      'no freight: Invoiced Separately': 239,
      'no freight: Invoiced Separately (on the line referred to)': 105,
      'no mode of transport: N/A': 360,
      'no insurance: empty': 287,
      'no manufacturing site: Not Applicable': 12,
    });
    expect(replay.resolved).toEqual({ weight: 2_319, freight: 2_340 });
  });

  it('accounts for every line at every step', () => {
    const about = (step: ShipmentStep): number =>
      Object.entries(replay.leftOut).reduce((sum, [reason, n]) => (reason.includes(`«${step}»`) ? sum + n : sum), 0);
    for (const step of ['quotation sent', 'order sent', 'delivered', 'recorded'] as const) {
      expect(planned.filter((one) => one.step === step).length + about(step)).toBe(replay.rowCount);
    }
  });

  it('lets each device scan in the order of the days', () => {
    for (const scans of replay.scans.values()) {
      const times = scans.map(({ timeMs }) => timeMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('is the same plan every time', () => {
    const again = loadShipments();
    const written = (one: ShipmentReplay): string =>
      JSON.stringify([...one.scans].map(([id, scans]) => [id, scans.slice(0, 20).map((scan) => one.write.scan(scan))]));
    expect(written(again)).toBe(written(replay));
  });

  it('names each line by a lot of its own, and each despatch by one unit', () => {
    const delivered = planned.filter(({ step }) => step === 'delivered').map((one) => replay.write.scan(one).objects);
    expect(new Set(delivered.map(([, lot]) => lot!.uri)).size).toBe(10_324);
    expect(new Set(delivered.map(([unit]) => unit!.uri)).size).toBe(7_030);
    const isDemo = ([unit, lot]: (typeof delivered)[number]): boolean =>
      /^https:\/\/id\.gs1\.org\/00\/0952\d{14}$/.test(unit!.uri) &&
      /^https:\/\/id\.gs1\.org\/01\/0952\d{10}\/10\/(SCMS|SO|DSCM)-\d+-\d+$/.test(lot!.uri);
    expect(delivered.filter((objects) => !isDemo(objects))).toEqual([]);
  });

  it('marks every scan as demo data, to the day', () => {
    const unmarked = planned
      .map((one) => replay.write.scan(one))
      .filter(({ claims, precision, zoneOffsetMinutes, time }) => {
        const marked = claims!.demo === 'true' && precision === 'day' && zoneOffsetMinutes === 0;
        return !marked || Number(time) % 86_400_000 !== 0;
      });
    expect(unmarked).toEqual([]);
  });
});

describe('line 68: an order with a date, the month first', () => {
  it('gives the order as a document on its day', () => {
    const { objects, claims, time } = scanOf('68', 'order sent');
    expect(objects).toEqual([{ uri: 'urn:epcglobal:cbv:bt:9521000000018:SCMS-308' }]);
    expect(Number(time)).toBe(day('2007-01-10'));
    expect(claims).toMatchObject({ vendor: 'BRISTOL-MYERS SQUIBB', note: 'Order SCMS-308 sent to the vendor.' });
  });

  it('gives no weight and no freight, and tells the words of the file', () => {
    const claims = claimsOf('68');
    expect([claims.grossWeightKg, claims.freightCostUsd, claims.manufacturerCountry]).toEqual([
      undefined,
      undefined,
      'FR',
    ]);
    expect(claims.note).toContain(
      'The file gives no day of the quotation («Pre-PQ Process»), no weight («Weight Captured Separately»), no freight («Freight Included in Commodity Cost»), no insurance («empty»).',
    );
  });
});

describe('a line whose quotation is dated', () => {
  it('gives the quotation once, for all its lines, on the first of them', () => {
    const ofOne = planned.filter(
      ({ step, shipment }) => step === 'quotation sent' && shipment.row.quotation === 'FPQ-14942',
    );
    expect(ofOne).toHaveLength(1);
    const { row } = ofOne[0]!.shipment;
    const [month, dayOfMonth, year] = row.quotationDate.split('/').map(Number);
    expect(ofOne[0]!.timeMs).toBe(Date.UTC(2000 + year!, month! - 1, dayOfMonth));
    expect(claimsOf(row.id)['bizTransaction.quotation']).toBe('urn:epcglobal:cbv:bt:9521000000018:FPQ-14942');
  });
});

describe('dirt', () => {
  it('takes the weight that «See ASN-93 (ID#:1281)» points to, and says from where', () => {
    const claims = claimsOf('46');
    expect([claims.grossWeightKg, claims.freightCostUsd]).toEqual(['479', '4861.14']);
    expect(claims.note).toContain(
      'Weight: taken from line 1281, to which this line refers; for all 4 lines of ASN-93 that share it.',
    );
  });

  it('says of the line that is referred to that its weight is of all of them', () => {
    expect(claimsOf('1281').note).toContain('Weight: for all 4 lines of ASN-93 that share it.');
  });

  it('takes nothing where the line that is referred to has nothing either', () => {
    const broken = planned.find(
      ({ step, shipment: { row, weight } }) =>
        step === 'delivered' && row.weight.startsWith('See ') && weight.kind === 'none',
    )!;
    const { weight } = broken.shipment;
    expect(weight).toMatchObject({ words: expect.stringMatching(/^Weight Captured Separately, says line \d+$/) });
    expect(replay.write.scan(broken).claims!.grossWeightKg).toBeUndefined();
  });

  it('does not follow a reference that does not fit', () => {
    const rows = readShipments(readSource('scms-shipments.csv')).filter(({ id }) => ['46', '1281', '3'].includes(id));
    const withWeight = (weight: string) =>
      understand(rows.map((row) => (row.id === '46' ? { ...row, weight } : row))).find(({ row }) => row.id === '46')!
        .weight;
    expect(withWeight('See ASN-93 (ID#:1281)')).toMatchObject({
      kind: 'value',
      value: { value: '479', fromId: '1281' },
    });
    expect(withWeight('See ASN-85 (ID#:3)').kind).toBe('none'); // of another unit
    expect(withWeight('See ASN-93 (ID#:3)').kind).toBe('none'); // a line that is not of that unit
    expect(withWeight('See ASN-93 (ID#:999)').kind).toBe('none'); // no line
    expect(withWeight('See ASN-93 (ID#:46)').kind).toBe('none'); // itself
  });

  it('gives no freight for «Invoiced Separately» and keeps a value of zero', () => {
    expect(claimsOf('62').freightCostUsd).toBeUndefined();
    const free = planned.find(({ step, shipment }) => step === 'delivered' && shipment.row.value === '0')!;
    expect(replay.write.scan(free).claims!.lineItemValueUsd).toBe('0');
  });

  it('gives no order, trade term and mode to a line from the distribution centre that has none', () => {
    expect(scansOf('10534').map(({ step }) => step)).toEqual(['delivered', 'recorded']);
    const claims = claimsOf('10534');
    expect([claims.incoterm, claims.transportMode, claims['bizTransaction.po']]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(claims['bizTransaction.order']).toBe('urn:epcglobal:cbv:bt:9521000000018:SO-220');
    expect([claims.note].flat().at(-1)).toContain('no day of the order («N/A - From RDC»)');
  });

  it('gives no manufacturer for «Not Applicable»', () => {
    expect(claimsOf('668').manufacturer).toBeUndefined();
  });

  it('does not mend what is spelt wrongly', () => {
    const oslo = planned.find(({ step, shipment: { row } }) => step === 'delivered' && row.site.startsWith('Weifa'))!;
    expect(replay.write.scan(oslo).claims).toMatchObject({
      manufacturer: 'Weifa A.S., Hausmanngt. 6, P.O. Box 9113 GrÃ¸nland, 0133, Oslo, Norway',
      manufacturerCountry: 'NO',
    });
  });

  it('keeps days in an impossible order as they are', () => {
    const early = planned.filter(
      ({ step, shipment: { delivered, recorded } }) =>
        step === 'recorded' &&
        delivered.kind === 'value' &&
        recorded.kind === 'value' &&
        recorded.value < delivered.value,
    );
    expect(early).toHaveLength(3);
  });

  it('counts lines that are alike but for their number as lines of their own', () => {
    const texts = planned
      .filter(({ step }) => step === 'delivered')
      .map(({ shipment: { row } }) => JSON.stringify({ ...row, id: '' }));
    expect(texts.length - new Set(texts).size).toBeGreaterThanOrEqual(4);
  });
});

describe('line 1: a document that nobody dated', () => {
  it('gives the delivery and its record, and nothing for order and quotation', () => {
    expect(scansOf('1').map(({ step }) => step)).toEqual(['delivered', 'recorded']);
    expect(Number(scanOf('1', 'delivered').time)).toBe(day('2006-06-02'));
  });

  it('shows the lot together with the unit it came on, and packs nothing', () => {
    expect(scanOf('1', 'delivered')).toMatchObject({ type: 'aggregation', action: 'observe' });
    expect(scanOf('1', 'delivered').objects.map(({ role }) => role)).toEqual(['parent', 'child']);
  });

  it('says what the line says', () => {
    const claims = claimsOf('1');
    expect(claims).toMatchObject({
      bizStep: 'receiving',
      readPointCountry: 'CI',
      destinationCountry: 'CI',
      vendor: 'RANBAXY Fine Chemicals LTD.',
      manufacturer: 'Ranbaxy Fine Chemicals LTD',
      productName: 'HIV, Reveal G3 Rapid HIV-1 Antibody Test, 30 Tests',
      brand: 'Reveal',
      lotNumber: 'SCMS-4-1',
      quantity: '19',
      lineItemValueUsd: '551',
      grossWeightKg: '13',
      freightCostUsd: '780.34',
      transportMode: 'air',
      incoterm: 'EXW',
      'bizTransaction.po': 'urn:epcglobal:cbv:bt:9521000000018:SCMS-4',
      'bizTransaction.desadv': 'urn:epcglobal:cbv:bt:9521000000018:ASN-8',
    });
    expect(claims).not.toHaveProperty('bizTransaction.quotation');
    expect(claims.manufacturerCountry).toBeUndefined();
    expect(claims.insuranceUsd).toBeUndefined();
    expect(claims.note).toEqual([
      'Line 1 of the shipment data.',
      'The file gives no day of the quotation («Pre-PQ Process»), no day of the order («Date Not Captured»), no insurance («empty»).',
    ]);
  });
});
