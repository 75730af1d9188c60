import type { Command } from 'commander';
import { type DemoSummary, replayDemo } from '#libs/demo';
import type { EnvironmentKeys } from '#libs/host/keys';
import { digitalLinkPath } from '#libs/core/gs1';
import { brokerAuthorities, nearBroker } from './brokers.js';
import { ENVIRONMENT_HELP, readNodeEnvironment } from './node-environment.js';
import { showProgress } from './progress.js';
import { runCommand } from './run-command.js';

const HELP = `
10,324 real shipments of medicines (USAID, 2006 to 2015) and one simulated lane of farmed shrimp are signed by devices of the demo and
sent over MQTT like any others: outbox, receipts, no side door. What the data do not say is left out and counted. Everything made
up (identifiers, keys, devices) is marked as demo data. cairn up --demo does the same at its first start.

The command can be stopped and killed at any point and goes on where it was. Once it has come to its end, it only says again what
came of it. The node must be running (cairn up), and its keys must lie in CAIRN_DATA.`;

interface ReplayOptions {
  readonly broker?: string;
  readonly json?: boolean;
}

/** Adds `cairn replay`. */
export function registerReplayCommand(program: Command, keys?: EnvironmentKeys): void {
  program
    .command('replay')
    .description('replay real shipments as signed scans over MQTT')
    .option('--broker <url>', 'where the devices connect (default: the broker of this node)')
    .option('--json', 'print what came of it as JSON')
    .addHelpText('after', HELP + ENVIRONMENT_HELP)
    .action((options: ReplayOptions) => runCommand((signal) => replay(options, keys, signal)));
}

async function replay(
  { broker, json }: ReplayOptions,
  keys: EnvironmentKeys | undefined,
  signal: AbortSignal,
): Promise<number> {
  const environment = readNodeEnvironment();
  const progress = showProgress({ unit: 'scans' });
  try {
    const summary = await replayDemo({
      dataFolder: environment.CAIRN_DATA,
      brokerUrl: nearBroker(environment, broker),
      certificateAuthority: brokerAuthorities(environment),
      keys,
      signal,
      onProgress: ({ done, total, phase }) => {
        if (total > 0) progress.update(done, total, phase);
      },
    });
    progress.stop();
    if (json) console.log(JSON.stringify(summary, null, 2));
    else print(summary);
    return Object.keys(summary.refused).length === 0 ? 0 : 1;
  } finally {
    progress.stop();
  }
}

function print({ rows, scans, laneScans, devices, parties, leftOut, resolved, refused, links }: DemoSummary): void {
  console.log(
    `${rows} rows gave ${scans} scans; the simulated lane gave ${laneScans}. ${devices} devices of ${parties} parties.`,
  );
  printCounts('Left out, because the file does not say it:', leftOut);
  printCounts('Taken from another row, to which the file refers:', resolved);
  printCounts('Refused by the node:', refused);
  console.log('Look at:');
  for (const { what, uri } of links) console.log(`  ${what.padEnd(20)} /api/v1/objects/${digitalLinkPath(uri)}/trail`);
}

function printCounts(title: string, counts: Readonly<Record<string, number>>): void {
  const entries = Object.entries(counts);
  if (entries.length === 0) return;
  console.log(title);
  for (const [reason, count] of entries) console.log(`  ${String(count).padStart(6)}  ${reason}`);
}
