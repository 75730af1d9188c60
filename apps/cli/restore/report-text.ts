import { checkText } from '../check-text.js';
import { keptText } from '../kept-tables.js';
import type { RestoreReport } from './restore.js';
import type { WitnessWord } from './witnesses.js';

const LINES_MAX = 20;
const GUIDE = 'docs/guides/operators.md, «When the machine is lost»';
// Nothing in a backup can tell what was ended after it.
const BACK_AGAIN =
  'Passwords of devices are as they were at the backup, officers as they were when the keys were copied: end again who was ended since (cairn device password --end, cairn officers end).';

/** What was restored, what was proven, and what has to be known before the start. */
export function restoreText(report: RestoreReport): string {
  const { manifest, root, isKept, files, recovered, rows } = report;
  return [
    isKept
      ? `${manifest.origin}: restored into ${root}, from the backup of ${manifest.madeAt} (Cairn ${manifest.version}).`
      : `${manifest.origin}: NOT RESTORED. The backup of ${manifest.madeAt} does not agree with itself; ${root} is as it was.`,
    `  ${files} files are as they were written, by a list that a key of this node has sealed`,
    `  ${recovered.size} entries give the root ${manifest.checkpoint.root} that the key of the log has signed; ${recovered.publishedSize} of them were public`,
    `  all tables of the log are recomputed: ${recovered.check.links} links of trails`,
    `  put back, as the sealed list has them and nothing else vouches for: ${keptText(rows)}`,
    ...lostOf(report),
    ...proofOf(report),
    ...report.witnesses.map(witnessLine),
    ...(isKept ? [BACK_AGAIN, ...warningOf(report)] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function lostOf({ recovered: { lost, lostValues } }: RestoreReport): string[] {
  if (lost.length === 0) return [];
  const shown = lost.slice(0, LINES_MAX).map((line) => `    ${line}`);
  if (lost.length > LINES_MAX) shown.push(`    and ${lost.length - LINES_MAX} more`);
  return [
    `  ${lostValues} private values were not in the backup, and are left empty as if they were erased:`,
    ...shown,
  ];
}

function proofOf({ proof, cosignedBy }: RestoreReport): string[] {
  const cosigned =
    cosignedBy.length === 0
      ? '  the public checkpoint carries no cosignature of the policy'
      : `  the public checkpoint is cosigned by ${cosignedBy.join(', ')}`;
  if (!proof) return [cosigned, '  signatures of entries were not checked: --prove does that as well'];
  return [cosigned, 'Recomputed and compared, with all signatures:', checkText(proof).trimEnd()];
}

const witnessLine = ({ name, kind, text }: WitnessWord): string =>
  `${kind === 'agrees' ? '  ' : kind === 'ahead' || kind === 'contradicts' ? 'WARNING: ' : 'Note: '}witness ${name}: ${text}`;

function warningOf({ witnesses, manifest }: RestoreReport): string[] {
  const isAhead = witnesses.some(({ kind }) => kind === 'ahead' || kind === 'contradicts');
  if (isAhead)
    return [
      `THE BACKUP IS OLDER THAN WHAT WAS SIGNED: the node went on after it. Started as it is, it would sign another history; the anchor refuses that. What to do: ${GUIDE}.`,
    ];
  if (witnesses.every(({ kind }) => kind === 'agrees') && witnesses.length > 0)
    return ['No witness knows more than this: it may be started.'];
  return [
    `Nobody here can tell whether the node went on after ${manifest.madeAt}. If it did, it has signed more than this, and must not be started as it is: ${GUIDE}.`,
  ];
}
