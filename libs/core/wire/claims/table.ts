import { CASE_CLAIMS } from './case-claims.js';
import { EPCIS_CLAIMS } from './epcis-claims.js';
import { GOODS_CLAIMS } from './goods-claims.js';
import { OLD_CLAIMS } from './old-claims.js';
import type { ClaimRule, Tier } from './rule.js';

export { OLD_CLAIMS } from './old-claims.js';
export type { ClaimRule, Tier } from './rule.js';

/**
 * Every claim that this version writes, by name. Whoever writes or takes scans refuses every other name; a reader takes a name that
 * it does not know for a claim of a later version, and leaves it unchecked.
 *
 * @see docs/formats/claims.md
 */
export const CLAIMS = { ...EPCIS_CLAIMS, ...GOODS_CLAIMS, ...CASE_CLAIMS } as const;

export type ClaimName = keyof typeof CLAIMS;

/** True for names that may be written. */
export const isClaimName = (name: string): name is ClaimName => Object.hasOwn(CLAIMS, name);

const isOldName = (name: string): name is keyof typeof OLD_CLAIMS => Object.hasOwn(OLD_CLAIMS, name);

/** Rule of a claim that may be read, old names included; undefined for a name that this version does not know. */
export const claimRule = (name: string): ClaimRule | undefined =>
  isClaimName(name) ? CLAIMS[name] : isOldName(name) ? OLD_CLAIMS[name] : undefined;

/** Tier of a claim; what the table does not know is shown to nobody but customs. */
export const tierOf = (name: string): Tier => claimRule(name)?.tier ?? 'customs';
