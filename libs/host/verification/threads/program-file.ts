import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The compiled program of a verifying thread. It is found from the root of the package, since a thread runs no TypeScript: this file
 * itself may be a source, or part of a bundle.
 */
export function threadProgram(): URL {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return pathToFileURL(join(folder, 'dist/libs/host/verification/threads/program.js'));
}
