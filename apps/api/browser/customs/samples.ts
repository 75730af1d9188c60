import type { TrailStep } from '#libs/core/story';
import { parseCanonicalJson, type JsonValue } from '#libs/core/wire';

/** One reading of a thermometer. */
export interface Sample {
  readonly timeMs: number;
  readonly celsius: number;
}

/** All temperatures of a trail, by time, and the band that its scans state. */
export interface Temperatures {
  readonly samples: readonly Sample[];
  readonly min: number | undefined;
  readonly max: number | undefined;
}

type Members = { readonly [name: string]: JsonValue };

/** Reads the `sensorElement` claims of the steps whose readings count (EPCIS 2.0): the time of a report, else of its element, else of the scan. */
export function temperaturesOf(all: readonly TrailStep[]): Temperatures {
  const steps = all.filter(({ counts }) => counts.readings);
  const samples = steps.flatMap((step) =>
    step.claims.filter(({ name }) => name === 'sensorElement').flatMap(({ value }) => samplesIn(value, step.time.ms)),
  );
  return {
    samples: samples.sort((one, other) => one.timeMs - other.timeMs),
    min: boundOf(steps, 'temperatureMinC'),
    max: boundOf(steps, 'temperatureMaxC'),
  };
}

export const isOutside = ({ celsius }: Sample, { min, max }: Temperatures): boolean =>
  (min !== undefined && celsius < min) || (max !== undefined && celsius > max);

function samplesIn(element: string, scanTimeMs: number): Sample[] {
  const parsed = membersOf(parse(element));
  const metadata = membersOf(parsed['sensorMetadata']);
  const reports = parsed['sensorReport'];
  return (Array.isArray(reports) ? (reports as readonly JsonValue[]) : []).map(membersOf).flatMap((report) => {
    const { type, uom, value } = report;
    if (typeof type !== 'string' || !/(?:^|:)Temperature$/u.test(type) || uom !== 'CEL' || typeof value !== 'number')
      return [];
    return [{ timeMs: timeOf(report['time']) ?? timeOf(metadata['time']) ?? scanTimeMs, celsius: value }];
  });
}

function boundOf(steps: readonly TrailStep[], name: string): number | undefined {
  const claim = steps.flatMap(({ claims }) => claims).find((one) => one.name === name);
  return claim && Number.isFinite(Number(claim.value)) ? Number(claim.value) : undefined;
}

function parse(text: string): JsonValue | undefined {
  try {
    return parseCanonicalJson(text);
  } catch {
    // Somebody signed something else than readings: it is listed among the claims as it is.
    return undefined;
  }
}

const membersOf = (value: JsonValue | undefined): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};

function timeOf(value: JsonValue | undefined): number | undefined {
  const timeMs = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
