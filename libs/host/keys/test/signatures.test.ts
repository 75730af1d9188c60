import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey, NativeVerifier, type Signer, signerOf, signerOfSeed } from '#libs/host/keys';
import {
  checkPublicKey,
  keyIdOf,
  NobleVerifier,
  normaliseSignature,
  type SignatureCheck,
  type SignatureVerifier,
  WebCryptoVerifier,
} from '#libs/core/signatures';

const VERIFIERS: readonly (readonly [string, SignatureVerifier])[] = [
  ['native', new NativeVerifier()],
  ['native, keys enrolled', new NativeVerifier({ keysAreEnrolled: true })],
  ['noble', new NobleVerifier()],
  ['WebCrypto', new WebCryptoVerifier()],
];
const ALGORITHMS = [1, 2] as const;
const MESSAGE = Uint8Array.of(1, 2, 3);
/** Of libuv's pool, unless it was told otherwise. */
const THREADS = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);

const signed = (signer: Signer): SignatureCheck => ({
  algorithm: signer.algorithm,
  publicKey: signer.publicKey,
  message: MESSAGE,
  signature: signer.sign(MESSAGE),
});
const changed = (bytes: Uint8Array, index: number): Uint8Array =>
  bytes.map((byte, at) => (at === index ? byte ^ 1 : byte));

describe.each(ALGORITHMS)('a signature of algorithm %i', (algorithm) => {
  const signer = signerOf(generateKey(algorithm));
  const check = signed(signer);

  it('is made by a key that may be enrolled', () => {
    expect(() => checkPublicKey(algorithm, signer.publicKey)).not.toThrow();
    expect(signer.keyId).toEqual(keyIdOf(algorithm, signer.publicKey));
  });

  describe.each(VERIFIERS)('for %s', (_name, verifier) => {
    it('is valid', async () => expect(await verifier.verifyAll([check])).toEqual([true]));

    it('is not valid for another message, key, algorithm, or with any part changed', async () => {
      const other = signerOf(generateKey(algorithm));
      const wrong = [
        { ...check, message: changed(MESSAGE, 0) },
        { ...check, publicKey: other.publicKey },
        { ...check, algorithm: algorithm === 1 ? (2 as const) : (1 as const) },
        { ...check, algorithm: 3 as never },
        { ...check, signature: changed(check.signature, 0) },
        { ...check, signature: changed(check.signature, 33) },
        { ...check, signature: check.signature.subarray(0, 63) },
        { ...check, signature: new Uint8Array(0) },
        { ...check, signature: Uint8Array.of(...check.signature, 0) },
        { ...check, publicKey: new Uint8Array(0) },
      ];
      expect(await verifier.verifyAll(wrong)).toEqual(wrong.map(() => false));
    });

    it('gets its verdict at its own place', async () => {
      const bad = { ...check, message: changed(MESSAGE, 1) };
      expect(await verifier.verifyAll([bad, check, bad, check, check])).toEqual([false, true, false, true, true]);
    });
  });
});

it('of P-256 is valid with s in either half for every verifier, and is logged in the lower one', async () => {
  const signer = signerOf(generateKey(2));
  const low = signed(signer);
  const high = { ...low, signature: otherHalf(low.signature) };
  for (const [, verifier] of VERIFIERS) expect(await verifier.verifyAll([low, high])).toEqual([true, true]);
  expect(normaliseSignature(2, high.signature)).toEqual(low.signature);
  expect(normaliseSignature(2, low.signature)).toBe(low.signature);
});

it('of Ed25519 is logged as it is', () => {
  const { signature } = signed(signerOf(generateKey(1)));
  expect(normaliseSignature(1, signature)).toBe(signature);
});

it('of a seed is the one of RFC 8032, 7.1, test 2', () => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
  const signer = signerOfSeed(hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'));
  expect(signer.publicKey).toEqual(hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'));
  expect(signer.sign(Uint8Array.of(0x72))).toEqual(
    hex(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ),
  );
});

it('is checked on other threads: while those are all taken no verdict comes, and the event loop goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-threads-'));
  // Whoever opens a pipe to read keeps a thread of the pool until somebody opens it to write.
  const pipes = Array.from({ length: THREADS }, (_, place) => join(folder, `pipe-${place}`));
  execFileSync('mkfifo', pipes);
  const readers = pipes.map((pipe) => open(pipe, 'r'));
  const checks = Array.from({ length: 20 }, () => signed(signerOf(generateKey(1))));
  let isJudged = false;
  const verdicts = new NativeVerifier({ keysAreEnrolled: true }).verifyAll(checks).finally(() => (isJudged = true));
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  const wasJudged = isJudged;
  for (const pipe of pipes) closeSync(openSync(pipe, 'w'));
  expect([wasJudged, (await verdicts).every(Boolean)]).toEqual([false, true]);
  for (const reader of await Promise.all(readers)) await reader.close();
  rmSync(folder, { recursive: true });
});

/** The other s that verifies: n - s. */
function otherHalf(signature: Uint8Array): Uint8Array {
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  return Uint8Array.of(...signature.subarray(0, 32), ...Buffer.from((n - s).toString(16).padStart(64, '0'), 'hex'));
}
