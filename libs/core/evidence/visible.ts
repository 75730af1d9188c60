import { type Claim, type Tier, tierOf } from '#libs/core/wire';
import type { ReadEntry, ShownEntry } from '#libs/core/entries';

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
export function visibleEntries(entries: readonly ReadEntry[], asker: Asker): ReadEntry[] {
  if (asker.tier === 'customs') return [...entries];
  return entries.map((entry) => ({ ...entry, ...visibleOf(entry, asker) }));
}

/** The same of one entry, for who needs no more of it than is shown. */
export function visibleOf(shown: ShownEntry, { tier, object }: Asker): ShownEntry {
  if (tier === 'customs') return shown;
  const { logIndex, entry, uris, claims } = shown;
  return { logIndex, entry, uris: uris.map((uri) => (uri === object ? uri : null)), claims: claims.filter(isPublic) };
}

const isPublic = ({ name }: Claim): boolean => tierOf(name) === 'public';
