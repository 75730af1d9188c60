/**
 * The largest share that everybody may have of a room, where each takes what he asks for or that share: who asks for little gets all of
 * it, and only those who ask for most are cut (max-min fairness).
 *
 * @param asked what each asks for, in any unit
 * @param room in the same unit
 * @returns Infinity where there is room for all
 */
export function fairCap(asked: readonly number[], room: number): number {
  const ascending = [...asked].sort((one, other) => one - other);
  let left = room;
  for (const [place, wanted] of ascending.entries()) {
    const share = left / (ascending.length - place);
    if (wanted > share) return share;
    left -= wanted;
  }
  return Infinity;
}
