import { parse } from 'csv-parse/sync';
import { DemoError } from '../errors.js';

/** Column of the file by our name. The columns that nothing is made of are not read. */
const COLUMNS = {
  id: 'ID',
  quotation: 'PQ #',
  order: 'PO / SO #',
  despatch: 'ASN/DN #',
  country: 'Country',
  managedBy: 'Managed By',
  fulfilment: 'Fulfill Via',
  incoterm: 'Vendor INCO Term',
  mode: 'Shipment Mode',
  quotationDate: 'PQ First Sent to Client Date',
  orderDate: 'PO Sent to Vendor Date',
  deliveredDate: 'Delivered to Client Date',
  recordedDate: 'Delivery Recorded Date',
  productGroup: 'Product Group',
  vendor: 'Vendor',
  description: 'Item Description',
  brand: 'Brand',
  quantity: 'Line Item Quantity',
  value: 'Line Item Value',
  site: 'Manufacturing Site',
  weight: 'Weight (Kilograms)',
  freight: 'Freight Cost (USD)',
  insurance: 'Line Item Insurance (USD)',
} as const;

export type ColumnName = keyof typeof COLUMNS;

/** One line of the file: its text as it stands there, spaces around it removed, nothing else changed. */
export type ShipmentRow = Readonly<Record<ColumnName, string>>;

/**
 * Reads the shipments.
 *
 * @param csv RFC 4180, a line of column names first, with or without a byte order mark.
 * @throws {DemoError} SOURCE_MALFORMED when a column is missing or an id stands twice.
 */
export function readShipments(csv: string): ShipmentRow[] {
  const records = parse(csv, { bom: true, columns: true, skip_empty_lines: true }) as Record<string, string>[];
  const names = Object.entries(COLUMNS) as [ColumnName, string][];
  const missing = names.find(([, column]) => records[0]?.[column] === undefined);
  if (missing) throw new DemoError('SOURCE_MALFORMED', `the shipments have no column ${missing[1]}`);
  const rows = records.map(
    (record) => Object.fromEntries(names.map(([name, column]) => [name, record[column]!.trim()])) as ShipmentRow,
  );
  if (new Set(rows.map(({ id }) => id)).size !== rows.length) {
    throw new DemoError('SOURCE_MALFORMED', 'two lines of the shipments have the same ID');
  }
  return rows;
}
