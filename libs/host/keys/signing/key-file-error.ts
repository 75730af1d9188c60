/** A file or a text that holds no key that can be used. No message ever quotes what was read. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
  constructor(
    readonly code:
      /** Holds no private key in PKCS#8. */
      | 'KEY_FILE_UNREADABLE'
      /** Holds a key of another algorithm. */
      | 'KEY_FILE_ALGORITHM'
      /** Others than its owner may read it. */
      | 'KEY_FILE_MODE',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
