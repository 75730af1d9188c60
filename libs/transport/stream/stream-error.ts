export type StreamErrorCode =
  | 'CLOSED'
  | 'UNAVAILABLE'
  | 'REFUSED'
  | 'QUEUE_FULL'
  | 'RECORD_TOO_LARGE'
  | 'PARTITION_UNKNOWN'
  | 'TRIMMED'
  | 'AHEAD'
  | 'HOLE'
  | 'RECORD_MALFORMED'
  | 'MAC_MISMATCH'
  | 'KEY_MALFORMED';

export class StreamError extends Error {
  override readonly name = 'StreamError';
  constructor(
    readonly code: StreamErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
