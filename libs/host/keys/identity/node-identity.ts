import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import type { DataPaths } from '#libs/host/service';
import { LocalSigningKey, type SigningKey } from '../signing/signing-key.js';
import { lookupKeyOf } from '../signing/stream-key.js';
import { formatPolicy, parsePolicy, type Policy, QUORUM_NONE, sameVkey, type Vkey } from '#libs/core/tlog';
import { EnvironmentKeys } from './environment-keys.js';
import { IdentityError } from './error.js';
import { knownVkeys, type LogKey, logKeyOf } from './log-keys.js';
import { NodeKeys } from './node-keys.js';
import { writeOnce } from './write-once.js';

/** Who this node is: its log, its operator, its keys. Made at the first start; changed by `cairn keys` alone. */
export interface NodeIdentity {
  readonly origin: string;
  readonly logKey: SigningKey;
  readonly logVkey: Vkey;
  /** `logVkey` as text, as the database and the policy have it. */
  readonly logVkeyText: string;
  /** The key that signs each checkpoint beside `logKey` and is to follow it; null while none is exchanged. */
  readonly nextLogKey: LogKey | null;
  /** All keys by which checkpoints of this log are known. */
  readonly logVkeys: readonly Vkey[];
  readonly operatorKey: SigningKey;
  readonly receiptKey: SigningKey;
  /** MAC of stream records, 32 bytes. */
  readonly streamKey: Uint8Array;
  /** MAC of records of look-ups, 32 bytes; the api has this one only. */
  readonly lookupKey: Uint8Array;
  /** Whose checkpoints are taken for this log's: policy.txt, which an operator may change. */
  readonly policy: Policy;
}

/** Who is to cosign the checkpoints of a new log. */
export type Witnesses = Pick<Policy, 'witnesses' | 'groups' | 'quorum'>;

const NO_WITNESS: Witnesses = { witnesses: [], groups: [], quorum: QUORUM_NONE };

/**
 * The identity that lies in the data folder; a new one where there is none.
 *
 * @param witnessesOf of the policy that a new log gets: none unless told. A policy that is there is left alone.
 * @param keys of the environment; each stands in the place of its file, which is then not made.
 * @param begun whether a log has been begun with it: the database holds one, or a checkpoint is stored. Then nothing is made anew.
 * @throws {IdentityError} IDENTITY_MISSING, IDENTITY_MISMATCH; errors of key files and file system.
 */
export function loadIdentity({
  paths,
  origin: wanted,
  begun,
  keys = EnvironmentKeys.none,
  witnessesOf = () => NO_WITNESS,
}: {
  readonly paths: DataPaths;
  readonly origin: string | undefined;
  readonly begun: boolean;
  readonly keys?: EnvironmentKeys | undefined;
  readonly witnessesOf?: ((origin: string) => Witnesses) | undefined;
}): NodeIdentity {
  if (begun) requireFiles(paths, keys);
  mkdirSync(paths.keys, { recursive: true, mode: 0o700 });
  const origin = loadOrigin(paths, wanted);
  const nodeKeys = new NodeKeys(paths, keys);
  const log = logKeyOf(origin, nodeKeys.loadOrCreate('log'));
  const nextLogKey = nextOf(log, nodeKeys);
  const operatorKey = new LocalSigningKey(nodeKeys.loadOrCreate('operator'));
  const receiptKey = new LocalSigningKey(nodeKeys.loadOrCreate('receipt'));
  if (!keys.has('stream')) writeOnce(paths.streamKey, () => `${randomBytes(32).toString('hex')}\n`, 0o600);
  const streamKey = nodeKeys.streamKey();
  const lookupKey = leaveLookupKey(paths, streamKey);
  const own = [log, nextLogKey].flatMap((one) => one?.vkey ?? []);
  const policy = loadPolicy(paths, own, () => witnessesOf(origin));
  return {
    origin,
    logKey: log.key,
    logVkey: log.vkey,
    logVkeyText: log.vkeyText,
    nextLogKey,
    logVkeys: knownVkeys(origin, own, policy),
    operatorKey,
    receiptKey,
    streamKey,
    lookupKey,
    policy,
  };
}

/** The key that is to follow. One that has followed already, and is still named, is no second one. */
function nextOf(log: LogKey, keys: NodeKeys): LogKey | null {
  if (!keys.has('nextLog')) return null;
  const next = logKeyOf(log.vkey.name, keys.loadOrCreate('nextLog'));
  return sameVkey(next.vkey, log.vkey) ? null : next;
}

/** Derived, so that nothing is lost with the file: a node from before, or a backup without it, gets it here. */
function leaveLookupKey(paths: DataPaths, streamKey: Uint8Array): Uint8Array {
  const key = lookupKeyOf(streamKey);
  const text = Buffer.from(key).toString('hex');
  if (writeOnce(paths.lookupKey, () => `${text}\n`, 0o600).trim() === text) return key;
  throw new IdentityError(
    'IDENTITY_MISMATCH',
    `${paths.lookupKey} does not belong to the stream key of this node. Move it away, and it is written anew.`,
  );
}

function requireFiles(paths: DataPaths, keys: EnvironmentKeys): void {
  const files = [
    paths.logOrigin,
    ...(keys.has('log') ? [] : [paths.logKey]),
    ...(keys.has('operator') ? [] : [paths.operatorKey]),
    ...(keys.has('receipt') ? [] : [paths.receiptKey]),
    ...(keys.has('stream') ? [] : [paths.streamKey]),
  ];
  for (const file of files) {
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
function loadPolicy(paths: DataPaths, own: readonly Vkey[], witnesses: () => Witnesses): Policy {
  const made = (): string => formatPolicy({ logs: own.map((vkey) => ({ vkey })), ...witnesses() });
  const policy = parsePolicy(writeOnce(paths.policy, made, 0o644));
  if (policy.logs.some((log) => sameVkey(log.vkey, own[0]!))) return policy;
  throw new IdentityError(
    'IDENTITY_MISMATCH',
    `${paths.policy} does not name the log of this folder. Move it away, and a new one is written; if its key is being exchanged, run cairn keys log rotate.`,
  );
}
