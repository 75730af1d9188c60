import { execFile } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, '../log_client.py');

/** What the foreign client says of a log. */
export interface ForeignReading {
  readonly exitCode: number;
  /** A line for each thing that is wrong. */
  readonly wrong: string;
  /** Size that was read, and of the newest checkpoint; levels of tiles. Null when it could not be read at all. */
  readonly read: { readonly size: number; readonly newest: number; readonly levels: number } | null;
}

/** Reads a log with test/foreign/log_client.py. */
export function readWithForeignClient(
  python: string,
  {
    url,
    policyFile,
    words = [],
  }: { readonly url: string; readonly policyFile: string; readonly words?: readonly string[] },
): Promise<ForeignReading> {
  return new Promise((resolve) => {
    execFile(python, [PROGRAM, 'read', url, policyFile, ...words], (error, stdout, stderr) => {
      const exitCode = error ? Number(error.code ?? 1) : 0;
      resolve({ exitCode, wrong: stderr, read: stdout === '' ? null : (JSON.parse(stdout) as ForeignReading['read']) });
    });
  });
}
