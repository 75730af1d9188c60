import type { KeyText } from '#libs/core/entries';
import { CONTAINMENT_DEPTH_MAX } from '../types.js';
import { TOLERANCE_MAX_MS } from './tolerance.js';
import { type Placed, THING } from './placed.js';
import type { Scene } from './scene.js';
import type { StoodStory } from './stood.js';
import { spansOfHolders } from './spans-told.js';
import type { Step } from './told-step.js';
import { heardParties } from './unconfirmed.js';

/**
 * Units whose trails are read for one thing at most: eight around it, repacked at eight places. Those of holders come first, so that
 * nobody else's packings keep them out.
 */
export const UNITS_READ_MAX = 64;
/** Rounds of reading at most: each goes a unit further out, and what it shows may name a party that packs on. */
export const READ_ROUNDS_MAX = 2 * CONTAINMENT_DEPTH_MAX;

/** A trail that may still change a story. */
export interface UnitToRead {
  /** Of a unit that the thing was put into, or of a logger that was put with it. */
  readonly key: KeyText;
  /** Entries that arrived before this time cannot matter: no scan is told after its arrival. Milliseconds since 1970 UTC. */
  readonly fromMs: number;
  /** When the thing was out of it for the last time, so far as the scans say, milliseconds since 1970 UTC; null: it is in it, or nobody who held it put it there. */
  readonly untilMs: number | null;
  /** Put in by a holder, so far as the scans say; else by somebody who acts as one. */
  readonly isConfirmed: boolean;
}

/**
 * Which trails beside the thing's own may change its story, so far as some scans say: units that it was put into, these into others and
 * so on, by parties whose packings can count (T12) or that are heard without custody (T10). Packings of anybody else lead nowhere.
 * Whoever gathers evidence reads them and asks again, until nothing new is named, at most READ_ROUNDS_MAX times.
 *
 * @returns at most UNITS_READ_MAX, those of holders first, then by time
 */
export function unitsOf(scene: Scene, stood: StoodStory): UnitToRead[] {
  const { steps, state } = stood.timeline;
  // Of a class units are not followed.
  if (state.isClass) return [];
  const untold = scene.placed.filter(({ at }) => stood.scans.told[at] === 0);
  const heard = heardParties({ steps, untold, triedInVain: stood.triedInVain });
  const confirmed = new Set(steps.flatMap(({ state: { chain } }) => chain.map(({ packed }) => packed)));
  const packings = scene.placed.filter(({ packing, party }) => packing?.packs && heard.has(party));
  const found = reach(packings, confirmed);
  const left = leftMs(steps);
  return [...found]
    .map(([key, reached]) => ({ key: scene.keys.textOf(key), untilMs: left.get(key) ?? null, ...reached }))
    .sort((one, other) => Number(other.isConfirmed) - Number(one.isConfirmed) || one.fromMs - other.fromMs)
    .slice(0, UNITS_READ_MAX);
}

interface Reached {
  fromMs: number;
  isConfirmed: boolean;
}

function reach(packings: readonly Placed[], confirmed: ReadonlySet<Placed>): Map<number, Reached> {
  const found = new Map<number, Reached>();
  let inside = new Set([THING]);
  for (let depth = 0; depth < CONTAINMENT_DEPTH_MAX && inside.size > 0; depth++) {
    const around = new Set<number>();
    for (const placed of packings) {
      const { parent, children, loggers } = placed.packing!;
      const isLoggerPut = inside.has(parent);
      if (!isLoggerPut && !children.some((child) => inside.has(child))) continue;
      for (const key of isLoggerPut ? loggers : [parent, ...loggers]) {
        if (key === THING) continue;
        if (!found.has(key) && !loggers.includes(key)) around.add(key);
        note(found, key, { fromMs: placed.timeMs - TOLERANCE_MAX_MS, isConfirmed: confirmed.has(placed) });
      }
    }
    inside = around;
  }
  return found;
}

/** When the thing left each unit for the last time; none where it is still in it. */
function leftMs(steps: readonly Step[]): ReadonlyMap<number, number> {
  const left = new Map<number, number>();
  for (const { level, ended } of spansOfHolders(steps)) {
    const untilMs = ended?.timeMs ?? Infinity;
    left.set(level.key, Math.max(left.get(level.key) ?? 0, untilMs));
  }
  for (const [key, untilMs] of left) if (untilMs === Infinity) left.delete(key);
  return left;
}

function note(found: Map<number, Reached>, key: number, { fromMs, isConfirmed }: Reached): void {
  const known = found.get(key);
  if (!known) found.set(key, { fromMs, isConfirmed });
  else {
    known.fromMs = Math.min(known.fromMs, fromMs);
    known.isConfirmed ||= isConfirmed;
  }
}
