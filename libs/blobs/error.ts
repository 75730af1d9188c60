export type BlobErrorCode =
  /** A path that leaves the folder, or is none of ours. */
  | 'PATH_INVALID'
  /** A checkpoint of this size is stored, and it says something else. */
  | 'CHECKPOINT_DIFFERS';

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
