import { type KeyText, keyText, type ReadScan } from '#libs/core/entries';
import { type Claim, type JsonValue, parseCanonicalJson, partyKey } from '#libs/core/wire';
import { readRole } from './roles.js';
import type { ErrorDeclaration, ScanAtHand } from './scan-at-hand.js';

/** A party by its GLN (AI 414 or 417), whose key is over the 13 digits. */
const PARTY_BY_GLN = /^https:\/\/id\.gs1\.org\/41[47]\/(\d{13})$/u;

/** What the story reads of a scan of the log: its header, and of its claims those that are open. */
export function scanOfEntry(entry: ReadScan): ScanAtHand {
  const { scan, header, claims } = entry;
  const value = (name: string): string | null => claims.find((claim) => claim.name === name)?.value ?? null;
  return {
    logIndex: entry.logIndex,
    device: entry.device,
    boot: keyText(scan.boot),
    counter: scan.counter,
    after: scan.after,
    eventTimeMs: header.eventTimeMs,
    precision: header.precision,
    receivedTimeMs: scan.receivedTimeMs,
    eventType: header.eventType,
    action: header.action,
    objects: entry.objects.map((key, place) => ({ key, ...readRole(header.roles[place]!) })),
    to: header.to ? keyText(header.to) : null,
    bizStep: value('bizStep'),
    destination: {
      possessing: partyOfUri(value('destination.possessing_party')),
      owning: partyOfUri(value('destination.owning_party')),
    },
    hasReadings: claims.some(({ name }) => name === 'sensorElement' || name === 'temperatureVerdict'),
    eventId: value('eventId'),
    errorDeclaration: errorDeclarationOf(claims),
    informationProvider: partyOfUri(value('informationProvider')),
  };
}

/** Party key of a party's URI: over its GLN where it has one, else over the URI. */
function partyOfUri(uri: string | null): KeyText | null {
  if (uri === null) return null;
  return keyText(partyKey(PARTY_BY_GLN.exec(uri)?.[1] ?? uri));
}

function errorDeclarationOf(claims: readonly Claim[]): ErrorDeclaration | null {
  const reason = claims.find(({ name }) => name === 'errorReason')?.value ?? null;
  const declaration = claims.find(({ name }) => name === 'errorDeclaration')?.value;
  if (reason === null && declaration === undefined) return null;
  return { reason, correctiveIds: declaration === undefined ? [] : correctiveIdsOf(declaration) };
}

/** The form was checked when the scan came in; whoever signed something else names no corrective event. */
function correctiveIdsOf(declaration: string): string[] {
  try {
    const parsed = parseCanonicalJson(declaration);
    const ids = isMembers(parsed) ? parsed.correctiveEventIDs : undefined;
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

const isMembers = (value: JsonValue): value is { readonly [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
