import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { scanTopic } from '#libs/core/wire';
import { Device, type DeviceOptions, readDeviceFolder, type ScanInput } from '#libs/sdk/device';
import { brokerOption } from '../brokers.js';
import type { NodeEnvironment } from '../node-environment.js';
import { showProgress } from '../progress.js';
import { UsageError } from '../run-command.js';
import { mosquittoLine } from './show.js';
import { type ScanOptions, scansOf } from './scan-options.js';
import { type TlsOptions, tlsOf } from './tls-options.js';

export interface ScanCommandOptions extends ScanOptions, TlsOptions {
  readonly out?: string;
  readonly broker?: string;
  readonly waitSeconds: number;
}

/** Signs and keeps scans, and sends them unless they are to go into a file. @returns the exit code. */
export async function scanByCommand(
  folder: string,
  options: ScanCommandOptions,
  environment: NodeEnvironment,
  signal: AbortSignal,
): Promise<number> {
  const scans = scansOf(options);
  if (options.out !== undefined) return writeOut(folder, scans, options.out);
  const broker = brokerOption(options.broker);
  return send({ folder, broker, ...tlsOf(options, environment) }, scans, options.waitSeconds, signal);
}

async function writeOut(folder: string, scans: readonly ScanInput[], path: string): Promise<number> {
  if (scans.length !== 1) throw new UsageError('A file holds one scan: --out goes with one scan.');
  const device = await Device.open({ folder, offline: true });
  try {
    const { counter } = await device.scan(scans[0]!);
    writeFileSync(path, device.unsettledScan(counter)!.payload);
    const { id } = device.identity;
    console.log(`Scan ${counter} of ${id} is in ${path}, and in the outbox until its receipt comes. To send the file:`);
    const { enrolment } = readDeviceFolder(folder);
    if (enrolment)
      console.log(
        `  ${mosquittoLine({ id, ...enrolment, folder, program: 'mosquitto_pub' })} -t ${scanTopic(id)} -f ${path}`,
      );
    return 0;
  } finally {
    await device.close();
  }
}

async function send(
  options: DeviceOptions,
  scans: readonly ScanInput[],
  waitSeconds: number,
  signal: AbortSignal,
): Promise<number> {
  const device = await Device.open(options);
  const progress = showProgress({ unit: 'scans' });
  const ended = new AbortController();
  const quarantinedBefore = device.quarantined.length;
  let trouble = '';
  try {
    const before = device.unsettled;
    device.on('connected', () => (trouble = 'the broker has let the device in, and the node has not answered'));
    device.on('disconnected', (reason) => (trouble = reason));
    device.on('postponed', ({ reason, text }) => (trouble = `${reason}: ${text}`));
    device.on('distrusted', ({ code, text }) => (trouble = `${code}: ${text}`));
    device.on('receipted', ({ counter, logIndex }) => {
      if (scans.length <= 10) console.log(`Scan ${counter} stands in the log at ${logIndex}.`);
    });
    const { first, last } = await device.scanAll(scans);
    const total = before + last - first + 1;
    if (total > 10) device.on('progress', ({ unsettled }) => progress.update(total - unsettled, total));
    const limit = pause(waitSeconds * 1_000, undefined, { signal: AbortSignal.any([signal, ended.signal]) });
    await Promise.race([device.settled(), limit]);
    progress.stop();
    const refused = device.quarantined.slice(quarantinedBefore);
    for (const { counter, reason, text } of refused) console.error(`Scan ${counter} was refused, ${reason}: ${text}`);
    if (device.unsettled > 0) {
      console.error(
        `${device.unsettled} scans have no receipt yet${trouble && ` (${trouble})`}. They stay in the outbox and go out with the next call.`,
      );
    }
    return refused.length === 0 && device.unsettled === 0 ? 0 : 1;
  } finally {
    ended.abort();
    progress.stop();
    await device.close();
  }
}
