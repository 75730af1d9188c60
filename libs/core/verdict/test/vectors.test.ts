import { NativeVerifier } from '#libs/host/keys';
import { NobleVerifier, type SignatureVerifier, WebCryptoVerifier } from '#libs/core/signatures';
import { RememberingVerifier } from '../../../../test/kit/forgery/remembering-verifier.js';
import { goldenFile } from '../../../../test/kit/golden-file.js';
import { judgeEvidence } from '../judge.js';
import { type EvidenceVector, theVectors } from './vectors.js';
import { vectorsAlone } from './vectors-alone.js';
import { theKeyVectors } from './vectors-keys.js';
import { theLaterVectors } from './vectors-later.js';
import { theVersion2Vectors } from './vectors-version-2.js';

// test/vectors/evidence.json is what verifiers in other languages are held against. A change of it is a change of the format or of
// its rules. To write it anew: CAIRN_WRITE_VECTORS=1 npm test -- libs/core/verdict/test/vectors

const vectors = [
  ...(await theVectors()),
  ...(await vectorsAlone()),
  ...(await theKeyVectors()),
  ...(await theLaterVectors()),
  ...(await theVersion2Vectors()),
];
const made = {
  about: 'Evidence, policies and the exit code that every verifier gives. See docs/formats/evidence.md.',
  vectors,
};

const golden = await goldenFile('evidence.json', made);

it('the vectors are what this version writes', () => expect(made).toEqual(golden));

const native = new NativeVerifier();
const judged = async ({ evidence, policy, object }: EvidenceVector, verifier: SignatureVerifier = native) =>
  judgeEvidence({ evidence, policy, verifier, ...(object !== undefined && { object }) });

it.each(vectors.map((vector) => [vector.exit, vector.name, vector] as const))('%i for %s', async (exit, _, vector) => {
  expect((await judged(vector)).exit).toBe(exit);
});

it('every verifier says the same in every word', async () => {
  const others = [new NobleVerifier(), new WebCryptoVerifier(crypto.subtle)].map(
    (verifier) => new RememberingVerifier(verifier),
  );
  for (const vector of vectors) {
    const said = await judged(vector);
    for (const other of others) expect(await judged(vector, other)).toEqual(said);
  }
});
