import { SignatureAlgorithm, type SignatureVerifier } from '#libs/core/signatures';
import type { VerifyEd25519 } from '#libs/core/tlog';

/** The signature check that notes ask for, by verification profile 1. */
export const verifyEd25519With =
  (verifier: SignatureVerifier): VerifyEd25519 =>
  async ({ publicKey, message, signature }) => {
    const [good] = await verifier.verifyAll([{ algorithm: SignatureAlgorithm.ED25519, publicKey, message, signature }]);
    return good === true;
  };
