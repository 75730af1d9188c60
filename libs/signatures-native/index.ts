export { guardedKey, SIGNING_TIMEOUT_MS, SigningError } from './guarded-key.js';
export { loadKey, loadOrCreateKey } from './key-file.js';
export { KeyFileError } from './key-file-error.js';
export { signerOfText } from './key-text.js';
export { NativeVerifier } from './native.js';
export { readPrivateFile } from './private-file.js';
export { generateKey, privateKeyOfSeed, type Signer, signerOf, signerOfSeed } from './signer.js';
export { LocalSigningKey, SigningKey } from './signing-key.js';
