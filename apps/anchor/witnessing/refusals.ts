import { isQuorumMet, type Policy } from '#libs/tlog';
import { RefusalError } from '../error.js';
import type { AskedWitness } from './asked-witness.js';

const WHAT_NOW =
  'Another copy of this node has signed for this log, or the database was set back. Do not let this one sign: find out which history the public has, restore it, or rebuild the database from the public log with cairn recover. If the witness is wrong, take it out of policy.txt.';

/**
 * For the start of an anchor, where what was restored would first be signed.
 * @throws {RefusalError} WITNESS_AHEAD, WITNESS_CONTRADICTS for any witness that knows more, or something else, than was signed here.
 */
export function refuseWhereAhead(witnesses: readonly AskedWitness[], signedSize: number): void {
  for (const { name, outcome } of witnesses) {
    if (outcome?.kind === 'larger')
      throw new RefusalError(
        'WITNESS_AHEAD',
        `witness ${name} has cosigned size ${outcome.size} of this log, and the largest checkpoint that is kept here has size ${signedSize}. ${WHAT_NOW}`,
      );
    if (outcome?.kind === 'conflict')
      throw new RefusalError(
        'WITNESS_CONTRADICTS',
        `witness ${name} has another root at size ${outcome.size} of this log than the checkpoint that is kept here. ${WHAT_NOW}`,
      );
  }
}

/**
 * For a node that runs: one witness that claims such a thing stops nobody, since nothing vouches for its word; where the quorum cannot be
 * met without those that do, nothing can be shown any more, and to go on would only make the other history longer.
 *
 * @throws {RefusalError} WITNESS_AHEAD, WITNESS_CONTRADICTS
 */
export function refuseWithoutQuorum(policy: Policy, witnesses: readonly AskedWitness[], size: number): void {
  const against = witnesses.filter(({ outcome }) => outcome?.kind === 'larger' || outcome?.kind === 'conflict');
  const others = policy.witnesses.filter(({ name }) => !against.some((witness) => witness.name === name));
  if (against.length > 0 && !isQuorumMet(policy, new Set(others.map(({ name }) => name))))
    refuseWhereAhead(against, size);
}
