/** Every reason why a code or URI is refused. A new code does not compile until its users have an answer for it. */
export type Gs1ErrorCode =
  /** The last digit does not follow from the others. */
  | 'CHECK_DIGIT'
  /** Too short, too long or empty. */
  | 'LENGTH'
  /** A character that this part may not have. */
  | 'CHARACTERS'
  /** A `%` without two hex digits after it. */
  | 'PERCENT_ENCODING'
  /** No key that this library knows. */
  | 'UNKNOWN_KEY'
  /** A second key beside the first: one URI names one thing. */
  | 'TWO_KEYS'
  /** A part that does not belong to the key, stands twice or lacks its value. */
  | 'QUALIFIER'
  /** A company prefix that has not 4 to 12 digits, or does not fit. */
  | 'COMPANY_PREFIX'
  /** Neither an absolute URI nor an element string. */
  | 'NOT_A_URI'
  /** A scheme that must not name a thing (javascript: and its like). */
  | 'SCHEME';

/** What this library throws. The message names the part, what was expected and what came; it may be shown to people as it is. */
export class Gs1Error extends Error {
  override readonly name = 'Gs1Error';
  constructor(
    readonly code: Gs1ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
