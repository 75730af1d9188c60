import { isQuorumMet, type Policy } from '#libs/core/tlog';
import { RECOVER_OR_RESTORE, RefusalError, witnessAhead } from '../error.js';
import type { AskedWitness } from './asked-witness.js';

/**
 * For the start of an anchor, where what was restored would first be signed.
 * @throws {RefusalError} WITNESS_AHEAD, WITNESS_CONTRADICTS for any witness that knows more, or something else, than was signed here.
 */
export function refuseWhereAhead(witnesses: readonly AskedWitness[], signedSize: number): void {
  for (const { name, outcome } of witnesses) {
    if (outcome?.kind === 'larger') throw witnessAhead({ witness: name, witnessSize: outcome.size, signedSize });
    if (outcome?.kind === 'conflict')
      throw new RefusalError(
        'WITNESS_CONTRADICTS',
        `witness ${name} has another root at size ${outcome.size} of this log than the checkpoint that is kept here: another copy of this node has signed, or the database was set back and went on. Find out which history the public has, stop the other, and ${RECOVER_OR_RESTORE} where data/log holds it. If the witness is wrong, take it out of policy.txt.`,
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
