import type { Amount } from '#libs/log/backup';
import { keptText } from '../kept-tables.js';
import type { NodeBackup } from './backup.js';

const LINES_MAX = 10;

/** What was copied, what was not, and how it is proven. */
export function backupText(report: NodeBackup): string {
  const { origin, root, size, publishedSize, rows, copied, linked, damaged } = report;
  const waiting = size - publishedSize;
  return [
    `${origin}: ${root}`,
    `  ${size} entries, up to the newest signed checkpoint${waiting > 0 ? `; ${waiting} of them are not public yet` : ''}`,
    `  from the database: ${keptText(rows)}`,
    `  copied ${amountText(copied)}; shared with the backup before ${amountText(linked)}`,
    ...keysOf(report),
    ...damagedOf(damaged),
    ...devicesOf(report),
    `Not in it either: witnesses of the node's own, and logs of its programs.`,
    `To prove it: npx cairn restore --prove ${root} --keys ${report.keysFolder ?? '<folder of the keys>'} --data <an empty folder>`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

export const amountText = ({ files, bytes }: Amount): string => `${files} files (${bytesText(bytes)})`;

/** In the unit that a person would take. */
export function bytesText(bytes: number): string {
  if (bytes < 1e4) return `${bytes} bytes`;
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e10 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function keysOf({ keysFolder, keysOfEnvironment }: NodeBackup): string[] {
  const own =
    keysFolder === null
      ? '  keys, log-origin and policy.txt are not in it: --keys <folder> copies them to a place of their own'
      : `  keys, log-origin and policy.txt: ${keysFolder}`;
  return keysOfEnvironment.length === 0
    ? [own]
    : [own, `  from the environment, and in no folder: ${keysOfEnvironment.join(', ')}`];
}

function damagedOf(damaged: readonly string[]): string[] {
  if (damaged.length === 0) return [];
  const shown = damaged.slice(0, LINES_MAX).map((path) => `  ${path}`);
  if (damaged.length > LINES_MAX) shown.push(`  and ${damaged.length - LINES_MAX} more`);
  return [
    `${damaged.length} files of private parts are missing or cannot be read, and are not in the backup. Start the anchor, which writes them from the database, and call this again:`,
    ...shown,
  ];
}

function devicesOf({ devices, devicesFolder }: NodeBackup): string[] {
  if (devices.length === 0) return [];
  const shown = devices.slice(0, LINES_MAX).join(', ') + (devices.length > LINES_MAX ? ', ...' : '');
  return [
    `Not in it: ${devices.length} devices that live in ${devicesFolder} (${shown}). A device that is set back uses counters twice: where their folders are lost, npx cairn device reset <device> --new-key.`,
  ];
}
