import type { ClaimName } from '#libs/core/wire';

export type RoleName = 'subject' | 'parent' | 'child' | 'input' | 'output' | 'input and output' | 'context';
export type EventTypeName = 'object' | 'aggregation' | 'transaction' | 'transformation' | 'association';
export type ActionName = 'add' | 'observe' | 'delete';
export type PrecisionName = 'millisecond' | 'minute' | 'day';

/** One object of a scan. */
export interface ScanObject {
  /** Any spelling that libs/core/gs1 reads: a Digital Link, an element string such as (00)..., an EPC URN, the URI of a document. */
  readonly uri: string;
  /** Default: subject. */
  readonly role?: RoleName;
  /** It is a class of things, from a list of quantities: a lot, a trade item. Default: false. */
  readonly isClass?: boolean;
}

/** The value of a claim; several where its name may stand several times. Numbers become decimals. */
export type ClaimValue = string | number | readonly string[];

/** What a device saw, in the words of its maker. `docs/guides/device-makers.md` explains each field. */
export interface ScanInput {
  /** When it happened: milliseconds since 1970 UTC, or a Date. Default: now. */
  readonly time?: number | Date;
  /** How exactly the device knows that time. Default: millisecond. */
  readonly precision?: PrecisionName;
  /** Local time minus UTC where it happened, in minutes. Default: that of the device's options. */
  readonly zoneOffsetMinutes?: number;
  /** Default: object, or aggregation when there is a parent or a child, or transformation when there is an input or output. */
  readonly type?: EventTypeName;
  /** Default: observe; a transformation has none. */
  readonly action?: ActionName;
  /** At least one, at most 500, each once. */
  readonly objects: readonly ScanObject[];
  /** The party that takes custody: its GLN of 13 digits; of one without a GLN its URI. */
  readonly to?: string;
  /** By the names of docs/formats/claims.md. */
  readonly claims?: Readonly<Partial<Record<ClaimName, ClaimValue>>>;
}
