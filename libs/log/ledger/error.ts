/** Why the ledger refuses. A new code does not compile until its users have an answer for it. */
export type LedgerErrorCode =
  /** Another process holds the lease, or ours ran out: stop, forget, wait as stand-by. */
  | 'LEASE_LOST'
  /** The head is not where this process left it: somebody else wrote. */
  | 'HEAD_MOVED'
  /** A stored value has not the form that this program writes. */
  | 'ROW_MALFORMED'
  /** A scan was about to be logged without anybody having verified its signature. */
  | 'SIGNATURE_UNVERIFIED'
  /** An entry of the log has ended the receipt key of this process: what it would sign counts for nobody. */
  | 'RECEIPT_KEY_ENDED'
  /** The database has not this program's tables. */
  | 'SCHEMA_MISSING'
  /** The database belongs to a log with another origin or key. */
  | 'IDENTITY_MISMATCH';

export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  constructor(
    readonly code: LedgerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
