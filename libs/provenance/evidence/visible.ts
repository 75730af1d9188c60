import { parseDisclosure, type Tier, tierOf } from '../wire/index.js';
import type { TrailEntry } from './entry-parts.js';

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
  return entries.map((entry) => ({
    ...entry,
    uris: entry.uris.map((uri) => (uri === object ? uri : null)),
    disclosures: entry.disclosures.map((disclosure) => (disclosure && isPublic(disclosure) ? disclosure : null)),
  }));
}

const isPublic = (disclosure: Uint8Array): boolean => tierOf(parseDisclosure(disclosure).name) === 'public';
