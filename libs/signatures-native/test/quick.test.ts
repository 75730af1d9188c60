import { generateKey, NativeVerifier, signerOf } from '#libs/signatures-native';
import { checkPublicKey, NobleVerifier, WebCryptoVerifier } from '#libs/signatures';

describe('a signature made natively', () => {
  it.each([1, 2] as const)(
    'of algorithm %i is valid for every verifier, and for no other message',
    async (algorithm) => {
      const signer = signerOf(generateKey(algorithm));
      checkPublicKey(algorithm, signer.publicKey);
      const message = Uint8Array.of(1, 2, 3);
      const check = { algorithm, publicKey: signer.publicKey, message, signature: signer.sign(message) };
      const checks = [check, { ...check, message: Uint8Array.of(1, 2) }];
      for (const verifier of [new NativeVerifier(), new NobleVerifier(), new WebCryptoVerifier()]) {
        expect(await verifier.verifyAll(checks)).toEqual([true, false]);
      }
    },
  );
});
