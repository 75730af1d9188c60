/** Codes of {@link OfficerError}. */
export type OfficerErrorCode =
  /** A line of the file has not the form: nobody is let in, and nothing is written. */
  | 'OFFICERS_MALFORMED'
  /** More lines than {@link OFFICERS_MAX}. */
  | 'OFFICERS_MAX'
  /** Another command has held the file for too long. */
  | 'OFFICERS_BUSY'
  /** No node has made its keys in this folder. */
  | 'OFFICERS_NO_NODE'
  | 'OFFICER_NAME'
  | 'OFFICER_ROLES'
  | 'OFFICER_EXPIRES'
  | 'OFFICER_KNOWN'
  | 'OFFICER_UNKNOWN'
  | 'OFFICER_ENDED';

/** The file of officers, or a change to it, has not the form. The message names line and field, never a token or its hash. */
export class OfficerError extends Error {
  override readonly name = 'OfficerError';
  constructor(
    readonly code: OfficerErrorCode,
    message: string,
  ) {
    super(message);
  }
}
