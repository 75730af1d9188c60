#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { withoutUserinfo } from '#libs/host/addresses';
import { EnvironmentKeys } from '#libs/host/keys';
import { registerBackupCommand } from './backup/command.js';
import { registerCheckCommand } from './check.js';
import { registerCodesCommand } from './codes.js';
import { registerConfigCommand } from './config/command.js';
import { registerDeviceCommand } from './device.js';
import { registerKeysCommand } from './keys.js';
import { registerLogCommand } from './log.js';
import { registerOfficersCommand } from './officers.js';
import { registerProjectionsCommand } from './projections.js';
import { registerRecoverCommand } from './recover/command.js';
import { registerReplayCommand } from './replay.js';
import { registerRestoreCommand } from './restore/command.js';
import { registerSimulateCommand } from './simulate.js';
import { registerUpCommand } from './up/command.js';
import { registerVerifyCommand } from './verify.js';
import { registerWitnessCommand } from './witness/command.js';
import { USAGE_EXIT } from './run-command.js';

// Before anything else: no child that does not work with them, and nothing that shows the environment, shall have them.
const keys = EnvironmentKeys.take(process.env);

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('cairn')
  .description('Signed scans of goods that cross borders, in a public log that anyone can check.')
  .version(version)
  .showHelpAfterError('(--help after a command tells what it takes)')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_EXIT)) // of every command that is added below, too
  .configureHelp({ sortSubcommands: true })
  // A complaint about an option repeats its value.
  .configureOutput({ outputError: (text, write) => write(withoutUserinfo(text)) });

registerUpCommand(program, keys);
registerKeysCommand(program, keys);
registerDeviceCommand(program, keys);
registerBackupCommand(program, keys);
registerCheckCommand(program);
registerCodesCommand(program, keys);
registerConfigCommand(program, keys);
registerLogCommand(program);
registerOfficersCommand(program);
registerProjectionsCommand(program);
registerRecoverCommand(program, keys);
registerReplayCommand(program, keys);
registerRestoreCommand(program, keys);
registerSimulateCommand(program, keys);
registerVerifyCommand(program);
registerWitnessCommand(program);

await program.parseAsync();
