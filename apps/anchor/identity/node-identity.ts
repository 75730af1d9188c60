import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import type { DataPaths } from '#libs/service';
import { SignatureAlgorithm } from '#libs/signatures';
import { loadOrCreateKey, type Signer } from '#libs/signatures-native';
import { lookupKeyOf, parseStreamKey } from '#libs/stream';
import { formatPolicy, formatVkey, KeyType, keyIdOf, parsePolicy, QUORUM_NONE, sameVkey, type Vkey } from '#libs/tlog';
import { RefusalError } from '../error.js';
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
}

const { ED25519 } = SignatureAlgorithm;

/**
 * The identity that lies in the data folder; a new one where there is none.
 *
 * @param begun whether a log has been begun with it: the database holds one, or a checkpoint is stored. Then nothing is made anew.
 * @throws {RefusalError} IDENTITY_MISSING, IDENTITY_MISMATCH; errors of key files and file system.
 */
export function loadIdentity({
  paths,
  origin: wanted,
  begun,
}: {
  readonly paths: DataPaths;
  readonly origin: string | undefined;
  readonly begun: boolean;
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
  loadPolicy(paths, logVkey);
  const logVkeyText = formatVkey(logVkey);
  return { origin, logKey, logVkey, logVkeyText, operatorKey, receiptKey, streamKey, lookupKey };
}

/** Derived, so that nothing is lost with the file: a node from before, or a backup without it, gets it here. */
function leaveLookupKey(paths: DataPaths, streamKey: Uint8Array): Uint8Array {
  const key = lookupKeyOf(streamKey);
  const text = Buffer.from(key).toString('hex');
  if (writeOnce(paths.lookupKey, () => `${text}\n`, 0o600).trim() === text) return key;
  throw new RefusalError(
    'IDENTITY_MISMATCH',
    `${paths.lookupKey} does not belong to ${paths.streamKey}. Move it away, and it is written anew.`,
  );
}

function requireFiles(paths: DataPaths): void {
  for (const file of [paths.logOrigin, paths.logKey, paths.operatorKey, paths.receiptKey, paths.streamKey]) {
    if (existsSync(file)) continue;
    throw new RefusalError(
      'IDENTITY_MISSING',
      `${file} is missing, and a log has been begun with it. Put it back from your backup of ${paths.root}.`,
    );
  }
}

function loadOrigin(paths: DataPaths, wanted: string | undefined): string {
  const made = (): string => `${wanted ?? `cairn.local/${randomBytes(4).toString('hex')}`}\n`;
  const origin = writeOnce(paths.logOrigin, made, 0o644).trim();
  if (wanted !== undefined && wanted !== origin) {
    throw new RefusalError(
      'IDENTITY_MISMATCH',
      `CAIRN_LOG_ORIGIN is ${wanted}, and the log in ${paths.root} is ${origin}: an origin cannot change.`,
    );
  }
  return origin;
}

/** A policy that names this log and no witness, for whoever checks evidence on this machine; one that is there is left alone. */
function loadPolicy(paths: DataPaths, vkey: Vkey): void {
  const none = { logs: [{ vkey }], witnesses: [], groups: [], quorum: QUORUM_NONE };
  const text = writeOnce(paths.policy, () => formatPolicy(none), 0o644);
  if (parsePolicy(text).logs.some((log) => sameVkey(log.vkey, vkey))) return;
  throw new RefusalError(
    'IDENTITY_MISMATCH',
    `${paths.policy} does not name the log of this folder. Move it away, and a new one is written.`,
  );
}
