// `npm run bench`: ratios taken in one run, printed as a table and written to bench/results. No figure fails anything.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { ending } from './ending.js';
import { type Figure, type Findings, printFindings, writeResults } from './report.js';
import { scenarios, type ScenarioName } from './scenarios.js';

const HELP = `npm run bench -- [${Object.keys(scenarios).join('|')}]... [--profile embedded|distributed] [--seconds 15]
                [--rates 500,1000,2000] [--entries 1000000] [--log FOLDER]

Without names everything runs. The distributed profile starts Kafka, Mosquitto and PostgreSQL of its own
(deploy/real-services.sh says what has to be installed). --rates are the scans a second that end-to-end offers,
beside full load. The log that check makes has --entries; --log keeps it, and takes it again.`;
const BUSY_LOAD_AVERAGE = 0.5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    profile: { type: 'string', default: 'embedded' },
    seconds: { type: 'string', default: '15' },
    rates: { type: 'string', default: '500,1000,2000' },
    entries: { type: 'string', default: '1000000' },
    log: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const names = Object.keys(scenarios) as ScenarioName[];
if (values.help || positionals.some((name) => !names.includes(name as ScenarioName))) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

ending.onSignals();
const start = { date: new Date(), loadAverage: loadavg()[0]! };
if (start.loadAverage > BUSY_LOAD_AVERAGE)
  console.error(`NOTE  the machine is busy: load average ${start.loadAverage.toFixed(2)} before anything was started`);
const profile = values.profile === 'distributed' ? 'distributed' : 'embedded';
const sections: Record<string, Findings> = {};
for (const name of positionals.length > 0 ? (positionals as ScenarioName[]) : names) {
  console.log(`\n${name} (${profile}) ...`);
  const found: Findings | Figure[] = await scenarios[name]({
    profile,
    seconds: Number(values.seconds),
    rates: values.rates.split(',').map(Number),
    entries: Number(values.entries),
    log: values.log,
  });
  const findings = Array.isArray(found) ? { figures: found, notes: [] } : found;
  sections[`${name} (${profile})`] = findings;
  printFindings(`${name} (${profile})`, findings);
}
console.log(`\nWritten to ${writeResults('bench/results', start, sections)}`);
