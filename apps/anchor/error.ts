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
  /** The log says that the node's receipt key has ended: nobody would believe its receipts. */
  | 'RECEIPT_KEY_ENDED'
  /** The log says that the node's operator key has ended, and something has to be signed with it. */
  | 'OPERATOR_KEY_ENDED'
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

/** What an operator can do about a database that lacks what was signed; said at the end of each such refusal. */
export const RECOVER_OR_RESTORE =
  'npx cairn recover --replace rebuilds the database from the public log and the private parts beside it';

/** A third source of truth beside database and stored checkpoints: what a witness has seen cannot be taken back. */
export const witnessAhead = ({
  witness,
  witnessSize,
  signedSize,
}: {
  /** Its name in the policy. */
  readonly witness: string;
  readonly witnessSize: number;
  /** Of the largest checkpoint that is kept here. */
  readonly signedSize: number;
}): RefusalError =>
  new RefusalError(
    'WITNESS_AHEAD',
    `witness ${witness} has cosigned size ${witnessSize} of this log, and the largest checkpoint that is kept here has size ${signedSize}: the database was set back, or this is a copy of a node that went on. Where data/log has size ${witnessSize}, ${RECOVER_OR_RESTORE}; else restore the database and the folder of the node that went on, and stop the copy. If the witness is wrong, take it out of policy.txt.`,
  );
