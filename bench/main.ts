// `npm run bench`: ratios taken in one run, printed as a table and written to bench/results. No figure fails anything.
import { loadavg } from 'node:os';
import { type BenchArguments, HELP, type Profile, readArguments } from './arguments.js';
import { compareTurns, printComparison } from './compare.js';
import { ending } from './ending.js';
import type { ScenarioOptions } from './node-load.js';
import { commitOf, type Findings, printFindings, writeResults } from './report.js';
import type { ScenarioName } from './scenario-names.js';
import { scenarios } from './scenarios.js';

const BUSY_LOAD_AVERAGE = 0.5;

async function run(request: BenchArguments): Promise<void> {
  const start = { date: new Date(), loadAverage: loadavg()[0]! };
  if (start.loadAverage > BUSY_LOAD_AVERAGE)
    console.error(
      `NOTE  the machine is busy: load average ${start.loadAverage.toFixed(2)} before anything was started`,
    );
  const sections: Record<string, object> = {};
  for (const profile of request.profiles)
    for (const name of request.names) {
      const title = `${name} (${profile})`;
      console.error(`\n${title} ...`);
      sections[title] =
        request.against === undefined
          ? await measureOnce(title, name, { ...request, profile })
          : await measureInTurns(title, name, { ...request, profile }, request.against);
    }
  console.log(`\nWritten to ${writeResults('bench/results', start, sections)}`);
}

async function measureOnce(title: string, name: ScenarioName, options: ScenarioOptions): Promise<Findings> {
  const findings = await findingsOf(name, options);
  printFindings(title, findings);
  return findings;
}

/** A B A B: what the machine does meanwhile meets both. */
async function measureInTurns(
  title: string,
  name: ScenarioName,
  options: BenchArguments & { readonly profile: Profile },
  checkout: string,
): Promise<object> {
  const turns: { before: Findings[]; after: Findings[] } = { before: [], after: [] };
  const commits = { before: commitOf(checkout), after: commitOf('.') };
  for (let turn = 1; turn <= options.turns; turn++)
    for (const side of ['before', 'after'] as const) {
      console.error(`\n  turn ${turn} of ${options.turns}, ${side} (${commits[side]})`);
      turns[side].push(await findingsOf(name, { ...options, ...(side === 'before' && { checkout }) }));
    }
  const figures = compareTurns(turns.before, turns.after);
  const notes = (['before', 'after'] as const).flatMap((side) =>
    turns[side].flatMap((findings, turn) => findings.notes.map((note) => `${side}, turn ${turn + 1}: ${note}`)),
  );
  printComparison(`${title}, ${commits.before} against ${commits.after}`, figures, notes);
  return { commits, figures, notes };
}

async function findingsOf(name: ScenarioName, options: ScenarioOptions): Promise<Findings> {
  const found = await scenarios[name](options);
  return 'figures' in found ? found : { figures: found, notes: [] };
}

function requestOf(words: readonly string[]): BenchArguments {
  try {
    const request = readArguments(words);
    if (request !== 'help') return request;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    console.error(`npm run bench: ${(error as Error).message} (--help says more)`);
    process.exit(2);
  }
}

ending.onSignals();
try {
  await run(requestOf(process.argv.slice(2)));
} catch (error) {
  // What was ended by a signal fails in many ways, none of which is news: that signal's handler ends this process.
  if (!ending.isBegun) {
    console.error(`npm run bench: ${(error as Error).message}`);
    process.exit(1);
  }
}
