import type { CosignOutcome } from '#libs/log/witness';

/** How one witness of the policy does, for health and metrics. */
export interface WitnessState {
  /** As the policy names it. */
  readonly name: string;
  /** Null before it was asked. */
  readonly latest: CosignOutcome['kind'] | null;
  /** In words, for the operator. */
  readonly text: string;
  /** Size of its newest cosignature, null without one. */
  readonly size: number | null;
  /** When it made that, ms since 1970. */
  readonly cosignedTimeMs: number | null;
}

/** What an outcome means for whoever looks after the node. */
export function textOf(outcome: CosignOutcome): string {
  switch (outcome.kind) {
    case 'cosigned':
      return 'cosigns';
    case 'larger':
      return `says that it knows size ${outcome.size} of this log, which is larger than what this node has signed: it is wrong, or another copy of this node signs`;
    case 'conflict':
      return `says that it has another root at size ${outcome.size} of this log: it is wrong, or another copy of this node signs`;
    case 'refused':
      return `refuses with status ${outcome.status}: ${outcome.text}`;
    case 'other-key':
      return `answers with a key that policy.txt does not have, so that nothing of it counts: ${outcome.reason}. Correct its line in policy.txt, or its address`;
    case 'invalid':
      return `answers what no witness with its key does: ${outcome.reason}`;
    case 'unreachable':
      return `cannot be reached: ${outcome.reason}`;
    case 'timeout':
      return 'does not answer in time';
  }
}
