import type { ScanInput } from '#libs/sdk/device';
import { clientNumber, clientPlaceNumber, numbering, officeNumber } from './fleet.js';
import type { Identifiers } from './identify.js';
import type { PlannedScan } from './plan.js';
import type { Shipment, SharedValue } from './shipment.js';
import type { Cell } from './values.js';

type Claims = NonNullable<ScanInput['claims']>;

/** The file gives days and no zone: a day is that of UTC, and the scan says that nothing finer is known. */
const DAY = { precision: 'day', zoneOffsetMinutes: 0 } as const;

/** Writes planned scans out as a device makes them. */
export class ShipmentScans {
  constructor(private readonly identifiers: Identifiers) {}

  scan({ step, shipment, timeMs }: PlannedScan): ScanInput {
    const time = { time: timeMs, ...DAY };
    switch (step) {
      case 'quotation sent':
        return { ...time, ...this.quotationSent(shipment) };
      case 'order sent':
        return { ...time, ...this.orderSent(shipment) };
      case 'delivered':
        return { ...time, ...this.delivered(shipment) };
      case 'recorded':
        return { ...time, ...this.recorded(shipment) };
    }
  }

  private quotationSent({ row, country }: Shipment): ScanInput {
    const uri = this.identifiers.quotation(row);
    return {
      objects: [{ uri }],
      claims: {
        demo: 'true',
        bizStep: 'other',
        'bizTransaction.quotation': uri,
        sourceParty: numbering.party(officeNumber(row.managedBy)),
        destinationParty: numbering.party(clientNumber(row.country)),
        destinationCountry: country,
        note: `Quotation ${row.quotation} sent to the client.`,
      },
    };
  }

  private orderSent({ row, incoterm }: Shipment): ScanInput {
    const uri = this.identifiers.order(row);
    return {
      objects: [{ uri }],
      claims: {
        demo: 'true',
        bizStep: 'other',
        'bizTransaction.po': uri,
        ...this.quotationClaim(row),
        sourceParty: numbering.party(officeNumber(row.managedBy)),
        destinationParty: this.identifiers.vendorParty(row),
        vendor: row.vendor,
        incoterm: valueOf(incoterm),
        note: `Order ${row.order} sent to the vendor.`,
      },
    };
  }

  /**
   * Seen together: the unit and the line's lot on it. An observed aggregation packs nothing: when the unit was packed, the file
   * does not say (docs/decisions/0055).
   */
  private delivered(shipment: Shipment): ScanInput {
    const { row, country, mode, incoterm, site, siteCountry, insurance, weight, freight } = shipment;
    const { identifiers } = this;
    return {
      type: 'aggregation',
      action: 'observe',
      objects: [
        { uri: identifiers.unit(row), role: 'parent' },
        { uri: identifiers.lot(row), role: 'child' },
      ],
      claims: {
        demo: 'true',
        bizStep: 'receiving',
        ...place(row.country, country),
        sourceParty: identifiers.vendorParty(row),
        destinationParty: numbering.party(clientNumber(row.country)),
        destinationCountry: country,
        vendor: row.vendor,
        manufacturer: valueOf(site),
        manufacturerCountry: siteCountry,
        ...this.documentClaims(row),
        productName: row.description,
        productGroup: row.productGroup,
        brand: row.brand,
        lotNumber: identifiers.lotNumber(row),
        quantity: row.quantity,
        lineItemValueUsd: row.value,
        incoterm: valueOf(incoterm),
        transportMode: valueOf(mode),
        grossWeightKg: valueOf(weight)?.value,
        freightCostUsd: valueOf(freight)?.value,
        insuranceUsd: valueOf(insurance),
        note: notesOn(shipment),
      },
    };
  }

  private recorded({ row, country }: Shipment): ScanInput {
    return {
      objects: [{ uri: this.identifiers.lot(row) }],
      claims: {
        demo: 'true',
        bizStep: 'accepting',
        ...place(row.country, country),
        lotNumber: this.identifiers.lotNumber(row),
        productName: row.description,
        ...this.documentClaims(row),
      },
    };
  }

  /** Orders to vendors and orders to the regional distribution centre are two kinds of documents. */
  private documentClaims(row: Shipment['row']): Claims {
    const order = this.identifiers.order(row);
    return {
      ...(row.order.startsWith('SO-') ? { 'bizTransaction.order': order } : { 'bizTransaction.po': order }),
      ...this.quotationClaim(row),
      'bizTransaction.desadv': this.identifiers.despatch(row),
    };
  }

  private quotationClaim(row: Shipment['row']): Claims {
    return row.quotation === 'Pre-PQ Process' ? {} : { 'bizTransaction.quotation': this.identifiers.quotation(row) };
  }
}

const place = (name: string, country: string): Claims => ({
  readPoint: numbering.place(clientPlaceNumber(name)),
  readPointCountry: country,
});

const valueOf = <Value>(cell: Cell<Value>): Value | undefined => (cell.kind === 'value' ? cell.value : undefined);

/** Where a value comes from, and in which words the file says that it has none: a person must be able to tell both. */
function notesOn(shipment: Shipment): string[] {
  const { row, quotationSent, orderSent, weight, freight, insurance, mode, incoterm, site } = shipment;
  const missing = Object.entries({
    'day of the quotation': quotationSent,
    'day of the order': orderSent,
    weight,
    freight,
    insurance,
    'mode of transport': mode,
    'trade term': incoterm,
    site,
  })
    .filter(([, cell]) => cell.kind === 'none')
    .map(([name, cell]) => `${name} («${(cell as { words: string }).words}»)`);
  return [
    `Line ${row.id} of the shipment data.`,
    ...sharedNote('Weight', weight, row.despatch),
    ...sharedNote('Freight', freight, row.despatch),
    ...(missing.length > 0 ? [`The file gives no ${missing.join(', no ')}.`] : []),
  ];
}

function sharedNote(name: string, cell: Cell<SharedValue>, despatch: string): string[] {
  if (cell.kind !== 'value' || cell.value.referrers === 0) return [];
  const { fromId } = cell.value;
  const lines = `all ${cell.value.referrers + 1} lines of ${despatch} that share it`;
  return [
    fromId === undefined
      ? `${name}: for ${lines}.`
      : `${name}: taken from line ${fromId}, to which this line refers; for ${lines}.`,
  ];
}
