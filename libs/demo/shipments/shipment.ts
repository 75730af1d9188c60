import { countryCode, countryOfSite } from './countries.js';
import type { ShipmentRow } from './row.js';
import { type Cell, readDay, readDecimal, readText } from './values.js';

/** Values that several lines may share by referring to each other. */
export type SharedName = 'weight' | 'freight';

/** A weight or a freight, and whose it is. */
export interface SharedValue {
  readonly value: string;
  /** The other line that has it, where this one refers to it. */
  readonly fromId?: string;
  /** Lines that refer to this one's value: then it is of all of them together. */
  readonly referrers: number;
}

/** A line of the file, understood: each value or the words that stand in its place. */
export interface Shipment {
  readonly row: ShipmentRow;
  readonly country: string;
  readonly quotationSent: Cell<number>;
  readonly orderSent: Cell<number>;
  readonly delivered: Cell<number>;
  readonly recorded: Cell<number>;
  readonly mode: Cell<string>;
  readonly incoterm: Cell<string>;
  readonly site: Cell<string>;
  readonly siteCountry: string | undefined;
  readonly insurance: Cell<string>;
  readonly weight: Cell<SharedValue>;
  readonly freight: Cell<SharedValue>;
}

/** Modes of transport of the file in the words of the claims. */
const MODES: Readonly<Record<string, string>> = {
  Air: 'air',
  'Air Charter': 'air_charter',
  Truck: 'road',
  Ocean: 'sea',
};

/** Understands all lines together: only so can a reference from one to the other be followed. */
export function understand(rows: readonly ShipmentRow[]): Shipment[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const weight = new SharedColumn('weight', rows, byId);
  const freight = new SharedColumn('freight', rows, byId);
  return rows.map((row) => {
    const mode = readText(row.mode, ['N/A']);
    const site = readText(row.site, ['Not Applicable']);
    return {
      row,
      country: countryCode(row.country)!,
      quotationSent: readDay(row.quotationDate),
      orderSent: readDay(row.orderDate),
      delivered: readDay(row.deliveredDate),
      recorded: readDay(row.recordedDate),
      mode: mode.kind === 'value' ? readMode(mode.value) : mode,
      incoterm: readText(row.incoterm, ['N/A - From RDC']),
      site,
      siteCountry: site.kind === 'value' ? countryOfSite(site.value) : undefined,
      insurance: readDecimal(row.insurance),
      weight: weight.of(row),
      freight: freight.of(row),
    };
  });
}

function readMode(words: string): Cell<string> {
  const value = MODES[words];
  return value === undefined ? { kind: 'none', words } : { kind: 'value', value };
}

/** A column whose cells may say `See ASN-93 (ID#:1281)`. */
class SharedColumn {
  private readonly referrers = new Map<string, number>();

  constructor(
    private readonly name: SharedName,
    rows: readonly ShipmentRow[],
    private readonly byId: ReadonlyMap<string, ShipmentRow>,
  ) {
    for (const row of rows) {
      const target = this.target(row);
      if (target) this.referrers.set(target.id, (this.referrers.get(target.id) ?? 0) + 1);
    }
  }

  of(row: ShipmentRow): Cell<SharedValue> {
    const own = readDecimal(row[this.name]);
    if (own.kind === 'none') return own;
    if (own.kind === 'value') {
      return { kind: 'value', value: { value: own.value, referrers: this.referrers.get(row.id) ?? 0 } };
    }
    const target = this.target(row);
    if (!target) return { kind: 'none', words: `a reference to line ${own.id}, which does not fit` };
    const there = readDecimal(target[this.name]);
    if (there.kind === 'value') {
      const referrers = this.referrers.get(target.id) ?? 0;
      return { kind: 'value', value: { value: there.value, fromId: target.id, referrers } };
    }
    // Never followed further: in this file nothing refers to a reference.
    const words = there.kind === 'none' ? there.words : 'another reference';
    return { kind: 'none', words: `${words}, says line ${target.id}` };
  }

  /** The line that a cell refers to, if it is a line of the same despatch. */
  private target(row: ShipmentRow): ShipmentRow | undefined {
    const cell = readDecimal(row[this.name]);
    if (cell.kind !== 'elsewhere' || cell.despatch !== row.despatch) return undefined;
    const target = this.byId.get(cell.id);
    return target?.despatch === cell.despatch ? target : undefined;
  }
}
