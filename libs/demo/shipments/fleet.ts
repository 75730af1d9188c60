import { PartyKind } from '#libs/core/wire';
import { COMPANY_PREFIX, Numbering } from '../identifiers.js';
import { type DemoDevice, demoKey, type DemoParty } from '../parties.js';
import { CLIENT_COUNTRIES, countryCode } from './countries.js';
import type { ShipmentRow } from './row.js';

export const numbering = new Numbering(COMPANY_PREFIX.shipments);

/** Who manages shipments, by the words of the file; the place in the list numbers them. */
const OFFICES: readonly (readonly [words: string, id: string, country: string])[] = [
  ['PMO - US', 'pmo', 'US'],
  ['South Africa Field Office', 'field-za', 'ZA'],
  ['Haiti Field Office', 'field-ht', 'HT'],
  ['Ethiopia Field Office', 'field-et', 'ET'],
];
// Location references: what stands behind one number never changes, so new ones are added at the end.
const FIRST_OFFICE = 1;
const FIRST_CLIENT = 100;
const FIRST_CLIENT_PLACE = 200;
const FIRST_VENDOR = 1_000;

/** Issues quotations, orders and the numbers of despatch advices. */
export const PROGRAMME_OFFICE = FIRST_OFFICE;

export const officeNumber = (managedBy: string): number =>
  FIRST_OFFICE + OFFICES.findIndex(([words]) => words === managedBy);
export const clientNumber = (country: string): number => FIRST_CLIENT + CLIENT_COUNTRIES.indexOf(country);
export const clientPlaceNumber = (country: string): number => FIRST_CLIENT_PLACE + CLIENT_COUNTRIES.indexOf(country);

/** Location references of the vendors, by the alphabet of their names. */
export function vendorNumbers(rows: readonly ShipmentRow[]): ReadonlyMap<string, number> {
  const names = [...new Set(rows.map(({ vendor }) => vendor))].sort();
  return new Map(names.map((name, place) => [name, FIRST_VENDOR + place]));
}

/** The desk of an office that sends quotations or orders. */
export const deskId = (managedBy: string, sends: 'quotations' | 'orders'): string =>
  `demo-${OFFICES.find(([words]) => words === managedBy)![1]}-${sends}`;
/** The gate of the client in a country, where goods come in. */
export const gateId = (country: string): string => `demo-gate-${countryCode(country)!.toLowerCase()}`;

const DEMO = { demo: 'true' } as const;

export const shipmentParties = (): DemoParty[] => [
  ...OFFICES.map(([words, , country], place) => ({
    gln: numbering.gln(FIRST_OFFICE + place),
    name: words === 'PMO - US' ? 'Programme office (PMO - US)' : words,
    country,
    kind: PartyKind.PROGRAMME_OFFICE,
    claims: DEMO,
  })),
  ...CLIENT_COUNTRIES.map((country) => ({
    gln: numbering.gln(clientNumber(country)),
    name: `Client in ${country}`,
    country: countryCode(country)!,
    kind: PartyKind.CLIENT,
    claims: DEMO,
  })),
];

export const shipmentDevices = (): DemoDevice[] => [
  ...OFFICES.flatMap(([words, , country]) =>
    (['quotations', 'orders'] as const).map((sends) =>
      device(deskId(words, sends), { kind: 'desk', country, number: officeNumber(words) }),
    ),
  ),
  ...CLIENT_COUNTRIES.map((country) =>
    device(gateId(country), { kind: 'gate', country: countryCode(country)!, number: clientNumber(country) }),
  ),
];

const device = (
  id: string,
  { kind, country, number }: { readonly kind: string; readonly country: string; readonly number: number },
): DemoDevice => ({
  id,
  kind,
  country,
  partyGln: numbering.gln(number),
  privateKey: demoKey(id),
  claims: DEMO,
});
