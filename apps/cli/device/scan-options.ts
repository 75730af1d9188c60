import { readFileSync } from 'node:fs';
import { type ClaimName, CLAIMS } from '#libs/core/wire';
import type {
  ActionName,
  ClaimValue,
  EventTypeName,
  PrecisionName,
  RoleName,
  ScanInput,
  ScanObject,
} from '#libs/sdk/device';
import { UsageError } from '../run-command.js';
import { zoneOffsetMinutes } from '../zone-offset.js';

export interface ScanOptions {
  readonly object: readonly string[];
  readonly parent?: string;
  readonly child: readonly string[];
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly type?: EventTypeName;
  readonly action?: ActionName;
  readonly step?: string;
  readonly claim: readonly string[];
  readonly to?: string;
  readonly time?: string;
  readonly precision?: PrecisionName;
  readonly zone?: string;
  readonly from?: string;
}

/** The scans that the options, or the lines of `--from`, describe. @throws {UsageError} */
export function scansOf(options: ScanOptions): ScanInput[] {
  if (options.from !== undefined) return scansOfFile(options.from);
  const inRole = (uris: readonly string[], role: RoleName): ScanObject[] => uris.map((uri) => ({ uri, role }));
  const objects = [
    ...inRole(options.object, 'subject'),
    ...inRole(options.parent === undefined ? [] : [options.parent], 'parent'),
    ...inRole(options.child, 'child'),
    ...inRole(options.input, 'input'),
    ...inRole(options.output, 'output'),
  ];
  if (objects.length === 0)
    throw new UsageError('A scan names at least one object: --object, --parent and --child, --input, --output.');
  const { type, action, to, precision } = options;
  return [
    {
      objects,
      claims: claimsOf(options),
      ...(type && { type }),
      ...(action && { action }),
      ...(to && { to }),
      ...(precision && { precision }),
      ...(options.time !== undefined && { time: timeOf(options.time) }),
      ...(options.zone !== undefined && { zoneOffsetMinutes: minutesOf(options.zone) }),
    },
  ];
}

/** One scan in JSON on each line, in the form of `ScanInput`; `-` is standard input. */
function scansOfFile(path: string): ScanInput[] {
  const lines = readFileSync(path === '-' ? 0 : path, 'utf8').split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      const scan = JSON.parse(line) as ScanInput & { time?: number | string };
      return [{ ...scan, ...(typeof scan.time === 'string' && { time: timeOf(scan.time) }) }];
    } catch (error) {
      throw new UsageError(`Line ${i + 1} of ${path} is no scan: ${(error as Error).message}`);
    }
  });
}

function claimsOf({ claim, step }: ScanOptions): Partial<Record<ClaimName, ClaimValue>> {
  const values = new Map<string, string[]>();
  if (step !== undefined) values.set('bizStep', [step]);
  for (const text of claim) {
    const [, name, value] = /^([^=]+)=(.*)$/su.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(`A claim is name=value, not ${JSON.stringify(text)}.`);
    if (!Object.hasOwn(CLAIMS, name))
      throw new UsageError(`There is no claim ${name}: docs/formats/claims.md lists them all.`);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return Object.fromEntries(values);
}

function timeOf(text: string): number {
  // A time without an offset would be read as the local time of whatever machine this is.
  const exact = /(?:Z|[+-]\d{2}:\d{2})$/u.test(text) || /^\d{4}-\d{2}-\d{2}$/u.test(text);
  const time = exact ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new UsageError(`A time is RFC 3339 with its offset, 2026-01-31T14:05:00+05:30, not ${JSON.stringify(text)}.`);
  return time;
}

function minutesOf(zone: string): number {
  const minutes = zoneOffsetMinutes(zone);
  if (minutes === undefined) throw new UsageError(`A zone offset is +05:30 or -08:00, not ${JSON.stringify(zone)}.`);
  return minutes;
}
