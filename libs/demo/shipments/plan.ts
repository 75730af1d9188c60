import { deskId, gateId } from './fleet.js';
import { LeftOut } from './left-out.js';
import type { Shipment } from './shipment.js';

/** The steps that the file dates. */
export type ShipmentStep = 'quotation sent' | 'order sent' | 'delivered' | 'recorded';

/** A scan that is to be made: small, for there are many; `ShipmentScans` writes it out. */
export interface PlannedScan {
  readonly step: ShipmentStep;
  /** The line that dates it; for a document, the first of its lines. */
  readonly shipment: Shipment;
  /** Midnight UTC of the day. */
  readonly timeMs: number;
}

export interface ShipmentPlan {
  /** Scans of each device by its id, in the order of their days, and within a day in that of the file. */
  readonly scans: ReadonlyMap<string, readonly PlannedScan[]>;
  readonly scanCount: number;
  /** How many scans and values are missing, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Values that stand on another line, by name. */
  readonly resolved: Readonly<Record<string, number>>;
}

const STEP_ORDER: readonly ShipmentStep[] = ['quotation sent', 'order sent', 'delivered', 'recorded'];

/** Plans a scan for each step that the file dates, and for nothing else. Quotations and orders are one document for many lines. */
export function planShipments(shipments: readonly Shipment[]): ShipmentPlan {
  const leftOut = new LeftOut();
  const scans = new Map<string, PlannedScan[]>();
  const told = new Set<string>();
  let scanCount = 0;
  for (const shipment of shipments) {
    for (const step of STEP_ORDER) {
      const planned = plan(step, shipment, { told, leftOut });
      if (!planned) continue;
      const device = deviceOf(planned);
      const list = scans.get(device);
      if (list) list.push(planned);
      else scans.set(device, [planned]);
      scanCount += 1;
    }
    leftOut.countValues(shipment);
  }
  for (const list of scans.values()) list.sort(byDay); // stable: the order of the file within a day
  return { scans, scanCount, leftOut: leftOut.reasons(), resolved: leftOut.resolved() };
}

function plan(
  step: ShipmentStep,
  shipment: Shipment,
  { told, leftOut }: { readonly told: Set<string>; readonly leftOut: LeftOut },
): PlannedScan | undefined {
  const cell = dateOf(step, shipment);
  if (cell.kind !== 'value') {
    leftOut.scan(step, cell.kind === 'none' ? cell.words : 'a reference');
    return undefined;
  }
  const document = documentOf(step, shipment);
  if (document !== undefined && told.has(document)) {
    leftOut.scan(step, 'told by another line of the same document');
    return undefined;
  }
  if (document !== undefined) told.add(document);
  return { step, shipment, timeMs: cell.value };
}

const dateOf = (step: ShipmentStep, { quotationSent, orderSent, delivered, recorded }: Shipment) =>
  ({ 'quotation sent': quotationSent, 'order sent': orderSent, delivered, recorded })[step];

function documentOf(step: ShipmentStep, { row }: Shipment): string | undefined {
  if (step === 'quotation sent') return row.quotation;
  return step === 'order sent' ? row.order : undefined;
}

export function deviceOf({ step, shipment: { row } }: PlannedScan): string {
  if (step === 'quotation sent') return deskId(row.managedBy, 'quotations');
  return step === 'order sent' ? deskId(row.managedBy, 'orders') : gateId(row.country);
}

const byDay = (one: PlannedScan, other: PlannedScan): number =>
  one.timeMs - other.timeMs || STEP_ORDER.indexOf(one.step) - STEP_ORDER.indexOf(other.step);
