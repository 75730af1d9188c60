export type BlobErrorCode =
  /** A path that leaves the folder, or is none of ours. */
  | 'PATH_INVALID'
  /** A checkpoint of this size is stored, and it says something else. */
  | 'CHECKPOINT_DIFFERS'
  /** A file of private parts is torn, changed, or of another bundle. */
  | 'PRIVATE_UNREADABLE'
  /** Private parts, or one value of them, that should be in a file are not. */
  | 'PRIVATE_MISSING';

export class BlobError extends Error {
  override readonly name = 'BlobError';
  constructor(
    readonly code: BlobErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
