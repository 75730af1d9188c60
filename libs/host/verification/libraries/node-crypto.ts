import { verify } from 'node:crypto';
import { SignatureAlgorithm } from '#libs/core/signatures';
import type { VerifyingLibrary } from './library.js';
import { PublicKeys } from './public-keys.js';

/** Bounds what keys take of a thread to 20 MB. */
const KEYS_MAX = 5_000;

/** OpenSSL as Node brings it: both algorithms, everywhere. */
export function nodeCryptoLibrary(): VerifyingLibrary {
  const keys = new PublicKeys(null, { keysMax: KEYS_MAX });
  return {
    name: 'node:crypto',
    verify(check) {
      const key = keys.of(check);
      if (key === 'no key') return false;
      return check.algorithm === SignatureAlgorithm.ED25519
        ? verify(null, check.message, key, check.signature)
        : verify('sha256', check.message, { key, dsaEncoding: 'ieee-p1363' }, check.signature);
    },
  };
}
