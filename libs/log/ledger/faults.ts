/** Effects of an append and of a publication, in their order. */
export const EFFECTS = [
  'append',
  'commit',
  'tiles',
  'bundles',
  'private-parts',
  'sign',
  'checkpoint-store',
  'receipts',
  'receipted-size',
  'tidy',
  'cosign',
  'publish',
  'published-size',
] as const;

export type Effect = (typeof EFFECTS)[number];

/** Asked before and after each effect: tests let things fail there. In operation it does nothing. */
export interface Faults {
  before(effect: Effect): void | Promise<void>;
  after(effect: Effect): void | Promise<void>;
}

export const noFaults: Faults = { before: () => {}, after: () => {} };
