import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignatureCheck } from '#libs/core/signatures';

// Vectors of others: C2SP/CCTV (914 edge cases of Ed25519) and C2SP/wycheproof, read from the reference data beside the project.
const FOLDER = join(import.meta.dirname, '../../../../shared/vectors/signatures');

/** A case of others, and whether verification profile 1 accepts it. */
export interface PublishedCase {
  readonly name: string;
  readonly check: SignatureCheck;
  readonly valid: boolean;
}

/** Declares a suite over them. Where they are absent it is skipped and says so. */
export function describeWithPublished(name: string, suite: () => void): void {
  if (existsSync(FOLDER)) describe(name, suite);
  else describe(name, () => it.skip('not run: ../shared/vectors/signatures is not on this machine', () => {}));
}

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const read = <T>(name: string): T => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as T;

interface EdgeVector {
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

function compressed(uncompressed: string): Uint8Array {
  const point = hex(uncompressed);
  return Uint8Array.of(2 + (point[64]! & 1), ...point.subarray(1, 33));
}

/** The profile accepts exactly those without a flag: one. */
export const ed25519EdgeVectors = (): PublishedCase[] =>
  read<EdgeVector[]>('ed25519-edge-vectors.json').map(({ number, key, sig, msg, flags }) => ({
    name: `ed25519vectors ${number}`,
    check: { algorithm: 1, publicKey: hex(key), message: new TextEncoder().encode(msg), signature: hex(sig) },
    valid: flags === null || flags.length === 0,
  }));

const wycheproof = (file: string, algorithm: 1 | 2): PublishedCase[] =>
  read<Wycheproof>(file).testGroups.flatMap(({ publicKey, tests }) =>
    tests.map(({ tcId, msg, sig, result }) => ({
      name: `${file} ${tcId}`,
      check: {
        algorithm,
        publicKey: algorithm === 1 ? hex(publicKey.pk!) : compressed(publicKey.uncompressed!),
        message: hex(msg),
        signature: hex(sig),
      },
      valid: result === 'valid',
    })),
  );

export const wycheproofEd25519 = (): PublishedCase[] => wycheproof('wycheproof-ed25519.json', 1);
export const wycheproofP256 = (): PublishedCase[] => wycheproof('wycheproof-p256-p1363.json', 2);
