import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { makeFolder, replaceFile } from '#libs/host/files';
import type { DataPaths } from '#libs/host/service';
import { IdentityError } from './error.js';

// Addresses and passwords of a cluster belong to it, and another one has others. Locks are of processes.
const NOT_KEPT = /^(?:postgres-password|database-url.*|lock\..*)$/u;

const PUBLIC_MODE = 0o644;
const SECRET_MODE = 0o600;

/**
 * Copies all that makes a data folder this node's: private keys, secrets of its processes, officers, origin, policy. What the other
 * folder has besides stays there.
 *
 * @returns paths of what was copied, below the data folder.
 * @throws {IdentityError} IDENTITY_MISMATCH where the other folder belongs to another log; errors of files.
 */
export function copyKeys(from: DataPaths, to: DataPaths): string[] {
  requireSameLog(from, to);
  const files = [from.logOrigin, from.policy, ...keptBelow(from.keys)].filter((file) => existsSync(file));
  for (const file of files) {
    const place = join(to.root, relative(from.root, file));
    makeFolder(dirname(place), 0o700);
    const isPublic = file === from.logOrigin || file === from.policy;
    replaceFile(place, readFileSync(file), isPublic ? PUBLIC_MODE : SECRET_MODE);
  }
  return files.map((file) => relative(from.root, file));
}

function keptBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (NOT_KEPT.test(name)) return [];
    return statSync(path).isDirectory() ? keptBelow(path) : [path];
  });
}

function requireSameLog(from: DataPaths, to: DataPaths): void {
  if (!existsSync(to.logOrigin)) return;
  const [origin, other] = [from, to].map(({ logOrigin }) => readFileSync(logOrigin, 'utf8').trim());
  if (origin !== other)
    throw new IdentityError(
      'IDENTITY_MISMATCH',
      `${to.root} holds the keys of ${other}, and these are of ${origin}: choose a folder of their own.`,
    );
}
