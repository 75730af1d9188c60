/**
 * Codes of {@link WireError}: why bytes are not a message of this format. They go back to devices as reject reasons, and
 * docs/formats/scan.md explains each.
 */
export type WireErrorCode =
  | 'UNKNOWN_FIELD'
  | 'TRAILING_BYTES'
  | 'REPEATED_FIELD'
  | 'FIELD_ORDER'
  | 'FIELD_MISSING'
  | 'WIRE_TYPE'
  | 'VARINT_OVERLONG'
  | 'NUMBER_TOO_LARGE'
  | 'DEFAULT_VALUE_ENCODED'
  | 'TRUNCATED'
  | 'UTF8_INVALID'
  | 'LENGTH_WRONG'
  | 'ENUM_UNKNOWN'
  | 'LIMIT_SCAN_BYTES'
  | 'LIMIT_HEADER_BYTES'
  | 'LIMIT_OBJECTS'
  | 'LIMIT_CLAIMS'
  | 'LIMIT_ENTRY_BYTES'
  | 'LIMIT_RECEIPT_BYTES'
  | 'LIMIT_TEXT_BYTES'
  | 'LIMIT_BODY_BYTES'
  | 'LIMIT_RANGES'
  | 'COUNTER_MISSING'
  | 'PREVIOUS_FORM'
  | 'ZONE_OFFSET_RANGE'
  | 'OBJECTS_ORDER'
  | 'ROLES_LENGTH'
  | 'ROLE_UNKNOWN'
  | 'ROLE_COMBINATION'
  | 'ACTION_COMBINATION'
  | 'PROFILE_UNKNOWN'
  | 'EVENT_KIND_UNSUPPORTED'
  | 'EVENT_OBJECTS_MISMATCH'
  | 'STATEMENTS_UNRELATED'
  | 'RANGES_FORM'
  | 'VALUE_INVALID'
  | 'MALFORMED';

/** Bytes that are not a message of this format, or (VALUE_INVALID) a value that no message can hold. */
export class WireError extends Error {
  override readonly name = 'WireError';
  constructor(
    readonly code: WireErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
