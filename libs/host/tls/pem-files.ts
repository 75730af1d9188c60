import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { StartError } from '#libs/host/service';

/** Everybody but the owner and his group. Tools for certificates commonly give a group of servers the right to read. */
const STRANGERS = 0o007;

/** @throws {StartError} naming the file and why it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

/**
 * A file that strangers on this machine may not get at. Its mode is asked of the open file, so that the file whose mode was seen is the
 * one that is read.
 *
 * @param what it holds, for people: "a private key"
 * @throws {StartError} naming the file and what to do
 */
export function readSecret(file: string, what: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    const { mode } = fstatSync(descriptor);
    if ((mode & STRANGERS) !== 0) {
      throw new StartError(`${file} is ${what} that everybody on this machine can get at. Type: chmod o= '${file}'`);
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

const unreadable = (file: string, error: unknown): StartError =>
  new StartError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no reason given'}).`, {
    cause: error,
  });
