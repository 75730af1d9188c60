/** Who a node is: origin, keys and policy in its data folder. Made at the first start by whichever program comes first. */
export { EnvironmentKeys, KEY_VARIABLES, type KeyPurpose, type SigningPurpose } from './environment-keys.js';
export { IdentityError, type IdentityErrorCode, RotationError } from './error.js';
export { type ListedKey, listKeys } from './list-keys.js';
export type { LogKey } from './log-keys.js';
export { loadLogVkeys, type LogVkeys } from './load-log-vkeys.js';
export { loadIdentity, type NodeIdentity, type Witnesses } from './node-identity.js';
export { NodeKeys } from './node-keys.js';
export {
  beginLogRotation,
  type FinishedRotation,
  finishLogRotation,
  type KeyPlace,
  type LogRotation,
} from './rotate-log-key.js';
