/** The signature profile: which keys and signatures count, the same in every verifier. */
export {
  isSignatureAlgorithm,
  KEY_ID_BYTES,
  keyIdOf,
  PUBLIC_KEY_BYTES,
  SIGNATURE_BYTES,
  SignatureAlgorithm,
} from './algorithm.js';
export { SignatureError, type SignatureErrorCode } from './errors.js';
export { KeyJudge } from './key-judge.js';
export { expandP256PublicKey } from './p256-key.js';
export { checkPublicKey, hasSignatureForm, normaliseSignature } from './profile.js';
export { type SignatureCheck, SignatureVerifier } from './verifier.js';
export { NobleVerifier } from './noble.js';
export { type VerifyingSubtle, WebCryptoVerifier } from './webcrypto.js';
