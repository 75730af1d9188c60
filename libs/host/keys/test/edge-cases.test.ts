import { NobleVerifier, WebCryptoVerifier } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import { goldenFile } from '../../../../test/kit/golden-file.js';
import { edgeCases } from '../../../../test/kit/signatures/edge-cases.js';

// test/vectors/signatures.json: verification profile 1 rule by rule, for verifiers in every language.
// To write it anew: CAIRN_WRITE_VECTORS=1 npm test -- libs/host/keys/test/edge-cases

const cases = edgeCases();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const made = {
  about:
    'Verification profile 1 (docs/formats/scan.md) at its edges. Bytes are hex; algorithm 1 is Ed25519, 2 is P-256.',
  cases: cases.map(({ publicKey, message, signature, ...rest }) => ({
    ...rest,
    publicKey: hex(publicKey),
    message: hex(message),
    signature: hex(signature),
  })),
};

const golden = await goldenFile('signatures.json', made);

it('the vectors are those of the curves', () => expect(made).toEqual(golden));

it.each([
  ['node:crypto', new NativeVerifier()],
  ['WebCrypto', new WebCryptoVerifier()],
  ['@noble/curves', new NobleVerifier()],
])('%s gives every case its verdict', async (_name, verifier) => {
  const verdicts = await verifier.verifyAll(cases);
  expect(cases.filter(({ valid }, at) => verdicts[at] !== valid).map(({ name }) => name)).toEqual([]);
});
