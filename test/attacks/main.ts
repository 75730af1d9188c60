// `npm run test:attacks`: attacks on a live node by somebody who holds what he should not; then every promise is looked at.
import { childrenOf } from '../faults/kills/processes.js';
import { Random } from '../faults/random.js';
import { type AttackOptions, HELP, parseOptions } from './arguments.js';
import { ATTACKS } from './attacks/index.js';
import { hasHeld } from './checks/judge-attack.js';
import { type Cleanup, type ProfileReport, runProfile } from './profile-run.js';
import { printReport } from './report.js';

const EXIT = { passed: 0, failed: 1, wrongCall: 2, interrupted: 130 } as const;

async function withCleanup<Result>(work: (cleanup: Cleanup) => Promise<Result>): Promise<Result> {
  const cleanup: Cleanup = [];
  const undo = async (): Promise<void> => {
    for (const step of cleanup.splice(0).reverse())
      await Promise.resolve(step()).catch((error: Error) => console.error(`cleaning up: ${error.message}`));
  };
  const interrupted = async (): Promise<void> => {
    await undo();
    // A node that is just being started is in no list yet.
    for (const child of childrenOf(process.pid)) process.kill(child, 'SIGINT');
    process.exit(EXIT.interrupted);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(cleanup);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await undo();
  }
}

async function run({ profiles, attacks, seed }: AttackOptions): Promise<number> {
  const reports: ProfileReport[] = [];
  for (const profile of profiles)
    reports.push(await withCleanup((cleanup) => runProfile(profile, attacks, new Random(seed), cleanup)));
  for (const report of reports) printReport(report);
  const outcomes = reports.flatMap(({ results, endChecks }) => [
    ...results.map(hasHeld),
    ...endChecks.map(({ violations }) => violations.length === 0),
  ]);
  const passed = outcomes.filter(Boolean).length;
  console.log(`\n${passed} passed, ${outcomes.length - passed} failed`);
  return passed === outcomes.length && passed > 0 ? EXIT.passed : EXIT.failed;
}

async function main(): Promise<number> {
  let options: ReturnType<typeof parseOptions>;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    return EXIT.wrongCall;
  }
  if (options === 'help') console.log(HELP);
  else if (options === 'list') for (const { name, who } of ATTACKS) console.log(`${name}\n    ${who}`);
  else {
    console.log(
      `test:attacks: ${options.attacks.length} attacks, ${options.profiles.join(' and ')}, --seed ${options.seed}`,
    );
    try {
      return await run(options);
    } catch (error) {
      console.error(`test:attacks stopped: ${(error as Error).message}`);
      console.log('\n0 passed, 1 failed');
      return EXIT.failed;
    }
  }
  return EXIT.passed;
}

process.exit(await main());
