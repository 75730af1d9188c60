export type WitnessErrorCode =
  /** A log to witness has no usable key, or two keys that cannot be told apart. */
  | 'LOG_KEYS_INVALID'
  /** Another process works on the folder. */
  | 'FOLDER_IN_USE'
  /** The folder holds what no witness has written. */
  | 'FOLDER_FOREIGN'
  /** A new witness needs a name. */
  | 'NAME_MISSING'
  /** The witness of this folder has another name. */
  | 'NAME_CHANGED'
  /** The key file is gone, or holds another key than the witness of this folder has. */
  | 'KEY_CHANGED'
  /** A policy has the witness's key under another name, or its name with another key. */
  | 'POLICY_MISFIT'
  /** A file of the store cannot be read, or does not carry the witness's own cosignature. */
  | 'STORE_BROKEN'
  /** A file of the store is gone. */
  | 'STORE_INCOMPLETE'
  /** The address of a witness is no http or https URL. */
  | 'URL_INVALID';

/** Why a witness does not start. It never starts afresh instead: what it has forgotten it would sign again. */
export class WitnessError extends Error {
  override readonly name = 'WitnessError';
  constructor(
    readonly code: WitnessErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
