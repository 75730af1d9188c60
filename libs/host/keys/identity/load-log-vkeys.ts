import { existsSync, readFileSync } from 'node:fs';
import { parsePolicy, type Vkey } from '#libs/core/tlog';
import { EnvironmentKeys } from './environment-keys.js';
import { IdentityError } from './error.js';
import { knownVkeys, vkeyOf } from './log-keys.js';
import { fileOfKey, NodeKeys } from './node-keys.js';
import type { KeyPlace } from './rotate-log-key.js';

/** By which keys the log of a data folder is known. */
export interface LogVkeys {
  /** The one that signs; its name is the origin. */
  readonly vkey: Vkey;
  /** Those of now, the next one of an exchange among them, and those that the policy keeps from before. */
  readonly vkeys: readonly Vkey[];
}

/**
 * The keys of a log that has been begun. Unlike `loadIdentity` it makes nothing: a wrong folder must not become a new node.
 * @throws {IdentityError} IDENTITY_MISSING for the origin or the key; errors of key files; {TlogError} of the policy.
 */
export function loadLogVkeys({ paths, keys = EnvironmentKeys.none }: KeyPlace): LogVkeys {
  const nodeKeys = new NodeKeys(paths, keys);
  if (!existsSync(paths.logOrigin)) throw missing(paths.logOrigin);
  if (!nodeKeys.has('log')) throw missing(fileOfKey(paths, 'log'));
  const origin = readFileSync(paths.logOrigin, 'utf8').trim();
  const vkey = vkeyOf(origin, nodeKeys.load('log'));
  const own = [vkey, ...(nodeKeys.has('nextLog') ? [vkeyOf(origin, nodeKeys.load('nextLog'))] : [])];
  // Without a policy the keys that are here are all that anybody knows of.
  if (!existsSync(paths.policy)) return { vkey, vkeys: own };
  return { vkey, vkeys: knownVkeys(origin, own, parsePolicy(readFileSync(paths.policy, 'utf8'))) };
}

const missing = (file: string): IdentityError =>
  new IdentityError(
    'IDENTITY_MISSING',
    `${file} is missing: without it nobody can tell which checkpoints are this log's. Put it back from your backup.`,
  );
