import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** An account of the system that is not root. */
export interface AccountIds {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The highest folder above each path that the account may not pass, once each: `/root` for what lies in root's home.
 *
 * @param paths absolute, of things that are there
 */
export function closedAbove(paths: readonly string[], ids: AccountIds): string[] {
  const tops = paths.flatMap((path) => ancestorsOf(path).find((folder) => !mayPass(folder, ids)) ?? []);
  return [...new Set(tops)];
}

/** From the root of the file system downwards, without the path itself. */
function ancestorsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...ancestorsOf(parent), parent];
}

function mayPass(folder: string, { uid, gid }: AccountIds): boolean {
  const { uid: owner, gid: group, mode } = statSync(folder);
  if (owner === uid) return (mode & 0o100) !== 0;
  return (mode & (group === gid ? 0o010 : 0o001)) !== 0;
}

/**
 * Shows a process the folders that it needs, and nothing else of the closed ones above them: in a view of the file system of its own
 * each closed folder is an empty one, in which those that are needed lie where they always do.
 */
const SCRIPT = `
set -e
stage=$(mktemp -d)
mount -t tmpfs -o mode=755,size=64k none "$stage"
tops=$1; shift
paths=$1; shift
for path in $(seq 1 "$paths"); do eval "from=\\\${$((tops + path))}"; mkdir "$stage/$path"; mount --bind "$from" "$stage/$path"; done
for top in $(seq 1 "$tops"); do eval "on=\\\${$top}"; mount -t tmpfs -o mode=755,size=64k none "$on"; done
for path in $(seq 1 "$paths"); do eval "to=\\\${$((tops + path))}"; mkdir -p "$to"; mount --move "$stage/$path" "$to"; done
umount "$stage"
rmdir "$stage"
shift "$((tops + paths))"
exec "$@"
`;

/** The command that runs `command` where these paths can be reached: by root, on Linux, where it may change what it sees of the file system. */
export const withoutClosed = (
  tops: readonly string[],
  paths: readonly string[],
  command: readonly string[],
): [string, ...string[]] => [
  'unshare',
  '--mount',
  '--propagation',
  'private',
  'sh',
  '-c',
  SCRIPT,
  'sh',
  String(tops.length),
  String(paths.length),
  ...tops,
  ...paths,
  ...command,
];

/** Whether root may do here what `withoutClosed` does: not in a container, as a rule. */
export function mayChangeView(): boolean {
  try {
    execFileSync('unshare', ['--mount', '--propagation', 'private', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
