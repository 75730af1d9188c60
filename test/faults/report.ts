import { type CheckResult, CHECKS, hasPassed } from './checks/result.js';
import { ROLES, TARGETS } from './kills/targets.js';
import type { ProfileReport } from './profile-run.js';

/** The closing table of one profile. */
export function printReport(report: ProfileReport): void {
  const { profile, records, results, entries, scans, receipts, late, checkpoints, seconds } = report;
  console.log(`\n${profile}: ${records.length} kills in ${seconds.toFixed(0)} s`);
  console.log(`  ${'killed'.padEnd(30)} kills  receipts again after: p50      max`);
  for (const target of TARGETS[profile]) {
    const mine = records.filter((record) => record.target === target);
    const times = mine.flatMap(({ resumedAfterMs }) => (resumedAfterMs === null ? [] : [resumedAfterMs / 1_000]));
    const name = `${target} (${ROLES[profile][target]})`;
    console.log(
      `  ${name.padEnd(30)} ${String(mine.length).padStart(5)} ${inSeconds(quantile(times, 0.5))} ${inSeconds(Math.max(...times))}`,
    );
  }
  const least = Math.min(...records.map(({ inFlight }) => inFlight));
  console.log(`  fewest scans sent and not yet receipted at a kill: ${Number.isFinite(least) ? least : '-'}`);
  console.log(
    `  ${scans} scans logged (${late} marked as late), ${receipts} verified receipts, ${entries} entries, ${checkpoints} checkpoints seen`,
  );
  for (const result of results) printCheck(result);
}

export function printCheck(result: CheckResult): void {
  const { name, examined, unit, violations, texts } = result;
  console.log(`  ${hasPassed(result) ? 'passed' : 'FAILED'}  ${CHECKS[name]} (${examined} ${unit})`);
  for (const text of texts) console.log(`          ${text}`);
  if (violations > texts.length) console.log(`          and ${violations - texts.length} more`);
}

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) * part)] ?? Number.NEGATIVE_INFINITY;

const inSeconds = (value: number): string =>
  (Number.isFinite(value) ? `${value.toFixed(1)} s` : '-').padStart(8).padStart(24);
