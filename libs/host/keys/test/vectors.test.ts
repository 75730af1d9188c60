import { NativeVerifier } from '#libs/host/keys';
import { NobleVerifier, WebCryptoVerifier } from '#libs/core/signatures';
import {
  describeWithPublished,
  ed25519EdgeVectors,
  type PublishedCase,
  wycheproofEd25519,
  wycheproofP256,
} from '../../../../test/kit/signatures/published.js';

/** Runs all verifiers, requires one verdict of all, and returns the names of the cases that are judged otherwise than they must be. */
async function misjudged(cases: readonly PublishedCase[]): Promise<string[]> {
  const checks = cases.map(({ check }) => check);
  const native = await new NativeVerifier().verifyAll(checks);
  expect(await new NobleVerifier().verifyAll(checks)).toEqual(native);
  expect(await new WebCryptoVerifier().verifyAll(checks)).toEqual(native);
  return cases.filter(({ valid }, index) => native[index] !== valid).map(({ name }) => name);
}

describeWithPublished('verification profile 1 on published vectors', () => {
  it('accepts of the 914 Ed25519 edge cases exactly the one without a flag, in every verifier', async () => {
    const cases = ed25519EdgeVectors();
    expect([cases.length, cases.filter(({ valid }) => valid).length]).toEqual([914, 1]);
    expect(await misjudged(cases)).toEqual([]);
  });

  it('agrees with Wycheproof on Ed25519', async () => {
    expect(await misjudged(wycheproofEd25519())).toEqual([]);
  });

  it('agrees with Wycheproof on P-256 with r || s', async () => {
    expect(await misjudged(wycheproofP256())).toEqual([]);
  });
});
