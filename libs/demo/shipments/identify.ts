import { numbering, PROGRAMME_OFFICE, vendorNumbers } from './fleet.js';
import type { ShipmentRow } from './row.js';

/** Numbers for what the file names without: products, lots, units, documents, vendors. They follow from the file alone. */
export class Identifiers {
  private readonly products: ReadonlyMap<string, number>;
  private readonly vendors: ReadonlyMap<string, number>;

  constructor(rows: readonly ShipmentRow[]) {
    const names = [...new Set(rows.map(productName))].sort();
    this.products = new Map(names.map((name, place) => [name, place + 1]));
    this.vendors = vendorNumbers(rows);
  }

  get productCount(): number {
    return this.products.size;
  }

  /** One GTIN for each trade description and brand, one lot for each line. */
  lot(row: ShipmentRow): string {
    return numbering.lot(this.products.get(productName(row))!, this.lotNumber(row));
  }

  /** Order and line, so that a person finds the line again. */
  lotNumber({ order, id }: ShipmentRow): string {
    return `${order}-${id}`;
  }

  /** What all lines of one advance shipping notice or delivery note travel on. */
  unit({ despatch }: ShipmentRow): string {
    const [kind, number] = despatch.split('-');
    return numbering.sscc((kind === 'ASN' ? 1 : 2) * 1_000_000 + Number(number));
  }

  vendorParty({ vendor }: ShipmentRow): string {
    return numbering.party(this.vendors.get(vendor)!);
  }

  quotation({ quotation }: ShipmentRow): string {
    return numbering.document(PROGRAMME_OFFICE, quotation);
  }

  order({ order }: ShipmentRow): string {
    return numbering.document(PROGRAMME_OFFICE, order);
  }

  despatch({ despatch }: ShipmentRow): string {
    return numbering.document(PROGRAMME_OFFICE, despatch);
  }
}

const productName = ({ description, brand }: ShipmentRow): string => `${description}\n${brand}`;
