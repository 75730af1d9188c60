import type { Command } from 'commander';
import type { EnvironmentKeys } from '#libs/host/keys';
import { ENVIRONMENT_HELP, readNodeEnvironment, readOperatorEnvironment } from '../../node-environment.js';
import { runCommand } from '../../run-command.js';
import { findDeviceFolder } from '../device-folder-path.js';
import {
  type CompromisedOptions,
  reportKey,
  type RetireOptions,
  retireKey,
  rotateDevice,
  type RotateCommandOptions,
} from '../keys.js';
import { algorithmOption, bytes, moment, wholeNumber } from '../option-values.js';
import { addTlsOptions } from '../tls-options.js';

const ROTATE_HELP = `
The device makes a key, keeps it, and signs by both keys that it takes the place of the old one. Scans go on meanwhile; those made
before go out first. Killed or without network, the next call, or the next scan, goes on.`;

const END_HELP = `
Signed by the operator's key in CAIRN_DATA. What is in the log stays and counts. The device's password ends with the key, and the
connection that it opened. Scans that it signed before and still has count when they come: --keep-password lets it bring them, and
npx cairn device password --end ends that later. To let the device go on with a new key: npx cairn device renew; for a device that was
stolen report its key instead: npx cairn device compromised --help`;

const COMPROMISED_HELP = `
Signed by the operator's key in CAIRN_DATA. From the entry on nothing that the key signs counts, and nobody can take that back.
Scans that were logged before stay; those since --since get a notice in every verdict. The device's password ends too, and the
connection that it opened: within 1 s at the broker inside ingest.

  npx cairn device compromised gate-7 --since 2026-05-01T14:00:00+02:00`;

export function addRotate(device: Command): void {
  addTlsOptions(device.command('rotate'))
    .description('as the device: take another key')
    .argument('<device>', 'name of the device, or its folder')
    .addOption(algorithmOption())
    .option('--expires <time>', 'of the new key; RFC 3339 with offset', moment)
    .option('--broker <url>', 'connect there instead of where the enrolment says')
    .option('--wait-seconds <number>', 'how long to wait for the answer', wholeNumber, 30)
    .addHelpText('after', ROTATE_HELP + ENVIRONMENT_HELP)
    .action((name: string, options: RotateCommandOptions) =>
      runCommand((signal) => {
        const environment = readNodeEnvironment();
        return rotateDevice(findDeviceFolder(name, environment.CAIRN_DATA), options, environment, signal);
      }),
    );
}

export function addEndings(device: Command, keys: EnvironmentKeys | undefined): void {
  device
    .command('retire')
    .description('as the operator: end a key of a device, for good')
    .argument('<id>', 'name of the device')
    .option('--key <hex>', 'key id (default: the key that signs at present)', bytes(8))
    .option('--keep-password', 'the device may still connect, to bring what it signed before')
    .option('--json', 'print what came of it as JSON')
    .addHelpText('after', END_HELP + ENVIRONMENT_HELP)
    .action((id: string, options: RetireOptions) =>
      runCommand((signal) => retireKey(id, options, readOperatorEnvironment(keys), signal)),
    );
  device
    .command('compromised')
    .description('as the operator: report that a key of a device is in other hands')
    .argument('<id>', 'name of the device')
    .option('--key <hex>', 'key id (default: the key that signs at present, or the last that did)', bytes(8))
    .option('--since <time>', 'since when that may be so; RFC 3339 with offset', moment)
    .option('--json', 'print what came of it as JSON')
    .addHelpText('after', COMPROMISED_HELP + ENVIRONMENT_HELP)
    .action((id: string, options: CompromisedOptions) =>
      runCommand((signal) => reportKey(id, options, readOperatorEnvironment(keys), signal)),
    );
}
