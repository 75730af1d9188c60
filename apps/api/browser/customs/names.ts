import { describeUri, Gs1Error } from '#libs/core/gs1';
import type { DeviceView, PartyView, UnitView } from '#libs/core/story';
import type { Speech } from './speech.js';

const KEY_CHARACTERS = 12;

/** A URI in words: `SSCC 095200010000000010`. */
export function uriText(uri: string): string {
  try {
    return describeUri(uri).label;
  } catch (error) {
    if (error instanceof Gs1Error) return uri;
    throw error;
  }
}

/** What is not named is told by the beginning of its key: the same key is the same thing. */
const keyPart = (key: string): string => `#${key.slice(0, KEY_CHARACTERS)}`;

export const unitText = ({ key, uri }: UnitView): string => (uri === null ? keyPart(key) : uriText(uri));

export function partyText(party: PartyView | null, { words, country }: Speech): string {
  if (!party) return words.facts.unknown;
  const parts = [
    party.gln === undefined ? undefined : `GLN ${party.gln}`,
    party.kind,
    party.country === undefined ? undefined : country(party.country),
  ].filter((part) => part !== undefined);
  const name = party.name ?? keyPart(party.key);
  return parts.length > 0 ? `${name} (${parts.join(', ')})` : name;
}

export const deviceText = ({ key, id, kind }: DeviceView): string =>
  `${id ?? keyPart(key)}${kind === undefined ? '' : ` (${kind})`}`;
