/**
 * NODE_KEYS_MISSING the data folder has no operator's key, stream key or log origin: no node was started there;
 * DEVICE_OTHERWISE a device of this name is enrolled with another key, boot or party, or its folder is gone;
 * PARTY_UNKNOWN a device names a party that is neither enrolled nor in the request;
 * NOT_LOGGED the node did not log it in time.
 */
export type EnrolmentErrorCode = 'NODE_KEYS_MISSING' | 'DEVICE_OTHERWISE' | 'PARTY_UNKNOWN' | 'NOT_LOGGED';

export class EnrolmentError extends Error {
  override readonly name = 'EnrolmentError';
  constructor(
    readonly code: EnrolmentErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
