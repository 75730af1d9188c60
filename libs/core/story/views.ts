import type { Span } from './types.js';
import type { KeyState } from '#libs/core/keys';
import { type Claim, deviceKindName, partyKindName, Precision } from '#libs/core/wire';
import type { KeyText } from '#libs/core/entries';

/** A time as its device stated it. */
export interface TimeView {
  readonly ms: number;
  readonly precision: 'millisecond' | 'minute' | 'day';
  readonly zoneOffsetMinutes: number;
  /** Local time as exact as it is known: `2024-03-01`, `2024-03-01 13:30 +05:30`, `2024-03-01 13:30:05.250 +05:30`. */
  readonly text: string;
}
/** A party: always its key, and what the reader may see of it. */
export interface PartyView {
  readonly key: KeyText;
  readonly name?: string;
  readonly gln?: string;
  readonly country?: string;
  readonly kind?: string;
  /** The operator has enrolled it as made up. */
  readonly demo?: true;
}
/** A device: always its key, and what the reader may see of it. */
export interface DeviceView {
  readonly key: KeyText;
  readonly id?: string;
  readonly kind?: string;
  readonly country?: string;
}
/** A unit that goods travel in. */
export interface UnitView {
  readonly key: KeyText;
  /** Canonical URI, null where it is not shown. */
  readonly uri: string | null;
}

/** A time that the object, or a unit it was in, spent in a unit. */
export type SpanView = Omit<Span, 'child' | 'parent'> & { readonly child: UnitView; readonly parent: UnitView };

const PRECISIONS = {
  [Precision.MILLISECOND]: 'millisecond',
  [Precision.MINUTE]: 'minute',
  [Precision.DAY]: 'day',
} as const;
const MINUTE_MS = 60_000;

export function timeView(input: {
  readonly ms: number;
  readonly precision: Precision;
  readonly zoneOffsetMinutes: number;
}): TimeView {
  const { ms, zoneOffsetMinutes } = input;
  const precision = PRECISIONS[input.precision];
  const local = new Date(ms + zoneOffsetMinutes * MINUTE_MS).toISOString();
  const day = local.slice(0, 10);
  const clock = precision === 'minute' ? local.slice(11, 16) : local.slice(11, 23).replace(/\.000$/, '');
  const text = precision === 'day' ? day : `${day} ${clock} ${zoneText(zoneOffsetMinutes)}`;
  return { ms, precision, zoneOffsetMinutes, text };
}

function zoneText(minutes: number): string {
  const distance = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}:${two(distance % 60)}`;
}

/** The value of the first claim of a name, if it is open. */
export const valueOf = (claims: readonly Claim[], name: string): string | undefined =>
  claims.find((claim) => claim.name === name)?.value;

/** @param logIndex of the entry where it is shown: by then it may have had another name. Default: as it is called now */
export function partyView(keys: KeyState, key: KeyText, logIndex?: number): PartyView {
  const party = keys.party(key, logIndex);
  const claims = party?.claims ?? [];
  // Logs of earlier versions have the kind in a claim, which can be withheld.
  const kind = party?.kind === undefined ? valueOf(claims, 'partyKind') : partyKindName(party.kind);
  return withoutUndefined({
    key,
    name: valueOf(claims, 'partyName'),
    gln: valueOf(claims, 'partyGln'),
    country: valueOf(claims, 'partyCountry'),
    kind,
    demo: party?.demo || undefined,
  });
}

export function deviceView(keys: KeyState, key: KeyText): DeviceView {
  const device = keys.device(key);
  const claims = device?.claims ?? [];
  const kind = device?.keys.kind;
  return withoutUndefined({
    key,
    id: valueOf(claims, 'deviceId'),
    kind: kind === undefined ? valueOf(claims, 'deviceKind') : deviceKindName(kind),
    country: valueOf(claims, 'deviceCountry'),
  });
}

/** How a party is called where a person reads it. */
export function partyText(party: PartyView | null): string {
  if (!party) return 'an unknown party';
  const name = party.name ?? `${party.kind ?? 'party'} ${party.key.slice(0, 8)}`;
  return party.country === undefined ? name : `${name} (${party.country})`;
}

/** How a unit is called where a person reads it. */
export const unitText = ({ key, uri }: UnitView): string => uri ?? `unit ${key.slice(0, 8)}`;

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
