#!/usr/bin/env node
import { Command } from 'commander';
import { USAGE_EXIT } from '../run-command.js';
import { registerWitnessCommand } from './command.js';

// What `cairn up` starts for a witness of its own: `cairn witness`, without what the other commands load.
const program = new Command('cairn').exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_EXIT));
registerWitnessCommand(program);

await program.parseAsync();
