/** What a party does, by its number on the wire. Closed: whose words count for what depends on it. */
export const PartyKind = {
  FARM: 1,
  MANUFACTURER: 2,
  CARRIER: 3,
  TERMINAL: 4,
  WAREHOUSE: 5,
  SHOP: 6,
  CLIENT: 7,
  PROGRAMME_OFFICE: 8,
  AUTHORITY: 9,
  INSPECTION: 10,
  BROKER: 11,
  PLATFORM: 12,
  SELLER: 13,
  OTHER: 14,
} as const;
export type PartyKind = (typeof PartyKind)[keyof typeof PartyKind];

/** What a device is for. One without a kind scans things. */
export const DeviceKind = {
  /** Signs scans for others, who could not sign themselves. */
  GATEWAY: 2,
  /** Signs submissions, recalls and grants of its party, and no scans. */
  SYSTEM: 3,
  /** Signs decisions of its authority, and no scans. */
  DESK: 4,
} as const;
export type DeviceKind = (typeof DeviceKind)[keyof typeof DeviceKind];

/** Whether scans by a device of this kind count. A scan by any other counts for nothing, whatever its signature. */
export const signsScans = (kind: DeviceKind | undefined): boolean =>
  kind !== DeviceKind.SYSTEM && kind !== DeviceKind.DESK;

/** Word of a kind: `programme_office`. Undefined for a number that is none. */
export const partyKindName = (kind: number): string | undefined => wordOf(PartyKind, kind);

/** Word of a kind: `gateway`. Undefined for a number that is none, and so for a device that scans. */
export const deviceKindName = (kind: number): string | undefined => wordOf(DeviceKind, kind);

/** The kind that a word stands for; undefined for every other word. */
export const partyKindOf = (word: string): PartyKind | undefined => kindOf(PartyKind, word);

/** The kind that a word stands for; undefined for every other word. */
export const deviceKindOf = (word: string): DeviceKind | undefined => kindOf(DeviceKind, word);

/** Words of all kinds of parties, in the order of their numbers. */
export const PARTY_KIND_NAMES: readonly string[] = /* @__PURE__ */ Object.keys(PartyKind).map(lowerCase);

function wordOf(kinds: Readonly<Record<string, number>>, kind: number): string | undefined {
  const found = Object.entries(kinds).find(([, number]) => number === kind);
  return found && lowerCase(found[0]);
}

function kindOf<Kind extends number>(kinds: Readonly<Record<string, Kind>>, word: string): Kind | undefined {
  return Object.entries(kinds).find(([name]) => lowerCase(name) === word)?.[1];
}

function lowerCase(name: string): string {
  return name.toLowerCase();
}
