/** Keys of this machine: in files, in the environment or elsewhere; and who a node is: origin, keys and policy in its data folder. */
export { EnvironmentKeys, KEY_VARIABLES, type KeyPurpose, type SigningPurpose } from './identity/environment-keys.js';
export { IdentityError, type IdentityErrorCode, RotationError } from './identity/error.js';
export { handOut } from './identity/hand-out.js';
export { type ListedKey, listKeys } from './identity/list-keys.js';
export { copyKeys } from './identity/copy-keys.js';
export type { LogKey } from './identity/log-keys.js';
export { loadLogVkeys, type LogVkeys } from './identity/load-log-vkeys.js';
export { loadIdentity, type NodeIdentity, type Witnesses } from './identity/node-identity.js';
export { NodeKeys } from './identity/node-keys.js';
export {
  beginLogRotation,
  type FinishedRotation,
  finishLogRotation,
  type KeyPlace,
  type LogRotation,
} from './identity/rotate-log-key.js';
export { guardedKey, SIGNING_TIMEOUT_MS, SigningError } from './signing/guarded-key.js';
export { loadKey, loadOrCreateKey } from './signing/key-file.js';
export { KeyFileError } from './signing/key-file-error.js';
export { signerOfText } from './signing/key-text.js';
export { NativeVerifier } from './signing/native.js';
export { nativeSha256 } from './signing/native-sha256.js';
export { readPrivateFile } from './signing/private-file.js';
export { generateKey, privateKeyOfSeed, type Signer, signerOf, signerOfSeed } from './signing/signer.js';
export { backupKeyOf, lookupKeyOf, parseStreamKey } from './signing/stream-key.js';
export { LocalSigningKey, SigningKey } from './signing/signing-key.js';
