/**
 * NODE_KEYS_MISSING the data folder has no operator's key, stream key or log origin: no node was started there;
 * DEVICE_OTHERWISE a device of this name is enrolled with another key, boot or party, or its folder is gone;
 * PARTY_UNKNOWN a device names a party that is neither enrolled nor in the request;
 * NOT_LOGGED the node did not log it in time; REFUSED the node will never log it;
 * NAMED_OTHERWISE a claim names another party or device than the one that is enrolled;
 * NAME_RESERVED a device by this name would have rights of others at a broker;
 * DEVICE_UNKNOWN no device of this name is enrolled; KEY_UNKNOWN it has or had no such key; KEY_INVALID not every verifier takes this
 * key; BROKER_UNKNOWN nobody has said where devices connect; KEY_ENDED there is no active key to go on with; PASSWORD_ENDED its
 * password was ended, and only `cairn device password` or a renewal gives another; NEXT_KEY_MISSING keys come from the environment, and
 * the next one is not there.
 */
export type EnrolmentErrorCode =
  | 'NODE_KEYS_MISSING'
  | 'DEVICE_OTHERWISE'
  | 'PARTY_UNKNOWN'
  | 'NOT_LOGGED'
  | 'REFUSED'
  | 'NAMED_OTHERWISE'
  | 'NAME_RESERVED'
  | 'DEVICE_UNKNOWN'
  | 'KEY_UNKNOWN'
  | 'KEY_INVALID'
  | 'KEY_ENDED'
  | 'PASSWORD_ENDED'
  | 'NEXT_KEY_MISSING'
  | 'BROKER_UNKNOWN';

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
