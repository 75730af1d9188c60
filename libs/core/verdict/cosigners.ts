import { isQuorumMet, type Policy, QUORUM_NONE, sameVkey, type VerifiedNote } from '#libs/core/tlog';

/** A witness of the policy that has cosigned the checkpoint. */
export interface CosigningWitness {
  /** As the policy names it. */
  readonly name: string;
  /** When it said so, ms since 1970. */
  readonly timeMs: number;
  /** Run by the operator of the log: its word proves nothing about the operator. */
  readonly isOperators: boolean;
}

/** Who has cosigned a checkpoint, and what that is worth. */
export interface Cosigners {
  readonly witnesses: readonly CosigningWitness[];
  /** By then the whole quorum had seen this checkpoint as the largest, ms since 1970; null without a quorum, or where it is not met. */
  readonly asOfMs: number | null;
  /** Whether the quorum stands without the witnesses that the operator runs. */
  readonly isIndependent: boolean;
}

/**
 * @param verified the checkpoint, with the signatures that are good under the policy.
 * @see docs/formats/log.md, Witnesses of the operator
 */
export function cosignersOf(policy: Policy, origin: string, { verified }: VerifiedNote): Cosigners {
  const witnesses = policy.witnesses.flatMap(({ name, vkey }): CosigningWitness[] => {
    const found = verified.find((one) => sameVkey(one.vkey, vkey));
    if (found?.timeSeconds === null || found?.timeSeconds === undefined) return [];
    return [{ name, timeMs: found.timeSeconds * 1_000, isOperators: isNamedUnder(origin, vkey.name) }];
  });
  const independent = witnesses.filter(({ isOperators }) => !isOperators);
  return {
    witnesses,
    asOfMs: asOf(policy, witnesses),
    isIndependent: policy.quorum !== QUORUM_NONE && isQuorumMet(policy, namesOf(independent)),
  };
}

/** Key names of a node's own witnesses begin with the origin of its log: so nobody has to be told. */
const isNamedUnder = (origin: string, name: string): boolean => name === origin || name.startsWith(`${origin}/`);

/** The latest time of which the newest cosignatures that make up a quorum all speak. */
function asOf(policy: Policy, witnesses: readonly CosigningWitness[]): number | null {
  if (policy.quorum === QUORUM_NONE) return null;
  const newestFirst = witnesses.toSorted((one, other) => other.timeMs - one.timeMs);
  const count = newestFirst.findIndex((_, at) => isQuorumMet(policy, namesOf(newestFirst.slice(0, at + 1))));
  return newestFirst[count]?.timeMs ?? null;
}

const namesOf = (witnesses: readonly CosigningWitness[]): Set<string> => new Set(witnesses.map(({ name }) => name));
