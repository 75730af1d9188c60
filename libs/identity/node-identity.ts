import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import type { DataPaths } from '#libs/service';
import { SignatureAlgorithm } from '#libs/signatures';
import { loadOrCreateKey, type Signer } from '#libs/signatures-native';
import { lookupKeyOf, parseStreamKey } from '#libs/stream';
import {
  formatPolicy,
  formatVkey,
  KeyType,
  keyIdOf,
  parsePolicy,
  type Policy,
  QUORUM_NONE,
  sameVkey,
  type Vkey,
} from '#libs/tlog';
import { IdentityError } from './error.js';
import { writeOnce } from './write-once.js';

/** Who this node is: its log, its operator, its keys. Made at the first start, never changed. */
export interface NodeIdentity {
  readonly origin: string;
  readonly logKey: Signer;
  readonly logVkey: Vkey;
  /** `logVkey` as text, as the database and the policy have it. */
  readonly logVkeyText: string;
  readonly operatorKey: Signer;
  readonly receiptKey: Signer;
  /** MAC of stream records, 32 bytes. */
  readonly streamKey: Uint8Array;
  /** MAC of records of look-ups, 32 bytes; the api has this one only. */
  readonly lookupKey: Uint8Array;
  /** Whose checkpoints are taken for this log's: policy.txt, which an operator may change. */
  readonly policy: Policy;
}

/** Who is to cosign the checkpoints of a new log. */
export type Witnesses = Pick<Policy, 'witnesses' | 'groups' | 'quorum'>;

const { ED25519 } = SignatureAlgorithm;
const NO_WITNESS: Witnesses = { witnesses: [], groups: [], quorum: QUORUM_NONE };

/**
 * The identity that lies in the data folder; a new one where there is none.
 *
 * @param witnessesOf of the policy that a new log gets: none unless told. A policy that is there is left alone.
 * @param begun whether a log has been begun with it: the database holds one, or a checkpoint is stored. Then nothing is made anew.
 * @throws {IdentityError} IDENTITY_MISSING, IDENTITY_MISMATCH; errors of key files and file system.
 */
export function loadIdentity({
  paths,
  origin: wanted,
  begun,
  witnessesOf = () => NO_WITNESS,
}: {
  readonly paths: DataPaths;
  readonly origin: string | undefined;
  readonly begun: boolean;
  readonly witnessesOf?: ((origin: string) => Witnesses) | undefined;
}): NodeIdentity {
  if (begun) requireFiles(paths);
  mkdirSync(paths.keys, { recursive: true, mode: 0o700 });
  const origin = loadOrigin(paths, wanted);
  const logKey = loadOrCreateKey(paths.logKey, ED25519);
  const operatorKey = loadOrCreateKey(paths.operatorKey, ED25519);
  const receiptKey = loadOrCreateKey(paths.receiptKey, ED25519);
  const streamKey = parseStreamKey(writeOnce(paths.streamKey, () => `${randomBytes(32).toString('hex')}\n`, 0o600));
  const lookupKey = leaveLookupKey(paths, streamKey);
  const type = KeyType.ed25519;
  const { publicKey } = logKey;
  const logVkey = { name: origin, type, publicKey, keyId: keyIdOf(origin, type, publicKey) };
  const policy = loadPolicy(paths, logVkey, () => witnessesOf(origin));
  const logVkeyText = formatVkey(logVkey);
  return { origin, logKey, logVkey, logVkeyText, operatorKey, receiptKey, streamKey, lookupKey, policy };
}

/** Derived, so that nothing is lost with the file: a node from before, or a backup without it, gets it here. */
function leaveLookupKey(paths: DataPaths, streamKey: Uint8Array): Uint8Array {
  const key = lookupKeyOf(streamKey);
  const text = Buffer.from(key).toString('hex');
  if (writeOnce(paths.lookupKey, () => `${text}\n`, 0o600).trim() === text) return key;
  throw new IdentityError(
    'IDENTITY_MISMATCH',
    `${paths.lookupKey} does not belong to ${paths.streamKey}. Move it away, and it is written anew.`,
  );
}

function requireFiles(paths: DataPaths): void {
  for (const file of [paths.logOrigin, paths.logKey, paths.operatorKey, paths.receiptKey, paths.streamKey]) {
    if (existsSync(file)) continue;
    throw new IdentityError(
      'IDENTITY_MISSING',
      `${file} is missing, and a log has been begun with it. Put it back from your backup of ${paths.root}.`,
    );
  }
}

function loadOrigin(paths: DataPaths, wanted: string | undefined): string {
  const made = (): string => `${wanted ?? `cairn.local/${randomBytes(4).toString('hex')}`}\n`;
  const origin = writeOnce(paths.logOrigin, made, 0o644).trim();
  if (wanted !== undefined && wanted !== origin) {
    throw new IdentityError(
      'IDENTITY_MISMATCH',
      `CAIRN_LOG_ORIGIN is ${wanted}, and the log in ${paths.root} is ${origin}: an origin cannot change.`,
    );
  }
  return origin;
}

/** For the anchor, and for whoever checks evidence on this machine; one that is there is left alone. */
function loadPolicy(paths: DataPaths, vkey: Vkey, witnesses: () => Witnesses): Policy {
  const made = (): string => formatPolicy({ logs: [{ vkey }], ...witnesses() });
  const policy = parsePolicy(writeOnce(paths.policy, made, 0o644));
  if (policy.logs.some((log) => sameVkey(log.vkey, vkey))) return policy;
  throw new IdentityError(
    'IDENTITY_MISMATCH',
    `${paths.policy} does not name the log of this folder. Move it away, and a new one is written.`,
  );
}
