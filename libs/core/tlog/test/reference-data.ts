import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHARED = fileURLToPath(new URL('../../../../../shared/', import.meta.url));

/** Declares a suite over published vectors that lie beside the project on development machines. Elsewhere it is skipped and says so. */
export function describeWithReferenceData(folder: string, name: string, suite: (where: string) => void): void {
  const where = join(SHARED, folder);
  if (existsSync(where)) describe(`${name} [${folder}]`, () => suite(where));
  else describe(`${name} [${folder}]`, () => it.skip(`not run: ../shared/${folder} is not on this machine`, () => {}));
}

/** All files below a folder, as paths relative to it, sorted. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(folder.length + 1))
    .sort();

/** Plain bytes: a Buffer would compare as another type. */
export const readBytes = (path: string): Uint8Array => new Uint8Array(readFileSync(path));
