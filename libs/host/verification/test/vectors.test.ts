import { chooseLibrary, nodeCryptoLibrary, SynchronousVerifier } from '#libs/host/verification';
import { edgeCases } from '../../../../test/kit/signatures/edge-cases.js';
import {
  describeWithPublished,
  ed25519EdgeVectors,
  type PublishedCase,
  wycheproofEd25519,
  wycheproofP256,
} from '../../../../test/kit/signatures/published.js';

// NativeVerifier, WebCrypto and @noble/curves are held to the same verdicts by libs/host/keys/test.
const { library: native } = await chooseLibrary();
const sodium = new SynchronousVerifier(native);

/** Names of the cases on which not both libraries give the verdict that the profile gives. */
async function misjudged(cases: readonly PublishedCase[]): Promise<string[]> {
  const checks = cases.map(({ check }) => check);
  const verifiers = [sodium, new SynchronousVerifier(nodeCryptoLibrary())];
  const verdicts = await Promise.all(verifiers.map((verifier) => verifier.verifyAll(checks)));
  return cases.filter(({ valid }, at) => verdicts.some((given) => given[at] !== valid)).map(({ name }) => name);
}

it('the fastest library is here', () => expect(native.name).toBe('sodium-native'));

it('every rule of the profile at its edges', async () => {
  const cases = edgeCases().map(({ name, valid, ...check }) => ({ name, valid, check }));
  expect(cases.length).toBeGreaterThan(60);
  expect(await misjudged(cases)).toEqual([]);
});

it('keys that are enrolled get the same verdicts without being judged again', async () => {
  const sound = edgeCases().filter(({ name }) => !name.includes('key'));
  const verifier = new SynchronousVerifier(native, { keysAreEnrolled: true });
  expect(await verifier.verifyAll(sound)).toEqual(sound.map(({ valid }) => valid));
});

describeWithPublished('sodium-native and node:crypto on published vectors', () => {
  it('agree on the 914 Ed25519 edge cases, of which one is valid', async () => {
    const cases = ed25519EdgeVectors();
    expect([cases.length, cases.filter(({ valid }) => valid).length]).toEqual([914, 1]);
    expect(await misjudged(cases)).toEqual([]);
  });

  it('agree with Wycheproof on Ed25519', async () => expect(await misjudged(wycheproofEd25519())).toEqual([]));

  it('agree with Wycheproof on P-256 with r || s', async () => expect(await misjudged(wycheproofP256())).toEqual([]));
});
