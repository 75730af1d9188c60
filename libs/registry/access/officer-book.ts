import { timingSafeEqual } from 'node:crypto';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { readPrivateFile } from '#libs/host/keys';
import type { Officer } from './officer.js';
import { officerPaths, parseOfficers } from './officers-file.js';
import { hashOf } from './token.js';

/** Whose token something is, or why it opens nothing. */
export type TokenHolder =
  { readonly state: 'live' | 'expired' | 'ended'; readonly officer: Officer } | { readonly state: 'unknown' };

/** The officers as the file has them now: what was changed in it counts from the next question on. */
export class OfficerBook {
  private readonly path: string;
  private version = '';
  private officers: readonly Officer[] = [];

  /** @param now milliseconds since 1970. */
  constructor(
    dataFolder: string,
    private readonly now: () => number = Date.now,
  ) {
    this.path = officerPaths(dataFolder).officers;
  }

  /**
   * Whose token this is. Takes the same time for every token of a length, known or not. Of two lines with one token the ended one counts.
   *
   * @throws {OfficerError} OFFICERS_MALFORMED; {KeyFileError} KEY_FILE_MODE; file system errors as they are: a file that cannot be read in
   *   full, or that others may read, lets nobody in. No file knows nobody.
   */
  holderOf(token: string): TokenHolder {
    this.refresh();
    const hash = hashOf(token);
    let holder: Officer | undefined;
    for (const officer of this.officers) {
      const isSame = timingSafeEqual(officer.tokenHash, hash);
      if (isSame && holder?.endedMs === undefined) holder = officer;
    }
    if (!holder) return { state: 'unknown' };
    const isExpired = holder.expiresMs !== undefined && this.now() >= holder.expiresMs;
    return { state: holder.endedMs !== undefined ? 'ended' : isExpired ? 'expired' : 'live', officer: holder };
  }

  private refresh(): void {
    const version = this.versionNow();
    if (version === this.version) return;
    // A file that cannot be read throws here, each time anew: nobody gets in by what it said before.
    this.officers = version === 'none' ? [] : parseOfficers(readPrivateFile(this.path)).map(({ officer }) => officer);
    this.version = version;
  }

  /** Asked of the open file: opening is what makes a network file system ask its server, a look at the name may be seconds old. */
  private versionNow(): string {
    let file: number;
    try {
      file = openSync(this.path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
      throw error;
    }
    try {
      // The time of the last change of its mode too: others may have been let in to it since.
      const { ino, size, mtimeNs, ctimeNs } = fstatSync(file, { bigint: true });
      return `${ino}/${size}/${mtimeNs}/${ctimeNs}`;
    } finally {
      closeSync(file);
    }
  }
}
