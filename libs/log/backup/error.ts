export type BackupErrorCode =
  /** Another backup goes into the same folder at this moment. */
  | 'BACKUP_RUNS'
  /** No checkpoint has been signed: there is nothing to keep yet. */
  | 'NOT_BEGUN'
  /** A file that the newest signed checkpoint stands on is missing or too short. */
  | 'LOG_DAMAGED'
  /** No backup lies there, or one of a later format. */
  | 'BACKUP_UNKNOWN'
  /** The list of files was not sealed with the key of this node. */
  | 'SEAL_BROKEN'
  /** A file is not what the list says, is missing, or stands in no list. */
  | 'FILES_DIFFER';

/** One sentence for the operator: what is wrong, and what can be done. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  constructor(
    readonly code: BackupErrorCode,
    message: string,
    /** A line each: the files that differ. */
    readonly details: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
