import { PartyKind } from '#libs/core/wire';
import { COMPANY_PREFIX, Numbering } from '../identifiers.js';
import { type DemoDevice, demoKey, demoP256Key, type DemoParty } from '../parties.js';

export const numbering = new Numbering(COMPANY_PREFIX.lane);

const SIMULATED = { demo: 'true', simulated: 'true' } as const;

/** Who plays a part in the lane; the number is the location reference of party and place. */
const PARTIES = {
  farm: { number: 1, name: 'Godavari Delta Shrimp Farm', country: 'IN', kind: PartyKind.FARM },
  plant: { number: 2, name: 'Kakinada Seafood Processing', country: 'IN', kind: PartyKind.MANUFACTURER },
  haulier: { number: 3, name: 'East Coast Road Haulage', country: 'IN', kind: PartyKind.CARRIER },
  coldStore: { number: 4, name: 'Visakha Cold Store', country: 'IN', kind: PartyKind.WAREHOUSE },
  terminal: { number: 5, name: 'Visakhapatnam Container Terminal', country: 'IN', kind: PartyKind.TERMINAL },
  line: { number: 6, name: 'Bay of Bengal Line', country: 'SG', kind: PartyKind.CARRIER },
  customs: { number: 7, name: 'Customs, port of Norfolk', country: 'US', kind: PartyKind.AUTHORITY },
  distribution: { number: 8, name: 'Chesapeake Food Distribution', country: 'US', kind: PartyKind.WAREHOUSE },
  shop: { number: 9, name: 'Corner Fish Market, Richmond', country: 'US', kind: PartyKind.SHOP },
} as const;

export type LaneParty = keyof typeof PARTIES;

export const glnOf = (party: LaneParty): string => numbering.gln(PARTIES[party].number);
export const partyUriOf = (party: LaneParty): string => numbering.party(PARTIES[party].number);
export const placeOf = (party: LaneParty): string => numbering.place(PARTIES[party].number);
export const countryOf = (party: LaneParty): string => PARTIES[party].country;
export const documentOf = (issuer: LaneParty, number: string): string =>
  numbering.document(PARTIES[issuer].number, number);

/** Local time minus UTC in minutes. */
const INDIA = 330;
const NORFOLK = -240; // daylight saving time, in May

const DEVICES = {
  'lane-farm-handheld': { party: 'farm', kind: 'handheld', zoneOffsetMinutes: INDIA },
  'lane-plant-handheld': { party: 'plant', kind: 'handheld', zoneOffsetMinutes: INDIA },
  'lane-plant-packing': { party: 'plant', kind: 'gate', zoneOffsetMinutes: INDIA },
  'lane-plant-gateway': { party: 'plant', kind: 'gateway', zoneOffsetMinutes: INDIA },
  'lane-truck': { party: 'haulier', kind: 'gateway', zoneOffsetMinutes: INDIA },
  'lane-cold-store-handheld': { party: 'coldStore', kind: 'handheld', zoneOffsetMinutes: INDIA },
  'lane-cold-store-gateway': { party: 'coldStore', kind: 'gateway', zoneOffsetMinutes: INDIA },
  'lane-terminal-gate': { party: 'terminal', kind: 'gate', zoneOffsetMinutes: INDIA },
  'lane-terminal-gateway': { party: 'terminal', kind: 'gateway', zoneOffsetMinutes: INDIA },
  'lane-vessel': { party: 'line', kind: 'gateway', zoneOffsetMinutes: 0 },
  'lane-customs-handheld': { party: 'customs', kind: 'handheld', zoneOffsetMinutes: NORFOLK },
  'lane-distribution-gate': { party: 'distribution', kind: 'gate', zoneOffsetMinutes: NORFOLK },
  'lane-distribution-handheld': { party: 'distribution', kind: 'handheld', zoneOffsetMinutes: NORFOLK },
  'lane-shop-handheld': { party: 'shop', kind: 'handheld', zoneOffsetMinutes: NORFOLK },
} as const satisfies Readonly<
  Record<string, { readonly party: LaneParty; readonly kind: string; readonly zoneOffsetMinutes: number }>
>;

export type LaneDevice = keyof typeof DEVICES;

/** Signs by ECDSA P-256, all others by Ed25519: what passes customs is verified by both, on the server and in the browser. */
const P256_DEVICE: LaneDevice = 'lane-customs-handheld';

export const LANE_DEVICES = Object.keys(DEVICES) as LaneDevice[];
export const partyOfDevice = (device: LaneDevice): LaneParty => DEVICES[device].party;
export const zoneOf = (device: LaneDevice): number => DEVICES[device].zoneOffsetMinutes;

export const laneParties = (): DemoParty[] =>
  Object.values(PARTIES).map(({ number, name, country, kind }) => ({
    gln: numbering.gln(number),
    name,
    country,
    kind,
    claims: SIMULATED,
  }));

export const laneDevices = (): DemoDevice[] =>
  LANE_DEVICES.map((id) => {
    const party = partyOfDevice(id);
    return {
      id,
      kind: DEVICES[id].kind,
      country: countryOf(party),
      partyGln: glnOf(party),
      privateKey: id === P256_DEVICE ? demoP256Key(id) : demoKey(id),
      claims: SIMULATED,
    };
  });
