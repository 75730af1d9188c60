import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DemoError } from './errors.js';

export type SourceName = 'scms-shipments.csv' | 'temperature-logger-1.csv';

/**
 * Reads a file of real data that the package brings along (libs/demo/sources/README.md: origin and licence).
 *
 * @returns its text, UTF-8, without a byte order mark.
 * @throws {DemoError} SOURCE_MISSING, SOURCE_MALFORMED.
 */
export function readSource(name: SourceName): string {
  const path = join(packageRoot(), 'libs', 'demo', 'sources', `${name}.gz`);
  let compressed: Uint8Array;
  try {
    compressed = readFileSync(path);
  } catch (cause) {
    throw new DemoError('SOURCE_MISSING', `the demo's data ${path} cannot be read`, { cause });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(gunzipSync(compressed));
  } catch (cause) {
    throw new DemoError('SOURCE_MALFORMED', `${path} is not the compressed file that was shipped`, { cause });
  }
}

/** The nearest folder above with a package.json: the same one from the sources and from dist. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new DemoError('SOURCE_MISSING', 'the demo does not lie in its package any more');
    folder = above;
  }
  return folder;
}
