import { hasHeld } from './checks/judge-attack.js';
import { PROMISES } from './checks/trial.js';
import type { ProfileReport } from './profile-run.js';

const TEXTS_MAX = 3;

/** The closing table of one profile. */
export function printReport({ profile, results, endChecks, nodes, seconds }: ProfileReport): void {
  console.log(
    `\n${profile}: ${results.length} attacks on ${nodes} node${nodes === 1 ? '' : 's'} in ${seconds.toFixed(0)} s`,
  );
  for (const result of results) {
    const { attack, broken } = result;
    console.log(`  ${hasHeld(result) ? 'passed' : 'FAILED'}  ${attack.name} (${result.seconds.toFixed(1)} s)`);
    for (const [promise, violations] of broken) {
      console.log(`          not true: ${PROMISES[promise]}`);
      for (const text of violations.slice(0, TEXTS_MAX)) console.log(`            ${text}`);
      if (violations.length > TEXTS_MAX) console.log(`            and ${violations.length - TEXTS_MAX} more`);
    }
  }
  for (const { name, violations } of endChecks) {
    console.log(`  ${violations.length === 0 ? 'passed' : 'FAILED'}  ${name}`);
    for (const text of violations.slice(0, TEXTS_MAX)) console.log(`          ${text}`);
  }
}
