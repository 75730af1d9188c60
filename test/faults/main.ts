// `npm run test:faults`: kill -9 of everything, at random points, under load; then every promise is checked.
import { HELP, parseOptions, type FaultOptions } from './arguments.js';
import { hasPassed } from './checks/result.js';
import { TARGETS } from './kills/targets.js';
import { type Cleanup, type ProfilePlan, type ProfileReport, runProfile } from './profile-run.js';
import { Random } from './random.js';
import { printReport } from './report.js';
import { OLD_ANCHOR_SABOTAGES } from './sabotage/old-anchor.js';
import { runSabotages } from './sabotage/run-sabotages.js';
import { SABOTAGES } from './sabotage/sabotages.js';

const EXIT = { passed: 0, failed: 1, wrongCall: 2, sabotageUnnoticed: 3, interrupted: 130 } as const;

/** Under load and at rest: the first shows what a busy system makes of it, the second that not one byte changes. */
const STOPS = [{ isQuiet: false }, { isQuiet: true }] as const;

/** Kills in proportion to what a profile has to kill. */
function shareKills({ kills, profiles }: FaultOptions): number[] {
  const targets = profiles.map((profile) => TARGETS[profile].length);
  const all = targets.reduce((sum, count) => sum + count, 0);
  const shares = targets.map((count) => Math.floor((kills * count) / all));
  shares[shares.length - 1]! += kills - shares.reduce((sum, share) => sum + share, 0);
  return shares;
}

async function withCleanup<Result>(work: (cleanup: Cleanup) => Promise<Result>): Promise<Result> {
  const cleanup: Cleanup = [];
  const undo = async (): Promise<void> => {
    for (const step of cleanup.splice(0).reverse())
      await Promise.resolve(step()).catch((error: Error) => console.error(`cleaning up: ${error.message}`));
  };
  const interrupted = (): void => void undo().then(() => process.exit(EXIT.interrupted));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(cleanup);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await undo();
  }
}

async function ordinaryRun(options: FaultOptions, random: Random): Promise<number> {
  const reports: ProfileReport[] = [];
  const shares = shareKills(options);
  for (const [n, profile] of options.profiles.entries()) {
    const plan: ProfilePlan = { profile, kills: shares[n]!, stops: STOPS, losesDatabase: true };
    reports.push(await withCleanup((cleanup) => runProfile(plan, random, cleanup)));
  }
  for (const report of reports) printReport(report);
  const results = reports.flatMap((report) => report.results);
  const passed = results.filter(hasPassed).length;
  console.log(`\n${passed} passed, ${results.length - passed} failed`);
  return passed === results.length ? EXIT.passed : EXIT.failed;
}

async function sabotagedRun({ sabotages, kills, profiles }: FaultOptions, random: Random): Promise<number> {
  const atRest = sabotages.filter((name) => name in SABOTAGES);
  const stops = Object.entries(OLD_ANCHOR_SABOTAGES)
    .filter(([name]) => sabotages.includes(name))
    .map(([name, sabotage]) => ({ name, isQuiet: true, sabotage }));
  const unnoticed: string[] = [];
  const plan: ProfilePlan = {
    profile: profiles[0]!,
    kills,
    stops,
    losesDatabase: false,
    afterwards: async (evidence, victim) => void unnoticed.push(...(await runSabotages(atRest, evidence, victim))),
  };
  const report = await withCleanup((cleanup) => runProfile(plan, random, cleanup));
  printReport(report);
  const others = report.results.filter((result) => !hasPassed(result) && result.name !== 'stoppedAnchor');
  for (const [n, { name }] of stops.entries()) if (report.stopViolations[n] === 0) unnoticed.push(name);
  console.log(`\n${sabotages.length} sabotaged, ${sabotages.length - unnoticed.length} noticed`);
  if (others.length > 0) console.log(`and without any sabotage ${others.length} checks failed`);
  for (const name of unnoticed) console.log(`NOT NOTICED: ${name}`);
  return unnoticed.length > 0 ? EXIT.sabotageUnnoticed : EXIT.failed;
}

async function main(): Promise<number> {
  let options: FaultOptions | 'help';
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    return EXIT.wrongCall;
  }
  if (options === 'help') {
    console.log(HELP);
    return EXIT.passed;
  }
  console.log(`test:faults: ${options.kills} kills, ${options.profiles.join(' and ')}, --seed ${options.seed}`);
  const random = new Random(options.seed);
  try {
    return options.sabotages.length > 0 ? await sabotagedRun(options, random) : await ordinaryRun(options, random);
  } catch (error) {
    console.error(`test:faults stopped: ${(error as Error).message}`);
    console.log('\n0 passed, 1 failed');
    return EXIT.failed;
  }
}

process.exit(await main());
