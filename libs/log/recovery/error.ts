/** Why nothing is rebuilt. Whatever was there before is left as it was. */
export type RecoverErrorCode =
  /** A node works on this database. */
  | 'NODE_RUNS'
  /** The database holds a log, and nobody said that it may be put aside. */
  | 'DATABASE_NOT_EMPTY'
  /** No signed checkpoint says how long the log is. */
  | 'CHECKPOINTS_MISSING'
  /** A signed checkpoint cannot be opened with the key of the log. */
  | 'CHECKPOINT_UNREADABLE'
  /** The entries of the public log do not give the root that was signed, or some are missing. */
  | 'LOG_DAMAGED'
  /** What was rebuilt does not agree with the files. */
  | 'CHECK_FAILED'
  /** A backup holds tables or columns that this version does not have. */
  | 'STATE_UNKNOWN';

/** One sentence for the operator: what is wrong, and what can be done. */
export class RecoverError extends Error {
  override readonly name = 'RecoverError';
  constructor(
    readonly code: RecoverErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
