import { type Tier, tierOf } from '#libs/core/wire';
import { claimIn, rememberForEvents, type TrailEntry } from '#libs/core/entries';

/** Who asks, and for what. */
export interface Asker {
  readonly tier: Tier;
  /** Canonical URI of the object that was asked for. */
  readonly object: string;
}

/**
 * Leaves of the entries what the asker may see. Customs sees all. The public sees claims of the tier `public`, and of the URIs only the
 * one it asked with: names of pallets, containers and other goods would let it follow the consignments of a whole trade.
 */
export function visibleEntries(entries: readonly TrailEntry[], { tier, object }: Asker): TrailEntry[] {
  if (tier === 'customs') return [...entries];
  return entries.map((entry) => {
    const shown = withPublicClaims(entry);
    return shown.uris.length === 0 ? shown : { ...shown, uris: shown.uris.map((uri) => (uri === object ? uri : null)) };
  });
}

const withPublicClaims = rememberForEvents((entry: TrailEntry): TrailEntry => {
  if (entry.disclosures.every(isPublic)) return entry;
  return { ...entry, disclosures: entry.disclosures.map((disclosure) => (isPublic(disclosure) ? disclosure : null)) };
});

const isPublic = (disclosure: Uint8Array | null): boolean =>
  disclosure !== null && tierOf(claimIn(disclosure).name) === 'public';
