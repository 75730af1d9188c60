/** A checkpoint that the log has signed, and that is kept outside the database. */
export interface SignedCheckpoint {
  readonly size: number;
  /** The signed note, with the signature of the log alone. */
  readonly note: Uint8Array;
}

/** What came of asking the witnesses of the policy. */
export interface CosignedCheckpoint extends SignedCheckpoint {
  /** Whether the policy lets this note out. */
  readonly isQuorumMet: boolean;
  /** Whether every witness that can be asked has cosigned. */
  readonly isComplete: boolean;
  /** When the oldest of its cosignatures was made, ms since 1970; null without any. */
  readonly cosignedTimeMs: number | null;
}

/** Gets cosignatures for checkpoints. Never throws for what a witness does or does not do, within its deadline. */
export interface Cosigner {
  /** Whether there is a witness to ask. */
  readonly hasWitnesses: boolean;
  /** Whether a checkpoint may be shown that nobody has cosigned. */
  readonly needsNone: boolean;

  /**
   * Asks before anything is signed, with the largest checkpoint that was, whether a witness knows more of this log. One that is away says nothing.
   * @throws {RefusalError} WITNESS_AHEAD, WITNESS_CONTRADICTS
   */
  requireNoneAhead(checkpoint: SignedCheckpoint): Promise<void>;

  /** Whether a witness on another machine cosigns this now, at about the time that it is here. */
  agreesOnTime(checkpoint: SignedCheckpoint): Promise<boolean>;

  /** @throws {RefusalError} WITNESS_AHEAD, WITNESS_CONTRADICTS, where what the witnesses know forbids to go on. */
  cosign(checkpoint: SignedCheckpoint, signal: AbortSignal): Promise<CosignedCheckpoint>;
}
