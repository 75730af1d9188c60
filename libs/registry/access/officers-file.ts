import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createOnce } from '#libs/host/files';
import { readPrivateFile } from '#libs/host/keys';
import { OfficerError } from './error.js';
import { FIRST_ROLE, type Officer, OFFICERS_MAX } from './officer.js';
import { formatOfficerLine, parseOfficerLine } from './officer-line.js';
import { hashOf, newToken } from './token.js';

// The one officer of a node that was just started. A real post gives each officer a line of their own.
const FIRST_OFFICER = 'officer';

/** An officer, and where the line stands. */
export interface OfficerLine {
  readonly officer: Officer;
  /** From 0. */
  readonly index: number;
}

/**
 * Parses the file of officers, one a line; empty lines and lines that start with `#` say nothing. A name may stand on several lines: its
 * tokens one after the other.
 *
 * @throws {OfficerError} OFFICERS_MALFORMED with line and field; OFFICERS_MAX.
 */
export function parseOfficers(text: string): readonly OfficerLine[] {
  const officers: OfficerLine[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (officers.length === OFFICERS_MAX) throw tooMany();
    officers.push({ officer: parseOfficerLine(line, index + 1), index });
  }
  return officers;
}

export const tooMany = (): OfficerError =>
  new OfficerError(
    'OFFICERS_MAX',
    `the officers' file has as many lines as it may, ${OFFICERS_MAX}: take away those of officers who ended long ago`,
  );

/** Where officers and the first token lie below CAIRN_DATA. */
export const officerPaths = (dataFolder: string) => {
  const keys = join(dataFolder, 'keys');
  return { keys, officers: join(keys, 'officers'), token: join(keys, 'customs-token') };
};

/** Where the officers of a node stand, and the token that its first start left for the person who set it up. */
export interface CustomsToken {
  readonly path: string;
  /** Undefined once the file was taken away, as it should be when the token has been handed over. */
  readonly token: string | undefined;
}

/**
 * Makes sure that a node has officers. The first call creates `keys/officers` with one officer and leaves that officer's token in
 * `keys/customs-token`; later calls change nothing, also when the token file has been taken away. Both files are readable by their
 * owner only. Safe against a second process that does the same at the same time: the token that counts is the one in the file.
 *
 * @param dataFolder CAIRN_DATA.
 * @throws {KeyFileError} KEY_FILE_MODE where others may read one of the two. What the officers' file says is not judged here: a
 *   line that cannot be read shuts out its officers, and not the public.
 */
export function ensureCustomsToken(dataFolder: string): CustomsToken {
  const { officers, token } = officerPaths(dataFolder);
  ensureOfficersFile(dataFolder);
  readPrivateFile(officers);
  return { path: token, token: existsSync(token) ? readPrivateFile(token).trim() : undefined };
}

/** The part of it that makes files where there are none. */
export function ensureOfficersFile(dataFolder: string): void {
  const { keys, officers, token } = officerPaths(dataFolder);
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  if (existsSync(officers)) return;
  // The token first: a crash in between leaves a token that the next start takes up, never an officer whose token is lost.
  createOnce(token, `${newToken()}\n`, 0o600);
  createOnce(officers, `${formatOfficerLine(firstOfficer(readPrivateFile(token).trim()))}\n`, 0o600);
}

const firstOfficer = (token: string): Officer => ({
  name: FIRST_OFFICER,
  tokenHash: hashOf(token),
  roles: [FIRST_ROLE],
  madeMs: Date.now(),
  expiresMs: undefined,
  endedMs: undefined,
});
