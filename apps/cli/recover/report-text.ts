import type { KnownPasswords } from '#libs/registry/enrolment';
import { removalOf } from '#libs/log/recovery';
import type { NodeReport } from './recover.js';

const LINES_MAX = 20;

/** What was rebuilt, what was not, and what to do about it. */
export function textOf(report: NodeReport, folders: KnownPasswords, reportFile: string | null): string {
  return [
    ...summaryOf(report),
    ...lostOf(report, reportFile),
    ...tilesOf(report),
    'Not in the log, and what became of it:',
    ...indented([
      ...passwordsOf(report, folders),
      ...othersOf(report),
      'reading positions of the streams: the anchor begins with the earliest record that a stream keeps. Scans that are logged already count as repeats and get their receipt again; nothing is logged twice.',
      'scans that were not logged yet: devices send again what has no receipt. Enrolments that were not logged are filed again by the next npx cairn device enrol.',
      'the search: the anchor fills it again after its start.',
    ]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function summaryOf({ origin, size, publishedSize, keptAs, check }: NodeReport): string[] {
  const behind = size - publishedSize;
  return [
    `${origin}: the database is rebuilt, ${size} entries and ${check.links} links of trails. Checked as by cairn check.`,
    ...(behind > 0 ? [`${behind} of them were signed and not published: the next start publishes them.`] : []),
    ...(keptAs
      ? [`The database before is kept in the schema ${keptAs}. Once nobody needs it: ${removalOf(keptAs)}`]
      : []),
  ];
}

function lostOf({ lost, lostValues, damagedFiles }: NodeReport, reportFile: string | null): string[] {
  if (lost.length === 0) return [];
  return [
    `${lostValues} private values could not be recovered and are left empty, as if they were erased. All are listed in ${reportFile}:`,
    ...indented(shortened(lost)),
    ...(damagedFiles.length > 0
      ? ['Damaged files of private parts are kept:', ...indented(shortened(damagedFiles))]
      : []),
    'Where you have those files from a backup: stop the node, put them in their place, and run npx cairn recover --replace again.',
  ];
}

function tilesOf({ check }: NodeReport): string[] {
  if (check.differenceCount === 0) return [];
  return [
    `${check.differenceCount} files of the public log are not what the entries give. Move log/tile away before the start: the anchor then writes all of it again.`,
    ...indented(shortened(check.differences.map(({ text }) => text))),
  ];
}

function passwordsOf(
  { passwordsFromFolders, carriedOver, withoutPassword }: NodeReport,
  folders: KnownPasswords,
): string[] {
  const without =
    withoutPassword.length === 0
      ? 'every device has one.'
      : `${withoutPassword.length} have none and cannot connect to the broker of the embedded profile: ${shortened(withoutPassword).join(', ')}. For each run npx cairn device enrol again, with its name, party, key and boot: the log stays as it is, and the device gets a new password.`;
  return [
    `passwords of devices: ${passwordsFromFolders} from the folders in devices, ${carriedOver.passwords} from the database before; ${without}`,
    ...folders.unreadable.map((why) => `a folder of a device cannot be read: ${why}`),
  ];
}

function othersOf({ carriedOver: { lookups, rejects } }: NodeReport): string[] {
  return [
    `look-ups of officers: ${lookups} from the database before. Later ones are only in a backup of the table stores.lookup, if there is one; a look-up in the stream is taken again.`,
    `rejects: ${rejects} from the database before. What was refused for good stands in the log as well.`,
  ];
}

function shortened(lines: readonly string[]): string[] {
  const further = lines.length - LINES_MAX;
  return further > 0 ? [...lines.slice(0, LINES_MAX), `and ${further} more`] : [...lines];
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
