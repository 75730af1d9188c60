import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../vectors');

/**
 * What a file of test/vectors holds.
 *
 * @param made written there first where CAIRN_WRITE_VECTORS is set: a change of it is a change of what others were promised.
 * @returns undefined where there is no such file
 */
export async function goldenFile(name: string, made: unknown): Promise<unknown> {
  const path = join(FOLDER, name);
  if (process.env['CAIRN_WRITE_VECTORS']) {
    const { format, resolveConfig } = await import('prettier');
    writeFileSync(path, await format(JSON.stringify(made), { ...(await resolveConfig(path)), filepath: path }));
  }
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : undefined;
}
