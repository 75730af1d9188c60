import { inspect } from 'node:util';
import { SignatureAlgorithm } from '#libs/core/signatures';
import {
  generateKey,
  guardedKey,
  LocalSigningKey,
  NativeVerifier,
  type Signer,
  signerOf,
  SigningKey,
} from '#libs/host/keys';

const MESSAGE = Uint8Array.of(1, 2, 3);
const signerFor = (algorithm: SignatureAlgorithm): Signer => signerOf(generateKey(algorithm));

/** A key in a device: its answer comes when, and as, the test says. */
class DeviceKey extends SigningKey {
  readonly algorithm;
  readonly publicKey;
  readonly keyId;
  constructor(
    readonly signer: Signer,
    private readonly answer: (signature: Uint8Array) => Promise<Uint8Array>,
  ) {
    super();
    ({ algorithm: this.algorithm, publicKey: this.publicKey, keyId: this.keyId } = signer);
  }
  override sign(message: Uint8Array): Promise<Uint8Array> {
    return this.answer(this.signer.sign(message));
  }
}

describe.each([1, 2] as const)('a key of algorithm %i in this process', (algorithm) => {
  it('signs as the port says, and shows nothing of its private half', async () => {
    const privateKey = generateKey(algorithm);
    const key = new LocalSigningKey(signerOf(privateKey));
    const signature = await key.sign(MESSAGE);
    const check = { algorithm, publicKey: key.publicKey, message: MESSAGE, signature };
    expect(await new NativeVerifier().verifyAll([check])).toEqual([true]);
    expect(guardedKey(key)).toBe(key);
    const { d } = privateKey.export({ format: 'jwk' });
    expect(inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key)).not.toContain(d!);
  });
});

describe('a key in a device', () => {
  it('whose answer is good is taken at its word', async () => {
    const signer = signerFor(SignatureAlgorithm.ED25519);
    const key = guardedKey(new DeviceKey(signer, async (signature) => signature));
    expect(await key.sign(MESSAGE)).toEqual(signer.sign(MESSAGE));
    expect([key.algorithm, key.publicKey, key.keyId]).toEqual([signer.algorithm, signer.publicKey, signer.keyId]);
  });

  it('that gives s in the upper half has it brought into the lower', async () => {
    const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const flipped = (signature: Uint8Array): Uint8Array => {
      const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
      return Uint8Array.of(...signature.subarray(0, 32), ...Buffer.from((N - s).toString(16).padStart(64, '0'), 'hex'));
    };
    const key = guardedKey(new DeviceKey(signerFor(2), async (signature) => flipped(signature)));
    expect((await key.sign(MESSAGE))[32]! & 0x80).toBe(0);
  });

  it.each([
    ['a signature of something else', (signature: Uint8Array) => signature.with(0, signature[0]! ^ 1)],
    ['a signature in DER', (signature: Uint8Array) => Uint8Array.of(0x30, 0x44, ...signature)],
    ['nothing', () => new Uint8Array(0)],
  ])('that answers %s is refused', async (_what, change) => {
    for (const algorithm of [1, 2] as const) {
      const key = guardedKey(new DeviceKey(signerFor(algorithm), async (signature) => change(signature)));
      await expect(key.sign(MESSAGE)).rejects.toMatchObject({ code: 'SIGNATURE_WRONG' });
    }
  });

  it('that never answers is given up, and what it has against it is passed on', async () => {
    const silent = guardedKey(new DeviceKey(signerFor(1), () => new Promise(() => {})), { timeoutMs: 20 });
    await expect(silent.sign(MESSAGE)).rejects.toMatchObject({ code: 'SIGNING_TIMEOUT' });
    const locked = guardedKey(new DeviceKey(signerFor(1), () => Promise.reject(new Error('PIN locked'))));
    await expect(locked.sign(MESSAGE)).rejects.toThrow('PIN locked');
  });
});
