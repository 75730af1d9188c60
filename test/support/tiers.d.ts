export type Tier = 'browser' | 'services' | 'unit';
export const TIERS: readonly Tier[];
export const NEEDS: Readonly<Record<Tier, readonly string[]>>;
export function testFiles(folder?: string): string[];
export function filesOfTiers(folder?: string): Record<Tier, string[]>;
