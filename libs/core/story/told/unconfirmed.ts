import { actsAsHolder } from './branches.js';
import { follows } from './concerns.js';
import { NONE, type Placed, THING } from './placed.js';
import type { Step } from './told-step.js';

/** What is known of those who are heard without having custody. */
export interface Hearing {
  readonly steps: readonly Step[];
  /** Scans at hand that the confirmed story does not tell. */
  readonly untold: readonly Placed[];
  /** Parties of scans that had no effect at some time. */
  readonly triedInVain: ReadonlySet<number>;
}

/**
 * STORY T10: parties whose word against the thing is told although they do not hold it: who acts as a holder, whom these name, and
 * who held it before. It follows from all scans at hand and not from their order, so that a late scan silences nobody.
 */
export function heardParties({ steps, untold, triedInVain }: Hearing): Set<number> {
  const heard = new Set(triedInVain);
  for (const { placed, standing, state } of steps) {
    if (standing === 'began' || standing === 'took over') heard.add(placed.party);
    else if (standing !== 'holder' && placed.moves && actsAsHolder(state, placed)) heard.add(placed.party);
  }
  const names = new Map<number, Set<number>>();
  for (const { party, to } of [...steps.map(({ placed }) => placed), ...untold]) {
    if (to !== NONE) names.set(party, (names.get(party) ?? new Set()).add(to));
  }
  for (const party of heard) for (const named of names.get(party) ?? []) heard.add(named);
  heard.delete(NONE);
  return heard;
}

/** Scans that speak against a unit which only unconfirmed holders say the thing is in. */
export function untoldAlarms({ steps, untold }: Hearing, heard: ReadonlySet<number>): Placed[] {
  const speaking = untold.filter(({ alarms, party }) => alarms.length > 0 && heard.has(party));
  if (speaking.length === 0) return [];
  const all = [...steps.map(({ placed }) => placed), ...untold];
  const packings = all.filter(({ packing, party }) => packing?.packs && heard.has(party));
  // Told steps packed what the confirmed story knows; whoever was heard without custody may have packed from any of its units.
  const inside = new Set([THING, ...steps.flatMap(({ state }) => state.chain.map(({ key }) => key))]);
  const into = new Map<number, Placed[]>();
  for (let found = -1; found !== into.size;) {
    found = into.size;
    for (const placed of packings) {
      const { parent, children } = placed.packing!;
      if (!children.some((child) => inside.has(child) || into.has(child))) continue;
      const known = into.get(parent) ?? [];
      if (!known.includes(placed)) into.set(parent, [...known, placed]);
    }
  }
  const isUnconfirmed = (key: number): boolean => !inside.has(key);
  return speaking.filter((placed) =>
    placed.keys.some((key) => isUnconfirmed(key) && (into.get(key) ?? []).some((packing) => follows(placed, packing))),
  );
}
