import { build } from 'esbuild';
import { type SignatureCheck, SignatureVerifier, type VerifyingSubtle, WebCryptoVerifier } from '#libs/core/signatures';
import { generateKey, signerOf } from '#libs/host/keys';

const check = (algorithm: 1 | 2): SignatureCheck => {
  const signer = signerOf(generateKey(algorithm));
  const message = Uint8Array.of(4, 5);
  return { algorithm, publicKey: signer.publicKey, message, signature: signer.sign(message) };
};

/** A fallback that notes what it was asked. */
class Noting extends SignatureVerifier {
  readonly asked: SignatureCheck[] = [];
  async verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    this.asked.push(...checks);
    return checks.map(() => true);
  }
}

/** WebCrypto of a browser that does not know Ed25519. */
function withoutEd25519(error: () => Error): VerifyingSubtle {
  const { subtle } = globalThis.crypto;
  const importKey = async (...given: Parameters<SubtleCrypto['importKey']>) => {
    if ((given[2] as Algorithm).name === 'Ed25519') throw error();
    return subtle.importKey(...given);
  };
  return {
    verify: (...given: Parameters<SubtleCrypto['verify']>) => subtle.verify(...given),
    importKey: importKey as SubtleCrypto['importKey'],
  };
}

describe('a platform that has the algorithms', () => {
  it('never loads the fallback', async () => {
    const verifier = new WebCryptoVerifier(globalThis.crypto.subtle, () => Promise.reject(new Error('loaded')));
    expect(
      await verifier.verifyAll([check(1), check(2), { ...check(1), signature: new Uint8Array(64).fill(1) }]),
    ).toEqual([true, true, false]);
  });
});

describe('a platform that lacks Ed25519', () => {
  it.each([
    ['NotSupportedError', () => new DOMException('Algorithm: Unrecognized name', 'NotSupportedError')],
    ['another error that names it', () => new DOMException('Unrecognized algorithm name', 'SyntaxError')],
  ])('has it checked by the fallback, P-256 still by itself: %s', async (_what, error) => {
    const fallback = new Noting();
    const verifier = new WebCryptoVerifier(withoutEd25519(error), async () => fallback);
    expect(await verifier.verifyAll([check(1), check(2)])).toEqual([true, true]);
    expect(fallback.asked.map(({ algorithm }) => algorithm)).toEqual([1]);
  });

  it('loads the fallback once', async () => {
    let loaded = 0;
    const verifier = new WebCryptoVerifier(null, async () => {
      loaded += 1;
      return new Noting();
    });
    await verifier.verifyAll([check(1), check(2), check(1)]);
    expect(loaded).toBe(1);
  });
});

it('a failure of the platform is not a verdict', async () => {
  const subtle = withoutEd25519(() => new Error('not asked'));
  const verifier = new WebCryptoVerifier({ ...subtle, verify: () => Promise.reject(new Error('out of memory')) });
  await expect(verifier.verifyAll([check(2)])).rejects.toThrow('out of memory');
});

it('a browser bundle has the curves in a file of their own', async () => {
  const { metafile } = await build({
    stdin: {
      contents: `import { WebCryptoVerifier, keyIdOf, checkPublicKey } from '#libs/core/signatures'; console.log(WebCryptoVerifier, keyIdOf, checkPublicKey);`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['source'],
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const main = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === '<stdin>')!;
  const inputs = Object.keys(main.inputs);
  expect(inputs.some((path) => path.includes('libs/core/signatures/webcrypto.ts'))).toBe(true);
  expect(inputs.filter((path) => path.includes('@noble/curves'))).toEqual([]);
});
