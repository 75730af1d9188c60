import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NativeVerifier } from '#libs/signatures-native';
import { NobleVerifier, type SignatureCheck, WebCryptoVerifier } from '#libs/signatures';

// Vectors of others: C2SP/CCTV (914 edge cases of Ed25519) and C2SP/wycheproof, read from the reference data beside the project.
const FOLDER = join(import.meta.dirname, '../../../../shared/vectors/signatures');
const there = existsSync(FOLDER);
if (!there) console.warn(`signature vectors: skipped, ${FOLDER} is absent`);

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const read = <T>(name: string): T => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as T;

interface EdgeCase {
  readonly number: number;
  readonly key: string;
  readonly sig: string;
  readonly msg: string;
  readonly flags: readonly string[] | null;
}
interface Wycheproof {
  readonly testGroups: readonly {
    readonly publicKey: { readonly pk?: string; readonly uncompressed?: string };
    readonly tests: readonly {
      readonly tcId: number;
      readonly msg: string;
      readonly sig: string;
      readonly result: string;
    }[];
  }[];
}

/** Runs all verifiers, requires one verdict of all, and returns it. */
async function agreed(checks: readonly SignatureCheck[]): Promise<boolean[]> {
  const native = await new NativeVerifier().verifyAll(checks);
  expect(await new NobleVerifier().verifyAll(checks)).toEqual(native);
  expect(await new WebCryptoVerifier().verifyAll(checks)).toEqual(native);
  return native;
}

function compressed(uncompressed: string): Uint8Array {
  const point = hex(uncompressed);
  return Uint8Array.of(2 + (point[64]! & 1), ...point.subarray(1, 33));
}

(there ? describe : describe.skip)('verification profile 1 on published vectors (../shared)', () => {
  it('accepts of the 914 Ed25519 edge cases exactly the one without a flag, in every verifier', async () => {
    const cases = read<EdgeCase[]>('ed25519-edge-vectors.json');
    expect(cases).toHaveLength(914);
    const verdicts = await agreed(
      cases.map(({ key, sig, msg }) => ({
        algorithm: 1,
        publicKey: hex(key),
        message: new TextEncoder().encode(msg),
        signature: hex(sig),
      })),
    );
    const accepted = cases.filter((_, index) => verdicts[index]);
    expect(accepted.map(({ flags }) => flags ?? [])).toEqual([[]]);
  });

  it('agrees with Wycheproof on Ed25519', async () => {
    const checks = read<Wycheproof>('wycheproof-ed25519.json').testGroups.flatMap(({ publicKey, tests }) =>
      tests.map(({ tcId, msg, sig, result }) => ({
        tcId,
        result: result === 'valid',
        check: { algorithm: 1 as const, publicKey: hex(publicKey.pk!), message: hex(msg), signature: hex(sig) },
      })),
    );
    const verdicts = await agreed(checks.map(({ check }) => check));
    expect(checks.filter(({ result }, index) => verdicts[index] !== result).map(({ tcId }) => tcId)).toEqual([]);
  });

  it('agrees with Wycheproof on P-256 with r || s', async () => {
    const checks = read<Wycheproof>('wycheproof-p256-p1363.json').testGroups.flatMap(({ publicKey, tests }) =>
      tests.map(({ tcId, msg, sig, result }) => ({
        tcId,
        result: result === 'valid',
        check: {
          algorithm: 2 as const,
          publicKey: compressed(publicKey.uncompressed!),
          message: hex(msg),
          signature: hex(sig),
        },
      })),
    );
    const verdicts = await agreed(checks.map(({ check }) => check));
    expect(checks.filter(({ result }, index) => verdicts[index] !== result).map(({ tcId }) => tcId)).toEqual([]);
  });
});
