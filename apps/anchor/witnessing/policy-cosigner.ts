import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#libs/log/ledger';
import { formatNote, isQuorumMet, parseNote, parseSignatureLine, type Policy, QUORUM_NONE } from '#libs/core/tlog';
import { COSIGNATURE_SKEW_MAX_SECONDS } from '#libs/log/witness';
import type { AskedWitness, Cosigned } from './asked-witness.js';
import type { CosignedCheckpoint, Cosigner, SignedCheckpoint } from './cosigner.js';
import { refuseWhereAhead, refuseWithoutQuorum } from './refusals.js';
import type { WitnessState } from './witness-state.js';

export interface PolicyCosignerParts {
  readonly policy: Policy;
  /** Those that have an address, in the order of the policy. */
  readonly witnesses: readonly AskedWitness[];
  readonly clock: Clock;
  /** A cosignature that is younger is not asked for again, where only others are missing. */
  readonly freshMs: number;
  /** For a whole round. */
  readonly timeoutMs: number;
}

// What the slower witnesses of a quorum that is met are waited for: their lines make the next evidence stronger, and nothing is due before
// the next checkpoint comes.
const GRACE_MS = 50;
// At the start of an anchor: long enough for one that is there, short enough for a stand-by that takes over.
const FIRST_LOOK_MS = 1_500;
// A cosignature is dated by the witness's clock, in whole seconds.
const SKEW_MS = COSIGNATURE_SKEW_MAX_SECONDS * 1_000;

/** Asks the witnesses of a policy, all at once, and waits no longer than the quorum and the deadline need. */
export class PolicyCosigner implements Cosigner {
  constructor(private readonly parts: PolicyCosignerParts) {}

  get hasWitnesses(): boolean {
    return this.parts.witnesses.length > 0;
  }

  get needsNone(): boolean {
    return this.parts.policy.quorum === QUORUM_NONE;
  }

  /** Whether the witnesses that have an address are enough for the quorum. */
  get couldMeetQuorum(): boolean {
    const { policy, witnesses } = this.parts;
    return isQuorumMet(policy, new Set(witnesses.map(({ name }) => name)));
  }

  get states(): readonly WitnessState[] {
    return this.parts.witnesses.map(({ state }) => state);
  }

  async requireNoneAhead(checkpoint: SignedCheckpoint): Promise<void> {
    if (checkpoint.size === 0) return; // every tree grows from the empty one
    const { witnesses } = this.parts;
    const late = new AbortController();
    const patience = wait(FIRST_LOOK_MS, undefined, { signal: late.signal }).catch(() => {});
    await Promise.race([Promise.all(witnesses.map((witness) => witness.ask(checkpoint))), patience]);
    late.abort();
    refuseWhereAhead(witnesses, checkpoint.size);
  }

  async agreesOnTime(checkpoint: SignedCheckpoint): Promise<boolean> {
    if (checkpoint.size === 0) return false; // of an empty tree nobody keeps anything
    // What stands on this machine has the same clock. What is dated otherwise than ours is no cosignature for us.
    const elsewhere = this.parts.witnesses.filter(({ isElsewhere }) => isElsewhere);
    const late = new AbortController();
    const patience = wait(FIRST_LOOK_MS, undefined, { signal: late.signal }).catch(() => {});
    const askedMs = this.parts.clock.nowMs();
    await Promise.race([Promise.all(elsewhere.map((witness) => witness.ask(checkpoint))), patience]);
    late.abort();
    return elsewhere.some((witness) => (witness.cosigned(checkpoint.size)?.timeMs ?? -Infinity) >= askedMs - SKEW_MS);
  }

  async cosign(checkpoint: SignedCheckpoint, signal: AbortSignal): Promise<CosignedCheckpoint> {
    const { witnesses, clock, freshMs, timeoutMs, policy } = this.parts;
    const { size } = checkpoint;
    const isFresh = (cosigned: Cosigned | null): boolean =>
      cosigned !== null && cosigned.timeMs + freshMs > clock.nowMs();
    const due = witnesses.filter((witness) => !isFresh(witness.cosigned(size)));
    const round = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const asked = due.map((witness) => witness.ask(checkpoint));
    await enough(asked, () => this.isMet(size), round);
    const cosigned = this.notedOf(checkpoint);
    if (!cosigned.isQuorumMet) refuseWithoutQuorum(policy, witnesses, size);
    return cosigned;
  }

  private isMet(size: number): boolean {
    const { policy, witnesses } = this.parts;
    const names = witnesses.filter((witness) => witness.cosigned(size)).map(({ name }) => name);
    return isQuorumMet(policy, new Set(names));
  }

  private notedOf({ size, note }: SignedCheckpoint): CosignedCheckpoint {
    const { witnesses } = this.parts;
    const cosigned = witnesses.flatMap((witness) => witness.cosigned(size) ?? []);
    const { text, signatures } = parseNote(note);
    const lines = cosigned.map(({ line }) => parseSignatureLine(line.replace(/\n$/u, '')));
    return {
      size,
      note: new TextEncoder().encode(formatNote(text, [...signatures, ...lines])),
      isQuorumMet: this.isMet(size),
      isComplete: cosigned.length === witnesses.length,
      cosignedTimeMs: cosigned.length === 0 ? null : Math.min(...cosigned.map(({ timeMs }) => timeMs)),
    };
  }
}

/** Until all have answered, or the quorum is met and a moment has passed, or the round is over. @throws what an answer throws. */
async function enough(asked: readonly Promise<void>[], isMet: () => boolean, round: AbortSignal): Promise<void> {
  const over = new Promise<void>((resolve) => {
    if (round.aborted) resolve();
    else round.addEventListener('abort', () => resolve(), { once: true });
  });
  const pending = new Set(asked);
  for (const answer of asked)
    void answer.then(
      () => pending.delete(answer),
      () => {},
    );
  while (pending.size > 0 && !isMet() && !round.aborted) await Promise.race([...pending, over]);
  if (pending.size === 0 || round.aborted)
    return void (await Promise.all(asked.filter((answer) => !pending.has(answer))));
  const grace = new AbortController();
  const patience = wait(GRACE_MS, undefined, { signal: grace.signal }).catch(() => {});
  await Promise.race([Promise.all(asked), patience, over]);
  grace.abort();
}
