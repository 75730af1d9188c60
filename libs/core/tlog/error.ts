/** Every reason why this library refuses something. A new code does not compile until its users have an answer for it. */
export type TlogErrorCode =
  | 'HASH_LENGTH'
  | 'NUMBER_INVALID'
  | 'NUMBER_TOO_LARGE'
  | 'RANGE_MALFORMED'
  | 'INDEX_OUTSIDE_TREE'
  | 'NODE_MISSING'
  | 'PATH_LENGTH'
  | 'ROOT_MISMATCH'
  | 'CONSISTENCY_FROM_EMPTY'
  | 'SIZE_SHRANK'
  | 'BASE64_MALFORMED'
  | 'NOTE_MALFORMED'
  | 'NOTE_TOO_LARGE'
  | 'NOTE_UNSIGNED'
  | 'SIGNATURE_INVALID'
  | 'KEY_NAME_INVALID'
  | 'KEY_TYPE_UNSUPPORTED'
  | 'KEY_AMBIGUOUS'
  | 'VKEY_MALFORMED'
  | 'CHECKPOINT_MALFORMED'
  | 'ORIGIN_MISMATCH'
  | 'TILE_PATH_MALFORMED'
  | 'TILE_MALFORMED'
  | 'TILE_TOO_NARROW'
  | 'TILE_MISSING'
  | 'BUNDLE_MALFORMED'
  | 'ENTRY_TOO_LARGE'
  | 'PROOF_MALFORMED'
  | 'POLICY_MALFORMED'
  | 'LOG_UNKNOWN'
  | 'QUORUM_MISSED'
  | 'SIGNATURE_REPEATED'
  | 'WITNESS_REQUEST_MALFORMED'
  | 'WITNESS_ANSWER_MALFORMED';

/** What this library throws: the code is for programs, the message says what was expected and what came. */
export class TlogError extends Error {
  override readonly name = 'TlogError';
  constructor(
    readonly code: TlogErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
