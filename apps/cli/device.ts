import type { Command } from 'commander';
import type { EnvironmentKeys } from '#libs/host/keys';
import { addBoots } from './device/commands/boots.js';
import { addEnrolmentCodes } from './device/commands/enrolment-codes.js';
import { addEnrol } from './device/commands/enrol.js';
import { addEndings, addRotate } from './device/commands/keys.js';
import { addList, addRejects, addShow } from './device/commands/look.js';
import { addPassword } from './device/commands/password.js';
import { addScan } from './device/commands/scan.js';
import { ENVIRONMENT_HELP } from './node-environment.js';

/** Adds `cairn device` and what it has below it. */
export function registerDeviceCommand(program: Command, keys?: EnvironmentKeys): void {
  const device = program
    .command('device')
    .description('enrol devices, show what a device needs, scan by hand')
    .addHelpText('after', `${ENVIRONMENT_HELP}\nFor device makers: docs/guides/device-makers.md`);
  addEnrol(device, keys);
  addShow(device);
  addList(device);
  addRejects(device);
  addScan(device);
  addRotate(device);
  addEndings(device, keys);
  addPassword(device);
  addBoots(device, keys);
  addEnrolmentCodes(device, keys);
}
