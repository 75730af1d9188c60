import { type Claim, type JsonValue, parseCanonicalJson } from '#libs/core/wire';

/** What the sensors of one scan read, by type of reading and unit. */
export interface Reading {
  /** EPCIS type: `Temperature`, `gs1:Humidity` ... */
  readonly type: string;
  /** Unit of measure as stated, UN/ECE Recommendation 20: `CEL`. */
  readonly unit?: string;
  /** Reports that gave a number. */
  readonly count: number;
  readonly min?: number;
  readonly max?: number;
  /** A report says ALARM_CONDITION or ERROR_CONDITION. */
  readonly alarm: boolean;
}

type Members = { readonly [name: string]: JsonValue | undefined };

/** Sums up the `sensorElement` claims that are open. */
export function readingsOf(claims: readonly Claim[]): Reading[] {
  const readings = new Map<string, Reading>();
  const elements = claims.filter(({ name }) => name === 'sensorElement');
  for (const report of elements.flatMap(({ value }) => reportsOf(value))) {
    const type = textOf(report.type) ?? 'reading';
    const unit = textOf(report.uom);
    const known = readings.get(`${type} ${unit}`);
    readings.set(
      `${type} ${unit}`,
      joined(known ?? { type, ...(unit !== undefined && { unit }), count: 0, alarm: false }, report),
    );
  }
  return [...readings.values()];
}

function joined(known: Reading, report: Members): Reading {
  const values = [report.value, report.minValue, report.maxValue, report.meanValue].filter(
    (value) => typeof value === 'number',
  );
  const all = [known.min, known.max, ...values].filter((value) => value !== undefined);
  const alarm = known.alarm || report.exception === 'ALARM_CONDITION' || report.exception === 'ERROR_CONDITION';
  if (values.length === 0) return { ...known, alarm };
  return { ...known, count: known.count + 1, min: Math.min(...all), max: Math.max(...all), alarm };
}

/** The form was checked when the scan came in; whoever signed something else says nothing here. */
function reportsOf(element: string): Members[] {
  try {
    const parsed = parseCanonicalJson(element);
    const reports = isMembers(parsed) ? parsed.sensorReport : undefined;
    return Array.isArray(reports) ? reports.filter(isMembers) : [];
  } catch {
    return [];
  }
}

const isMembers = (value: JsonValue): value is { readonly [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
