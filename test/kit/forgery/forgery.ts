import { noteKeyIdOf, KeyType, type NoteSignature, noteSignature, signedBytes } from '#libs/core/tlog';
import type { Signer } from '#libs/host/keys';
import type { Base } from './base.js';

/** A bundle that somebody made of good evidence, and what it is judged by. */
export interface Forgery {
  readonly name: string;
  readonly policy: string;
  readonly evidence: string;
  /** The object that was asked for, where one was. */
  readonly object?: string;
}

/** Less than there is, and nothing false in it: intact for all that can be known, and the verdict must say what it does not know. */
export interface Lesser extends Forgery {
  /** Codes that must stand among what is not checked. */
  readonly notChecked: readonly string[];
}

export type PartJson = string | Record<string, string>;
/** A bundle as the JSON that it is. */
export interface BundleJson {
  chains: Record<'boot' | 'device' | 'from' | 'headers', string>[];
  checkpoint: string;
  entries: { index: string; parts: PartJson[] }[];
  format: string;
  object: string;
  proof: string;
  until: string;
}

/** The evidence of a base with its JSON changed. Its members keep their order, so that the text stays canonical. */
export function changed(
  base: Base,
  name: string,
  change: (bundle: BundleJson) => unknown,
  more: Partial<Forgery> = {},
): Forgery {
  const bundle = JSON.parse(base.evidence) as BundleJson;
  change(bundle);
  return { name: `${base.name}: ${name}`, policy: base.policy, evidence: JSON.stringify(bundle), ...more };
}

/** Hashes that stand one after the other in base64url. */
export const hashesOf = (text: string): Buffer[] => {
  const bytes = Buffer.from(text, 'base64url');
  return Array.from({ length: bytes.length / 32 }, (_, at) => bytes.subarray(32 * at, 32 * at + 32));
};

export const textOfHashes = (hashes: readonly Uint8Array[]): string => Buffer.concat(hashes).toString('base64url');

/** A line of the log's own kind by any key. */
export const logLine = (name: string, { publicKey, sign }: Signer, text: string): NoteSignature =>
  noteSignature({ name, keyId: noteKeyIdOf(name, KeyType.ed25519, publicKey), signature: sign(signedBytes(text)) });
