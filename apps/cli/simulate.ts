import { type Command, InvalidArgumentError, Option } from 'commander';
import { LOGGER_ZONE_ASSUMED, type LoggerZone, simulateFleet, simulateLive } from '#libs/demo';
import type { EnvironmentKeys } from '#libs/host/keys';
import { brokerAuthorities, nearBroker } from './brokers.js';
import { ENVIRONMENT_HELP, readNodeEnvironment } from './node-environment.js';
import { showProgress } from './progress.js';
import { runCommand } from './run-command.js';
import { zoneOffsetMinutes } from './zone-offset.js';

const LANE_HELP = `
New consignments of simulated shrimp go from a pond in India to a shop in the United States, one scan after the other: the way of
the replayed lane, at the present time, for ever. Every scan is marked as simulated. Stopped or killed, it goes on where it was.
cairn up --demo does the same after its replay, so stop that node's simulation first: a device's folder has one user.`;

const FLEET_HELP = `
Devices of a made-up warehouse see things in turn, at a rate. Each signs, keeps, sends and verifies receipts like a real one. What a
device cannot get rid of is held back and counted, so that the numbers stay honest.

  npx cairn simulate fleet --devices 200 --rate 500 --duration-seconds 60`;

interface LaneCommandOptions {
  readonly everySeconds: number;
  readonly durationSeconds?: number;
  readonly loggerZone: LoggerZone;
  readonly broker?: string;
}

interface FleetCommandOptions {
  readonly devices: number;
  readonly rate: number;
  readonly durationSeconds?: number;
  readonly seed: string;
  readonly objects: number;
  readonly rotations?: number;
  readonly broker?: string;
}

/** Adds `cairn simulate lane|fleet`; without a word more it is the lane. */
export function registerSimulateCommand(program: Command, keys?: EnvironmentKeys): void {
  const simulate = program
    .command('simulate')
    .description('send scans of simulated devices: one lane slowly, or a fleet at a rate')
    .addHelpText('after', ENVIRONMENT_HELP);
  simulate
    .command('lane', { isDefault: true })
    .description('consignments of shrimp from a pond to a shop, for ever (default)')
    .option('--every-seconds <number>', 'time between two scans', aboveZero, 5)
    .option('--duration-seconds <number>', 'stop after so long (default: Ctrl-C)', aboveZero)
    .addOption(
      new Option('--logger-zone <offset>', "local time minus UTC of the temperature logger's clock, as -05:00")
        .argParser(zone)
        .default(LOGGER_ZONE_ASSUMED, `-05:00, assumed: ${LOGGER_ZONE_ASSUMED.reason}`),
    )
    .option('--broker <url>', 'where the devices connect (default: the broker of this node)')
    .addHelpText('after', LANE_HELP + ENVIRONMENT_HELP)
    .action((options: LaneCommandOptions) => runCommand((signal) => simulateLane(options, keys, signal)));
  simulate
    .command('fleet')
    .description('many devices at a rate')
    .option('--devices <number>', 'devices of the fleet', wholeNumber, 10)
    .option('--rate <number>', 'scans a second, of all devices together', aboveZero, 10)
    .option('--duration-seconds <number>', 'how long (default: until Ctrl-C)', aboveZero)
    .option('--seed <text>', 'names the fleet: another seed is another fleet, 1 to 4 characters', '1')
    .option('--objects <number>', 'things that each scan names', wholeNumber, 1)
    .option('--rotations <number>', 'keys that devices give themselves, a minute, of all devices together', aboveZero)
    .option('--broker <url>', 'where the devices connect (default: the broker of this node)')
    .addHelpText('after', FLEET_HELP + ENVIRONMENT_HELP)
    .action((options: FleetCommandOptions) => runCommand((signal) => simulateMany(options, keys, signal)));
}

async function simulateLane(
  options: LaneCommandOptions,
  keys: EnvironmentKeys | undefined,
  stop: AbortSignal,
): Promise<void> {
  const { everySeconds, durationSeconds, loggerZone, broker } = options;
  const environment = readNodeEnvironment();
  const signal = limited(stop, durationSeconds);
  await simulateLive({
    dataFolder: environment.CAIRN_DATA,
    brokerUrl: nearBroker(environment, broker),
    certificateAuthority: brokerAuthorities(environment),
    keys,
    intervalMs: everySeconds * 1_000,
    loggerZone,
    signal,
    onScan: ({ consignment, bizStep, device, uri }) => {
      console.log(`consignment ${consignment}  ${bizStep.padEnd(16)} ${device.padEnd(28)} ${uri}`);
    },
  });
}

async function simulateMany(
  options: FleetCommandOptions,
  keys: EnvironmentKeys | undefined,
  signal: AbortSignal,
): Promise<number> {
  const { devices, rate, durationSeconds, seed, objects, rotations, broker } = options;
  const environment = readNodeEnvironment();
  const progress = showProgress({ unit: 'scans with receipt' });
  try {
    const summary = await simulateFleet({
      dataFolder: environment.CAIRN_DATA,
      brokerUrl: nearBroker(environment, broker),
      certificateAuthority: brokerAuthorities(environment),
      keys,
      devices,
      ratePerSecond: rate,
      ...(durationSeconds !== undefined && { durationMs: durationSeconds * 1_000 }),
      seed,
      objectsPerScan: objects,
      ...(rotations !== undefined && { rotationsPerMinute: rotations }),
      signal,
      onProgress: ({ made, receipted, heldBack }) => {
        const total = durationSeconds === undefined ? made : Math.floor(rate * durationSeconds);
        progress.update(receipted, total, heldBack > 0 ? `${heldBack} held back` : '');
      },
    });
    progress.stop();
    const { made, receipted, heldBack, durationMs, refused } = summary;
    const perSecond = Math.round((receipted / Math.max(1, durationMs)) * 1_000);
    console.log(`${summary.devices} devices: ${made} scans made, ${receipted} with receipt, ${heldBack} held back.`);
    console.log(`${(durationMs / 1_000).toFixed(1)} s from the first scan to the last receipt, ${perSecond} scans/s.`);
    if (rotations !== undefined) console.log(`${summary.rotations} keys replaced.`);
    for (const [reason, count] of Object.entries(refused)) console.error(`${count} scans were refused: ${reason}`);
    return Object.keys(refused).length === 0 ? 0 : 1;
  } finally {
    progress.stop();
  }
}

const limited = (stop: AbortSignal, seconds: number | undefined): AbortSignal =>
  seconds === undefined ? stop : AbortSignal.any([stop, AbortSignal.timeout(seconds * 1_000)]);

function aboveZero(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1e9)) throw new InvalidArgumentError('a number above 0 is expected.');
  return value;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/u.test(text)) throw new InvalidArgumentError('a whole number from 1 is expected.');
  return Number(text);
}

function zone(text: string): LoggerZone {
  const offsetMinutes = zoneOffsetMinutes(text);
  if (offsetMinutes === undefined) throw new InvalidArgumentError('an offset as +05:30 or -05:00 is expected.');
  return { offsetMinutes, basis: 'given', reason: 'stated at the start of the simulation' };
}
