// Verification profile 1 in a real Chromium: every case gets the verdict there that node:crypto, WebCrypto and @noble/curves give it
// in Node. The page comes once by TLS, where the platform has all algorithms, and once without, where it has none.
import { NobleVerifier, WebCryptoVerifier } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import { edgeCases } from '../kit/signatures/edge-cases.js';
import {
  describeWithPublished,
  ed25519EdgeVectors,
  type PublishedCase,
  wycheproofEd25519,
  wycheproofP256,
} from '../kit/signatures/published.js';
import { describeWithReal } from '../support/services.js';
import { ADDRESSES, ProfileBrowser } from './profile-browser.js';
import type { Way } from './profile-page.js';

interface Place {
  readonly address: string;
  readonly way: Way;
  /** For which algorithms the curves must have been loaded. */
  readonly byCurves: readonly (1 | 2)[];
}

const PLACES: readonly (readonly [string, Place])[] = [
  ['its WebCrypto', { address: ADDRESSES.tls, way: 'platform', byCurves: [] }],
  ['its WebCrypto without Ed25519', { address: ADDRESSES.tls, way: 'without Ed25519', byCurves: [1] }],
  ['no WebCrypto, for the page came without TLS', { address: ADDRESSES.plain, way: 'platform', byCurves: [1, 2] }],
  ['the curves alone', { address: ADDRESSES.tls, way: 'curves', byCurves: [1, 2] }],
];

let browser: ProfileBrowser;
const inBrowser = (name: string, suite: () => void): void =>
  describeWithReal('chromium', name, (executablePath) => {
    beforeAll(async () => void (browser = await ProfileBrowser.launch(executablePath)));
    afterAll(() => browser?.close());
    suite();
  });

/** One verdict of all, there and here, and the one that the case must have. */
async function expectOneVerdict(cases: readonly PublishedCase[], { address, way, byCurves }: Place): Promise<void> {
  const checks = cases.map(({ check }) => check);
  const seen = await browser.judge(address, way, checks);
  expect(seen.usedFallback).toBe(checks.some(({ algorithm }) => byCurves.includes(algorithm)));
  expect(seen.verdicts.length).toBe(cases.length);
  const here = {
    'node:crypto': await new NativeVerifier().verifyAll(checks),
    WebCrypto: await new WebCryptoVerifier().verifyAll(checks),
    '@noble/curves': await new NobleVerifier().verifyAll(checks),
    'the case itself': cases.map(({ valid }) => valid),
  };
  for (const [who, verdicts] of Object.entries(here)) {
    const otherwise = cases.filter((_, at) => verdicts[at] !== seen.verdicts[at]).map(({ name }) => name);
    expect({ who, otherwise }).toEqual({ who, otherwise: [] });
  }
}

inBrowser('verification profile 1 in a browser, on our own cases', () => {
  it('its platform has WebCrypto by TLS, and none without', async () => {
    expect(await browser.hasWebCrypto(ADDRESSES.tls)).toBe(true);
    expect(await browser.hasWebCrypto(ADDRESSES.plain)).toBe(false);
  });

  it.each(PLACES)('gives with %s the verdict that Node gives', async (_with, place) => {
    const cases = edgeCases().map(({ name, valid, ...check }) => ({ name, valid, check }));
    expect(cases.length).toBeGreaterThanOrEqual(70);
    await expectOneVerdict(cases, place);
  });
});

describeWithPublished('on published vectors', () => {
  inBrowser('verification profile 1 in a browser', () => {
    describe.each(PLACES)('gives with %s the verdict that Node gives', (_with, place) => {
      it('to the 914 Ed25519 edge cases, of which one is accepted', async () => {
        const cases = ed25519EdgeVectors();
        expect([cases.length, cases.filter(({ valid }) => valid).length]).toEqual([914, 1]);
        await expectOneVerdict(cases, place);
      });

      it('to Wycheproof on Ed25519', () => expectOneVerdict(wycheproofEd25519(), place));
      it('to Wycheproof on P-256 with r || s', () => expectOneVerdict(wycheproofP256(), place));
    });
  });
});
