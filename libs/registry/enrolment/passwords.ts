import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { keyIdOf } from '#libs/core/signatures';
import type { FolderPassword } from '#libs/log/recovery';
import { readDeviceFolder } from '#libs/sdk/device';

/** As the broker inside ingest has it. The password is 24 random bytes: a fast hash is enough. */
export const passwordHash = (password: string): Uint8Array => createHash('sha256').update(password).digest();

export interface KnownPasswords {
  /** SHA-256 of the password of each device, and the keys of its folder, by its id. */
  readonly passwords: ReadonlyMap<string, FolderPassword>;
  /** Folders that cannot be read, and why. */
  readonly unreadable: readonly string[];
}

/** Passwords that lie in the folders of devices on this machine: where the database has lost them, they need not change. */
export function passwordsInFolders(devicesFolder: string): KnownPasswords {
  const passwords = new Map<string, FolderPassword>();
  const unreadable: string[] = [];
  for (const name of foldersIn(devicesFolder)) {
    const folder = join(devicesFolder, name);
    try {
      const { identity, earlier, enrolment } = readDeviceFolder(folder);
      const keyIds = [identity, ...earlier].map(({ algorithm, publicKey }) => keyIdOf(algorithm, publicKey));
      if (enrolment) passwords.set(identity.id, { hash: passwordHash(enrolment.password), keyIds });
    } catch (error) {
      unreadable.push(`${folder}: ${(error as Error).message}`);
    }
  }
  return { passwords, unreadable };
}

/** Without what is under way there: names of devices never begin with a dot. */
function foldersIn(devicesFolder: string): string[] {
  try {
    const found = readdirSync(devicesFolder, { withFileTypes: true });
    return found.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
