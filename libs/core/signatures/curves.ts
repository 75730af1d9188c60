// Only ever imported with import(): a browser that has the algorithms natively must not load the curves.
export { ed25519 } from '@noble/curves/ed25519.js';
export { p256 } from '@noble/curves/nist.js';
