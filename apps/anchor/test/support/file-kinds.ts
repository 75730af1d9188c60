import { relative } from 'node:path';
import type { FileKind } from './fault-cases.js';
import type { TestNode } from '../../../../test/kit/anchor/test-node.js';

/** Which kind of file a path of a data folder is; an unfinished one is what it will be. */
export function kindOf({ log, checkpoints, privateParts }: TestNode['paths'], path: string): FileKind | 'other' {
  if (isBelow(checkpoints, path)) return 'stored checkpoint';
  if (isBelow(privateParts, path)) return 'private parts';
  if (!isBelow(log, path)) return 'other';
  const name = relative(log, path)
    .replace(/^\.unfinished\//u, '')
    .replaceAll('/', '_');
  if (name.startsWith('tile_entries')) return 'bundle';
  if (name.startsWith('tile_')) return 'tile';
  return name === '' || name.startsWith('checkpoint') ? 'public checkpoint' : 'other';
}

const isBelow = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}/`);
