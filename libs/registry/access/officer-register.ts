import { existsSync, readFileSync, rmSync } from 'node:fs';
import { replaceFile, syncFolder } from '#libs/host/files';
import { readPrivateFile } from '#libs/host/keys';
import { OfficerError } from './error.js';
import { lockOfficers } from './lock-officers.js';
import { isLive, isOfficerName, type Officer, OFFICERS_MAX, ROLES } from './officer.js';
import { formatOfficerLine } from './officer-line.js';
import { ensureOfficersFile, officerPaths, type OfficerLine, parseOfficers, tooMany } from './officers-file.js';
import { hashOf, newToken } from './token.js';

export interface NewOfficer {
  readonly name: string;
  /** Of {@link ROLES}, at least one. */
  readonly roles: readonly string[];
  /** From this time on the token is refused; undefined for never. */
  readonly expiresMs?: number | undefined;
}

/**
 * Changes who may ask. One change at a time, whatever process makes it, and each puts a whole file in the place of the one before;
 * running api processes go by it from their next question on. Lines that a change does not concern stay as they are, byte for byte.
 */
export class OfficerRegister {
  constructor(
    private readonly dataFolder: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** All lines, ended ones too, in the order of the file. @throws {OfficerError} OFFICERS_NO_NODE, OFFICERS_MALFORMED; {KeyFileError} */
  list(): readonly Officer[] {
    const { officers } = this.#paths();
    return existsSync(officers) ? parseOfficers(readPrivateFile(officers)).map(({ officer }) => officer) : [];
  }

  /**
   * Gives a name a token. One whose token has ended or expired can get another.
   *
   * @returns the token, which is kept nowhere else.
   * @throws {OfficerError} OFFICER_NAME, OFFICER_ROLES, OFFICER_EXPIRES, OFFICER_KNOWN while the name has a token that opens; as `list`
   */
  async add({ name, roles, expiresMs }: NewOfficer): Promise<string> {
    checkName(name);
    const madeMs = this.now();
    if (expiresMs !== undefined && expiresMs <= madeMs)
      throw new OfficerError('OFFICER_EXPIRES', 'the time of expiry is not in the future');
    const given = checkedRoles(roles);
    const token = newToken();
    await this.#change((lines, text) => {
      if (lines.some(({ officer }) => officer.name === name && isLive(officer, madeMs)))
        throw new OfficerError('OFFICER_KNOWN', `${name} has a token already: end it first to give another`);
      if (lines.length >= OFFICERS_MAX) throw tooMany();
      const officer = { name, tokenHash: hashOf(token), roles: given, madeMs, expiresMs, endedMs: undefined };
      return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${formatOfficerLine(officer)}\n`;
    });
    return token;
  }

  /** Puts roles in the place of those that a name has. @throws {OfficerError} OFFICER_ROLES, OFFICER_UNKNOWN, OFFICER_ENDED; as `list` */
  async setRoles(name: string, roles: readonly string[]): Promise<void> {
    checkName(name);
    const given = checkedRoles(roles);
    await this.#change((lines, text) => {
      const own = linesOf(name, lines).filter(({ officer }) => officer.endedMs === undefined);
      if (own.length === 0) throw new OfficerError('OFFICER_ENDED', `the access of ${name} has ended`);
      return withLines(text, own, (officer) => ({ ...officer, roles: given }));
    });
  }

  /**
   * Ends every token of a name. The file that the first start left goes with its token: a start that finds no officers would take it up.
   *
   * @returns when it ended, in ms since 1970, and whether that was before this call.
   * @throws {OfficerError} OFFICER_UNKNOWN; as `list`
   */
  async end(name: string): Promise<{ readonly endedMs: number; readonly before: boolean }> {
    checkName(name);
    const endedMs = this.now();
    let outcome = { endedMs, before: false };
    await this.#change((lines, text) => {
      const all = linesOf(name, lines);
      this.#removeFirstToken(all);
      const own = all.filter(({ officer }) => officer.endedMs === undefined);
      if (own.length > 0) return withLines(text, own, (officer) => ({ ...officer, endedMs }));
      outcome = { endedMs: Math.max(...all.map(({ officer }) => officer.endedMs!)), before: true };
      return text;
    });
    return outcome;
  }

  #removeFirstToken(ended: readonly OfficerLine[]): void {
    const { keys, token } = this.#paths();
    if (!existsSync(token)) return;
    // Whoever may read it: that others may is a reason more to end it.
    const hash = hashOf(readFileSync(token, 'utf8').trim());
    if (!ended.some(({ officer }) => hash.equals(officer.tokenHash))) return;
    rmSync(token, { force: true });
    syncFolder(keys);
  }

  async #change(change: (lines: readonly OfficerLine[], text: string) => string): Promise<void> {
    const { keys, officers } = this.#paths();
    const lock = await lockOfficers(keys);
    try {
      ensureOfficersFile(this.dataFolder);
      const text = readPrivateFile(officers);
      const changed = change(parseOfficers(text), text);
      if (changed !== text) replaceFile(officers, changed);
    } finally {
      lock.release();
    }
  }

  #paths(): ReturnType<typeof officerPaths> {
    const paths = officerPaths(this.dataFolder);
    if (!existsSync(paths.keys))
      throw new OfficerError(
        'OFFICERS_NO_NODE',
        `${paths.keys} is not there: no node was started with this CAIRN_DATA`,
      );
    return paths;
  }
}

function withLines(text: string, lines: readonly OfficerLine[], change: (officer: Officer) => Officer): string {
  const all = text.split('\n');
  for (const { officer, index } of lines) all[index] = formatOfficerLine(change(officer));
  return all.join('\n');
}

function linesOf(name: string, lines: readonly OfficerLine[]): readonly OfficerLine[] {
  const own = lines.filter(({ officer }) => officer.name === name);
  if (own.length === 0) throw new OfficerError('OFFICER_UNKNOWN', `there is no officer ${name}`);
  return own;
}

function checkName(name: string): void {
  if (!isOfficerName(name)) throw new OfficerError('OFFICER_NAME', 'a name has 1 to 64 letters, digits or . _ @ -');
}

function checkedRoles(roles: readonly string[]): readonly string[] {
  const known: readonly string[] = ROLES;
  if (roles.length === 0 || !roles.every((role) => known.includes(role)))
    throw new OfficerError('OFFICER_ROLES', `roles are names of this list: ${ROLES.join(', ')}`);
  return known.filter((role) => roles.includes(role));
}
