import type { ReadEntry } from '#libs/core/entries';
import { KeyState, KeyStateError } from '#libs/core/keys';

/** What the key events among some entries say. Whether they are in order is for the verdict to say: here the rest of the evidence is wanted all the same. */
export function keysOf(entries: readonly ReadEntry[], origin: string): KeyState {
  const keys = new KeyState(origin);
  for (const entry of entries) if (entry.kind === 'event') orNothing(() => keys.apply(entry));
  return keys;
}

/** @returns undefined where the keys do not allow it. */
export function orNothing<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof KeyStateError) return undefined;
    throw error;
  }
}
