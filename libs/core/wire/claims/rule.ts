import type { ClaimEncoding } from './encodings.js';

/** Who may see a claim: everybody, or customs and the parties of the trail. */
export type Tier = 'public' | 'customs';

/** One kind of claim. */
export interface ClaimRule {
  readonly encoding: ClaimEncoding;
  readonly tier: Tier;
  /** UCUM-like unit of a decimal, where the name does not say it all. */
  readonly unit?: string;
  /** A public claim that says less about the same thing. */
  readonly coarse?: string;
  /** May stand several times in one scan. */
  readonly many?: true;
  /** What it says, in one line of docs/formats/claims.md. */
  readonly text: string;
}

export type ClaimRules = Readonly<Record<string, ClaimRule>>;

export const rule = (encoding: ClaimEncoding, tier: Tier, text: string, more: Partial<ClaimRule> = {}): ClaimRule => ({
  encoding,
  tier,
  text,
  ...more,
});
export const many = { many: true } as const;
