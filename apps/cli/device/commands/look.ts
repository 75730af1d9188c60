import type { Command } from 'commander';
import { ENVIRONMENT_HELP, readNodeEnvironment } from '../../node-environment.js';
import { runCommand } from '../../run-command.js';
import { findDeviceFolder } from '../device-folder-path.js';
import { listDevices } from '../list.js';
import { wholeNumber } from '../option-values.js';
import { listRejects, type RejectsOptions } from '../rejects.js';
import { type ShowOptions, showDevice } from '../show.js';

const REJECTS_HELP = `
A key that has ended and still signs shows here, and so does whoever sends what cannot be read. What is final and validly signed
stands in the log as well, by the entry that is named.`;

export function addShow(device: Command): void {
  device
    .command('show')
    .description('keys, boots, topics, user name, password, and lines for stock MQTT clients')
    .argument('<device>', 'name of the device, or its folder')
    .option('--json', 'keys, boots and counters as JSON')
    .addHelpText('after', ENVIRONMENT_HELP)
    .action((name: string, options: ShowOptions) =>
      runCommand(() => {
        const environment = readNodeEnvironment();
        return showDevice(findDeviceFolder(name, environment.CAIRN_DATA), options, environment);
      }),
    );
}

export function addList(device: Command): void {
  device
    .command('list')
    .description('all devices that the log knows')
    .option('--json', 'one JSON object on each line')
    .addHelpText('after', ENVIRONMENT_HELP)
    .action((options: { json?: boolean }) =>
      runCommand(() => listDevices(readNodeEnvironment(), options.json === true)),
    );
}

export function addRejects(device: Command): void {
  device
    .command('rejects')
    .description('what was refused of a device, or of all: the latest first, with the reason that the device was told')
    .argument('[id]', 'name of a device')
    .option('--limit <number>', 'how many', wholeNumber, 20)
    .option('--json', 'one JSON object on each line')
    .addHelpText('after', REJECTS_HELP + ENVIRONMENT_HELP)
    .action((id: string | undefined, options: RejectsOptions) =>
      runCommand(() => listRejects(id, options, readNodeEnvironment())),
    );
}
