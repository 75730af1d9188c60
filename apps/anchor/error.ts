/** Why the anchor refuses to go on. Nothing mends itself here: an operator has to look. */
export type RefusalCode =
  /** A stored checkpoint and the database contradict each other (promise P4). */
  | 'CHECKPOINT_CONTRADICTED'
  /** The database has fewer entries than a stored checkpoint covers: it was set back. */
  | 'DATABASE_BEHIND'
  /** The database holds a log and the store of checkpoints is missing or empty. */
  | 'CHECKPOINTS_MISSING'
  /** A stored checkpoint cannot be opened with the key of this log. */
  | 'CHECKPOINT_UNREADABLE'
  /** A witness has cosigned a larger tree of this log than was signed here. */
  | 'WITNESS_AHEAD'
  /** A witness has another root at the size that was signed here. */
  | 'WITNESS_CONTRADICTS'
  /** A key file or the origin is missing, and a log has been begun with it. */
  | 'IDENTITY_MISSING'
  /** Keys, origin, policy and database are not of one log. */
  | 'IDENTITY_MISMATCH';

/** One sentence for the operator: what disagrees, and what can be done. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  constructor(
    readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
