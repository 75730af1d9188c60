export { KeyFileError, loadKey, loadOrCreateKey } from './key-file.js';
export { NativeVerifier } from './native.js';
export { generateKey, type Signer, signerOf, signerOfSeed } from './signer.js';
