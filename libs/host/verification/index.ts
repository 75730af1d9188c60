/** Verification of signatures on this machine: off the event loop, by the fastest library that is there. */
export { VerificationError, type VerificationErrorCode } from './errors.js';
export { chooseLibrary, type ChosenLibrary } from './libraries/choose.js';
export type { LibraryName, VerifyingLibrary } from './libraries/library.js';
export { nodeCryptoLibrary } from './libraries/node-crypto.js';
export { PublicKeys } from './libraries/public-keys.js';
export { loadSodium, sodiumLibrary } from './libraries/sodium.js';
export { SynchronousVerifier } from './synchronous-verifier.js';
export { openVerifierPool, type PooledVerifier, type VerifierPoolOptions } from './threads/open-pool.js';
