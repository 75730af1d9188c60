import { readSource } from '../sources.js';
import { Identifiers } from './identify.js';
import { planShipments, type ShipmentPlan } from './plan.js';
import { readShipments, type ShipmentRow } from './row.js';
import { ShipmentScans } from './scans.js';
import { understand } from './shipment.js';

/** The real shipments, planned. */
export interface ShipmentReplay extends ShipmentPlan {
  readonly rowCount: number;
  readonly productCount: number;
  readonly write: ShipmentScans;
  readonly identifiers: Identifiers;
}

/** Reads the file that the package brings along and plans its scans. @throws {DemoError} SOURCE_MISSING, SOURCE_MALFORMED */
export const loadShipments = (): ShipmentReplay => replayOf(readShipments(readSource('scms-shipments.csv')));

/** Plans some lines. Numbers of products and vendors follow from all lines that are given. */
export function replayOf(rows: readonly ShipmentRow[]): ShipmentReplay {
  const identifiers = new Identifiers(rows);
  const { productCount } = identifiers;
  const plan = planShipments(understand(rows));
  return { ...plan, rowCount: rows.length, productCount, write: new ShipmentScans(identifiers), identifiers };
}
