import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createOnce } from '#libs/host/files';

/** Someone who may ask on the customs tier. The token itself is known to nobody but its holder. */
export interface Officer {
  /** As it stands in every look-up: 1 to 64 letters, digits, `.`, `_`, `@`, `-`. */
  readonly name: string;
  /** SHA-256 of the token's UTF-8 text, 32 bytes. */
  readonly tokenHash: Uint8Array;
}

/** Codes of {@link OfficerError}. */
export type OfficerErrorCode = 'OFFICERS_MALFORMED' | 'OFFICER_NAME' | 'OFFICER_KNOWN';

/** The file of officers, or a change to it, has not the form. The message names the line, never a token. */
export class OfficerError extends Error {
  override readonly name = 'OfficerError';
  constructor(
    readonly code: OfficerErrorCode,
    message: string,
  ) {
    super(message);
  }
}

const NAME = /^[\w.@-]{1,64}$/u;
const LINE = /^(?<name>[\w.@-]{1,64}):(?<hash>[0-9a-f]{64})$/u;
// The one officer of a node that was just started. A real post gives each officer a line of their own.
const FIRST_OFFICER = 'officer';

const hashOf = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();

/** 32 random bytes as base64url, so that guessing is hopeless and a slow hash is not needed. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * Parses the file of officers: one `name:token-sha256` a line (64 hex digits); empty lines and lines that start with `#` say nothing.
 *
 * @throws {OfficerError} OFFICERS_MALFORMED with the number of the line; a name may stand on several lines while its token changes.
 */
export function parseOfficers(text: string): readonly Officer[] {
  const officers: Officer[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const { name, hash } = LINE.exec(line.trim())?.groups ?? {};
    if (!name || !hash) {
      throw new OfficerError('OFFICERS_MALFORMED', `line ${index + 1} of the officers' file is not name:token-sha256`);
    }
    officers.push({ name, tokenHash: Uint8Array.from(Buffer.from(hash, 'hex')) });
  }
  return officers;
}

/** Where the officers of a node stand, and the token that its first start left for the person who set it up. */
export interface CustomsToken {
  readonly path: string;
  /** Undefined once the file was taken away, as it should be when the token has been handed over. */
  readonly token: string | undefined;
}

const files = (dataFolder: string) => {
  const keys = join(dataFolder, 'keys');
  return { keys, officers: join(keys, 'officers'), token: join(keys, 'customs-token') };
};

/**
 * Makes sure that a node has officers. The first call creates `keys/officers` with one officer and leaves that officer's token in
 * `keys/customs-token`; later calls change nothing, also when the token file has been taken away. Both files are readable by their
 * owner only. Safe against a second process that does the same at the same time: the token that counts is the one in the file.
 *
 * @param dataFolder CAIRN_DATA.
 */
export function ensureCustomsToken(dataFolder: string): CustomsToken {
  const { keys, officers, token } = files(dataFolder);
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  if (!existsSync(officers)) {
    // The token first: a crash in between leaves a token that the next start takes up, never an officer whose token is lost.
    createOnce(token, `${newToken()}\n`, 0o600);
    createOnce(officers, `${FIRST_OFFICER}:${hashOf(readFileSync(token, 'utf8').trim()).toString('hex')}\n`, 0o600);
  }
  return { path: token, token: existsSync(token) ? readFileSync(token, 'utf8').trim() : undefined };
}

/**
 * Adds an officer to `keys/officers` and answers the new token, which is kept nowhere else. Running api processes see it at once.
 *
 * @throws {OfficerError} OFFICER_NAME for a name that cannot stand in the file; OFFICER_KNOWN when it already stands there.
 */
export function createOfficer(dataFolder: string, name: string): string {
  if (!NAME.test(name)) throw new OfficerError('OFFICER_NAME', 'a name has 1 to 64 letters, digits or . _ @ -');
  ensureCustomsToken(dataFolder);
  const { officers } = files(dataFolder);
  const text = readFileSync(officers, 'utf8');
  if (parseOfficers(text).some((officer) => officer.name === name)) {
    throw new OfficerError('OFFICER_KNOWN', `${name} already has a line in the officers' file`);
  }
  const token = newToken();
  appendFileSync(
    officers,
    `${text === '' || text.endsWith('\n') ? '' : '\n'}${name}:${hashOf(token).toString('hex')}\n`,
  );
  return token;
}

/** The officers as the file has them now: a line taken away ends that officer's access with the next question. */
export class OfficerBook {
  private readonly path: string;
  private version = '';
  private officers: readonly Officer[] = [];

  constructor(dataFolder: string) {
    this.path = files(dataFolder).officers;
  }

  /**
   * Whose token this is. Takes the same time for every token of a length, known or not.
   *
   * @returns undefined for a token that nobody holds, and while there is no file.
   * @throws {OfficerError} OFFICERS_MALFORMED: a file that cannot be read in full lets nobody in.
   */
  holderOf(token: string): Officer | undefined {
    this.refresh();
    const hash = hashOf(token);
    let holder: Officer | undefined;
    for (const officer of this.officers) if (timingSafeEqual(officer.tokenHash, hash)) holder = officer;
    return holder;
  }

  private refresh(): void {
    const now = statSync(this.path, { throwIfNoEntry: false, bigint: true });
    const version = now ? `${now.ino}/${now.size}/${now.mtimeNs}` : 'none';
    if (version === this.version) return;
    // A file that cannot be read throws here, each time anew: nobody gets in by what it said before.
    this.officers = now ? parseOfficers(readFileSync(this.path, 'utf8')) : [];
    this.version = version;
  }
}
