import { isEventOf, type KeyText, type ReadEntry, type ReadScan } from '#libs/core/entries';
import { describeUri } from '#libs/core/gs1';
import { codeHolders, type LoggedCodes } from '#libs/core/keys';
import { type Claim, EventKind, type PartyKind } from '#libs/core/wire';
import { readingsOf } from './readings.js';
import type { Alarm, CodeOwners, Reuse, ScanAtHand, StoryFacts } from './told/index.js';
import { valueOf } from './views.js';

/** What the enrolments of a log say, as far as a story asks. `KeyState` says it, too, after judging them. */
export interface Enrolments {
  device(key: KeyText): { readonly party: KeyText; readonly object?: KeyText | undefined } | undefined;
  party(key: KeyText): { readonly kind?: PartyKind | undefined } | undefined;
  enrolledDevices(): readonly { readonly object?: KeyText | undefined }[];
}

/** What stands outside of the scans of one story, from the entries of one log. */
export interface LogFacts {
  /** Ascending by log index. */
  readonly entries: readonly ReadEntry[];
  readonly keys: Enrolments;
  /** Canonical URI of a key, null where it is not shown. */
  readonly uriOf: (key: KeyText) => string | null;
}

/** Facts of a story as its rules ask for them. Each answer is kept: a rule asks for the same thing again and again. */
export function storyFacts({ entries, keys, uriOf }: LogFacts): StoryFacts {
  const scans = entries.filter((entry): entry is ReadScan => entry.kind === 'scan');
  const byLogIndex = new Map(scans.map((scan) => [scan.logIndex, scan]));
  const ownKeys = new Set(keys.enrolledDevices().flatMap(({ object }) => object ?? []));
  const kinds = new Map<KeyText, string | null>();
  const kindOf = (key: KeyText): string | null => {
    const known = kinds.get(key);
    if (known !== undefined) return known;
    const uri = uriOf(key);
    const kind = uri === null ? null : kindOfUri(uri);
    kinds.set(key, kind);
    return kind;
  };
  return {
    ownersOf: codeOwners(entries, scans, uriOf),
    partyOf: (device) => keys.device(device)?.party ?? null,
    // As the body of its PARTY event says. A claim of before bodies had it is no more than a word of its own.
    kindOf: (party) => keys.party(party)?.kind ?? null,
    ownKeyOf: (device) => keys.device(device)?.object ?? null,
    isOwnKey: (key) => ownKeys.has(key),
    isClass: (key) => {
      const uri = uriOf(key);
      // Of a code of somebody's own nobody knows what it names but who made it: the scan with which custody begins says it.
      return uri === null || !OF_KNOWN_KIND.test(uri) ? null : CLASSES.has(kindOf(key)!);
    },
    reuseOf: (key) => REUSES.get(kindOf(key) ?? '') ?? 'never',
    alarmsOf: ({ logIndex }: ScanAtHand) => alarmsOf(byLogIndex.get(logIndex)?.claims ?? []),
  };
}

/** Owners of a code at a scan, or at the end: by the `codes` events below it, at its arrival. */
function codeOwners(
  entries: readonly ReadEntry[],
  scans: readonly ReadScan[],
  uriOf: LogFacts['uriOf'],
): StoryFacts['ownersOf'] {
  const events = entries.flatMap((entry): LoggedCodes[] =>
    entry.kind === 'event' && isEventOf(entry, EventKind.CODES) ? [entry] : [],
  );
  const arrivals = new Map(scans.map(({ logIndex, scan }) => [logIndex, scan.receivedTimeMs]));
  const latestMs = Math.max(0, ...arrivals.values());
  return (object, logIndex): CodeOwners => {
    const uri = uriOf(object);
    if (uri === null || events.length === 0) return NOBODY;
    const { owner, madeBy } = codeHolders(uri, events, { logIndex, timeMs: arrivals.get(logIndex) ?? latestMs });
    return { owner, makers: madeBy };
  };
}

const NOBODY: CodeOwners = { owner: null, makers: [] };

/** Keys of GS1 that name many things at once. */
const CLASSES: ReadonlySet<string> = new Set(['gtin', 'lgtin']);
const OF_KNOWN_KIND = /^(?:https:\/\/id\.gs1\.org\/|urn:epc:id:bic:)/u;
const REUSES: ReadonlyMap<string, Reuse> = new Map([
  ['container', 'always'],
  ['grai', 'always'],
  ['giai', 'always'],
  ['sscc', 'after 12 months'],
]);

const kindOfUri = (uri: string): string => describeUri(uri).kind;

/** Dispositions of CBV 2.0 that speak against the thing. */
const MARKS: ReadonlyMap<string, Alarm> = new Map([
  ['stolen', 'stolen'],
  ['destroyed', 'destroyed'],
  ['damaged', 'damaged'],
  ['recalled', 'recalled'],
]);

/** What the open claims of a scan say against the thing. */
function alarmsOf(claims: readonly Claim[]): Alarm[] {
  const marks = claims.flatMap(({ name, value }) => {
    const isDisposition = name === 'disposition' || name === 'persistentDisposition.set';
    const mark = isDisposition ? MARKS.get(value) : undefined;
    return mark === undefined ? [] : [mark];
  });
  const verdict = valueOf(claims, 'temperatureVerdict');
  const isOutside = verdict === 'above' || verdict === 'below' || readingsOf(claims).some(({ alarm }) => alarm);
  return isOutside ? [...marks, 'reading outside'] : marks;
}
