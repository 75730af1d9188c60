import { jest } from '@jest/globals';
import { Command } from 'commander';
import { USAGE_EXIT } from '../../run-command.js';

export interface Said {
  readonly exitCode: number;
  readonly out: string;
  readonly errors: string;
}

/** Runs a command of `cairn` in this process: what it prints and how it ends. @param register adds the command that the words begin with */
export async function runHere(register: (program: Command) => void, words: readonly string[]): Promise<Said> {
  const said = { out: '', errors: '' };
  const textOf = (chunk: unknown): string =>
    chunk instanceof Uint8Array ? Buffer.from(chunk).toString('latin1') : String(chunk);
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => ((said.out += textOf(chunk)), true));
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void (said.out += `${line}\n`));
  const error = jest.spyOn(console, 'error').mockImplementation((line: string) => void (said.errors += `${line}\n`));
  const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  try {
    process.exitCode = 0;
    const program = new Command('cairn')
      .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_EXIT)) // as main.ts, for what is added below
      .configureOutput({ writeErr: (text) => void (said.errors += text) });
    register(program);
    await program.parseAsync([...words], { from: 'user' });
    return { ...said, exitCode: Number(process.exitCode ?? 0) };
  } catch (cause) {
    const code = /^exit (\d+)$/.exec((cause as Error).message)?.[1];
    if (code === undefined) throw cause;
    return { ...said, exitCode: Number(code) };
  } finally {
    for (const spy of [write, log, error, exit]) spy.mockRestore();
    process.exitCode = 0;
  }
}
