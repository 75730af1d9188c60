// `npm run bench`: ratios taken in one run, printed as a table and written to bench/results. No figure fails anything.
import { parseArgs } from 'node:util';
import { printFigures, writeResults, type Figure } from './report.js';
import { scenarios, type ScenarioName } from './scenarios.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    profile: { type: 'string', default: 'embedded' },
    seconds: { type: 'string', default: '15' },
    entries: { type: 'string', default: '1000000' },
    log: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const names = Object.keys(scenarios) as ScenarioName[];
if (values.help || positionals.some((name) => !names.includes(name as ScenarioName))) {
  console.log(`npm run bench -- [${names.join('|')}]... [--profile embedded|distributed] [--seconds 15]
                [--entries 1000000] [--log FOLDER]

Without names everything runs. The distributed profile starts Kafka, Mosquitto and PostgreSQL of its own
(deploy/real-services.sh says what has to be installed). The log that check makes has --entries; --log keeps it, and takes
it again.`);
  process.exit(values.help ? 0 : 2);
}

const profile = values.profile === 'distributed' ? 'distributed' : 'embedded';
const sections: Record<string, readonly Figure[]> = {};
for (const name of positionals.length > 0 ? (positionals as ScenarioName[]) : names) {
  console.log(`\n${name} (${profile}) ...`);
  const figures = await scenarios[name]({
    profile,
    seconds: Number(values.seconds),
    entries: Number(values.entries),
    log: values.log,
  });
  sections[`${name} (${profile})`] = figures;
  printFigures(`${name} (${profile})`, figures);
}
console.log(`\nWritten to ${writeResults('bench/results', sections)}`);
