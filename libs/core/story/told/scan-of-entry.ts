import { type KeyText, keyText, type ReadScan } from '#libs/core/entries';
import { Gs1Error, partyName } from '#libs/core/gs1';
import { type Claim, isClass, type JsonValue, parseCanonicalJson, partyKey, roleOf } from '#libs/core/wire';
import type { ErrorDeclaration, ScanAtHand } from './scan-at-hand.js';

/** Older documents name a party by the GLN of its place (AI 414). */
const PARTY_AS_PLACE = /^https:\/\/id\.gs1\.org\/414\/(\d{13})$/u;

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
    objects: entry.objects.map((key, place) => ({
      key,
      role: roleOf(header.roles[place]!),
      isClass: isClass(header.roles[place]!),
    })),
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

/** Party key of a party's URI; a foreign code that no party can be enrolled by names none of this log. */
function partyOfUri(uri: string | null): KeyText | null {
  if (uri === null) return null;
  try {
    return keyText(partyKey(partyName(PARTY_AS_PLACE.exec(uri)?.[1] ?? uri)));
  } catch (error) {
    if (error instanceof Gs1Error) return null;
    throw error;
  }
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
