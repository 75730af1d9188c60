import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, replaceFile } from '#libs/host/files';

/**
 * What was about to be appended. After a crash nobody knows whether it was: the same bytes are appended again, and the log
 * passes over what it has. Made anew, they would have another time and other salts and count as something else.
 */
export class EnrolmentJournal {
  constructor(private readonly folder: string) {}

  /** Durable when it returns. @returns forgets it. */
  keep(batch: Uint8Array): () => void {
    makeFolder(this.folder, 0o700);
    const path = join(this.folder, `${randomUUID()}.batch`);
    replaceFile(path, batch);
    return () => rmSync(path, { force: true });
  }

  /** What earlier runs left behind. */
  leftovers(): { batch: Uint8Array; forget: () => void }[] {
    let names: string[] = [];
    try {
      names = readdirSync(this.folder);
    } catch {
      return []; // nothing was ever kept
    }
    return names
      .filter((name) => name.endsWith('.batch'))
      .map((name) => join(this.folder, name))
      .map((path) => ({ batch: readFileSync(path), forget: () => rmSync(path, { force: true }) }));
  }
}
