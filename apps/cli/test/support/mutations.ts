import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Numbers that a seed gives again. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export type Mutation = (root: string, path: string, other: string, random: (below: number) => number) => void;

function flipped(root: string, path: string, random: (below: number) => number): void {
  const file = join(root, path);
  const bytes = readFileSync(file);
  if (bytes.length === 0) return void writeFileSync(file, 'x');
  const at = random(bytes.length);
  bytes[at]! ^= 1 << random(8);
  writeFileSync(file, bytes);
}

/** What somebody may do to a file of a backup. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a bit is turned': (root, path, _, random) => flipped(root, path, random),
  'the end is cut off': (root, path) =>
    truncateSync(join(root, path), Math.max(0, readFileSync(join(root, path)).length - 1)),
  'something is added': (root, path) => appendFileSync(join(root, path), 'x'),
  'it is gone': (root, path) => rmSync(join(root, path)),
  'another stands in its place': (root, path, other) => copyFileSync(join(root, other), join(root, path)),
  'it has another name': (root, path) => renameSync(join(root, path), `${join(root, path)}x`),
  'it is a link': (root, path, other) => {
    rmSync(join(root, path));
    symlinkSync(join(root, other), join(root, path));
  },
  'one more lies beside it': (root, path) => copyFileSync(join(root, path), `${join(root, path)}-more`),
};
