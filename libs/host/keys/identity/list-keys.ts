import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { DataPaths } from '#libs/host/service';
import { loadKey } from '../signing/key-file.js';
import { type Signer } from '../signing/signer.js';
import { formatVkey, parsePolicy, sameVkey, type Vkey } from '#libs/core/tlog';
import { EnvironmentKeys, KEY_VARIABLES, type KeyPurpose, type SigningPurpose } from './environment-keys.js';
import { IdentityError } from './error.js';
import { knownVkeys, vkeyOf } from './log-keys.js';
import { fileOfKey, NodeKeys } from './node-keys.js';
import type { KeyPlace } from './rotate-log-key.js';

/** A key of a node as its operator may see it: never its private half. */
export interface ListedKey {
  readonly purpose: string;
  /** Vkey of a log key, key id in hex of another; null for a secret without a public half. */
  readonly key: string | null;
  /** When its file was made, RFC 3339; null where there is no file. */
  readonly since: string | null;
  /** File below the data folder, or variable of the environment. */
  readonly where: string;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * All keys of a node: those that sign, those that did, and the secrets of its processes.
 * @throws {IdentityError} IDENTITY_MISSING where no node is; errors of key files.
 */
export function listKeys({ paths, keys = EnvironmentKeys.none }: KeyPlace): ListedKey[] {
  const nodeKeys = new NodeKeys(paths, keys);
  if (!existsSync(paths.logOrigin))
    throw new IdentityError(
      'IDENTITY_MISSING',
      `${paths.root} does not hold the keys of a node: start one there first, or set CAIRN_DATA.`,
    );
  const origin = readFileSync(paths.logOrigin, 'utf8').trim();
  const at = (file: string) => ({ since: statSync(file).mtime.toISOString(), where: relative(paths.root, file) });
  const placeOf = (purpose: KeyPurpose, file: string): Pick<ListedKey, 'since' | 'where'> =>
    keys.has(purpose) ? { since: null, where: KEY_VARIABLES[purpose] } : at(file);
  const signing = (purpose: SigningPurpose, name: string, textOf: (signer: Signer) => string): ListedKey[] =>
    nodeKeys.has(purpose)
      ? [{ purpose: name, key: textOf(nodeKeys.load(purpose)), ...placeOf(purpose, fileOfKey(paths, purpose)) }]
      : [];
  const vkeyText = (signer: Signer): string => formatVkey(vkeyOf(origin, signer));
  const idOf = ({ keyId }: Signer): string => hex(keyId);
  const secret = (name: string, file: string, purpose?: KeyPurpose): ListedKey[] => {
    if (purpose && keys.has(purpose)) return [{ purpose: name, key: null, ...placeOf(purpose, file) }];
    return existsSync(file) ? [{ purpose: name, key: null, ...at(file) }] : [];
  };
  const own = (['log', 'nextLog'] as const).flatMap((purpose) =>
    nodeKeys.has(purpose) ? [vkeyOf(origin, nodeKeys.load(purpose))] : [],
  );
  return [
    ...signing('log', 'log', vkeyText),
    ...signing('nextLog', 'log, next', vkeyText),
    ...formerLogKeys(paths, origin, own),
    ...signing('operator', 'operator', idOf),
    ...signing('nextOperator', 'operator, next', idOf),
    ...signing('receipt', 'receipts', idOf),
    ...secret('stream', paths.streamKey, 'stream'),
    ...secret('look-ups', paths.lookupKey),
  ];
}

/** Log keys that sign no more: those whose private half is still here, and those that only the policy knows. */
function formerLogKeys(paths: DataPaths, origin: string, own: readonly Vkey[]): ListedKey[] {
  const names = existsSync(paths.retiredKeys) ? readdirSync(paths.retiredKeys).sort() : [];
  const files = names
    .filter((name) => /^log-[0-9a-f]{8}\.pem$/u.test(name))
    .map((name) => join(paths.retiredKeys, name));
  const retired = files.map((file) => ({ file, vkey: vkeyOf(origin, loadKey(file)) }));
  const inPolicy = existsSync(paths.policy)
    ? knownVkeys(origin, [], parsePolicy(readFileSync(paths.policy, 'utf8')))
    : [];
  const isElsewhere = (vkey: Vkey): boolean =>
    ![...own, ...retired.map((one) => one.vkey)].some((other) => sameVkey(other, vkey));
  return [
    ...retired.map(({ file, vkey }) => ({
      purpose: 'log, retired',
      key: formatVkey(vkey),
      since: statSync(file).mtime.toISOString(),
      where: relative(paths.root, file),
    })),
    ...inPolicy.filter(isElsewhere).map((vkey) => ({
      purpose: 'log, retired',
      key: formatVkey(vkey),
      since: null,
      where: relative(paths.root, paths.policy),
    })),
  ];
}
