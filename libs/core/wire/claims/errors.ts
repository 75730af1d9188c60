/** Codes of {@link ScanError}: why the private parts of a scan or event do not fit what was signed. */
export type ScanErrorCode =
  | 'URI_MISSING'
  | 'URI_NOT_CANONICAL'
  | 'URI_MISMATCH'
  | 'DISCLOSURE_MISSING'
  | 'DISCLOSURE_FORM'
  | 'DISCLOSURE_MISMATCH'
  | 'CLAIM_UNKNOWN'
  | 'CLAIM_REPEATED'
  | 'CLAIM_VALUE';

/** URIs or disclosures that do not fit what was signed. */
export class ScanError extends Error {
  override readonly name = 'ScanError';
  constructor(
    readonly code: ScanErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
