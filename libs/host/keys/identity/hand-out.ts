import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, replaceFile, syncFolder } from '#libs/host/files';
import { dataPaths, type DataPaths } from '#libs/host/service';
import type { EnvironmentKeys } from './environment-keys.js';

/** A file that another program reads. */
interface Share {
  /** Where it lies, in the folder of the node and in that of the program alike. */
  readonly place: (paths: DataPaths) => string;
  readonly mode: number;
  /** Of keys that the environment gives: then the program gets it that way too. */
  readonly key?: 'receipt' | 'stream';
}

const SHARES: Readonly<Record<'ingest' | 'api', readonly Share[]>> = {
  ingest: [
    { place: ({ logOrigin }) => logOrigin, mode: 0o644 },
    { place: ({ receiptKey }) => receiptKey, mode: 0o600, key: 'receipt' },
    { place: ({ streamKey }) => streamKey, mode: 0o600, key: 'stream' },
  ],
  api: [
    { place: ({ policy }) => policy, mode: 0o644 },
    { place: ({ lookupKey }) => lookupKey, mode: 0o600 },
  ],
};

/**
 * Gives ingest and api what they read of the node's folder, and nothing else, in folders of their own below this one: `ingest` and
 * `api`, each the CAIRN_DATA of its program. So whoever breaks into one of them finds no key of the log, of the operator, or of the other. A file that has not changed is left alone.
 *
 * @param keys of the environment: their files are not handed out, and one that was before is removed
 * @returns paths of the files that were written or removed
 * @throws errors of the disk
 */
export function handOut(paths: DataPaths, keys: EnvironmentKeys, folder: string): string[] {
  return Object.entries(SHARES).flatMap(([program, shares]) => {
    const theirs = dataPaths(join(folder, program));
    makeFolder(theirs.keys, 0o700);
    return shares
      .filter((share) =>
        share.key !== undefined && keys.has(share.key) ? remove(share.place(theirs)) : give(share, paths, theirs),
      )
      .map((share) => share.place(theirs));
  });
}

function give({ place, mode }: Share, ours: DataPaths, theirs: DataPaths): boolean {
  const content = readFileSync(place(ours));
  const target = place(theirs);
  if (existsSync(target) && readFileSync(target).equals(content)) return false;
  replaceFile(target, content, mode);
  return true;
}

function remove(file: string): boolean {
  if (!existsSync(file)) return false;
  rmSync(file);
  syncFolder(dirname(file));
  return true;
}
