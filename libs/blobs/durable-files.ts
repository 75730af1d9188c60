import { randomUUID } from 'node:crypto';
import { linkSync, renameSync } from 'node:fs';
import { mkdir, open, readdir, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const UNFINISHED = '.unfinished';

/** Rights of what is made; the process's umask takes away from them. */
export interface FileModes {
  readonly file: number;
  readonly folder: number;
}

/** What a file is to hold: all at once, or piece by piece where nobody wants to hold it twice. */
export type FileContent = Uint8Array | readonly Uint8Array[];

/**
 * Writes files below one folder so that each is whole and durable or not there. A file is made in `.unfinished`, synced, and
 * then given its name; the folder that holds the name is synced last.
 */
export class DurableFiles {
  private readonly folders = new Map<string, Promise<void>>();

  constructor(
    readonly root: string,
    private readonly modes: FileModes = { file: 0o644, folder: 0o777 },
  ) {}

  /**
   * Puts a file at its place, over what is there. Asks synchronously before it begins and before it gives the name, so that no
   * other work lies between the answer and the deed. The name is durable only when the folder is synced.
   */
  async put(path: string, bytes: FileContent, stillAllowed: () => void): Promise<void> {
    await this.withUnfinished(path, bytes, stillAllowed, async (unfinished, place) => {
      stillAllowed();
      renameSync(unfinished, place);
    });
  }

  /** As `put`, with a durable name. */
  async exchange(path: string, bytes: FileContent, stillAllowed: () => void): Promise<void> {
    await this.put(path, bytes, stillAllowed);
    await this.syncFolder(dirname(path));
  }

  /** Puts a file where none is, in one step. @throws EEXIST when there is one. */
  async create(path: string, bytes: FileContent, stillAllowed: () => void): Promise<void> {
    await this.withUnfinished(path, bytes, stillAllowed, async (unfinished, place) => {
      stillAllowed();
      linkSync(unfinished, place);
      await unlink(unfinished);
    });
    await this.syncFolder(dirname(path));
  }

  syncFolder(folder: string): Promise<void> {
    return syncAt(join(this.root, folder));
  }

  /** A writer that was stopped in the middle finds its file gone and fails, instead of finishing late. */
  async discardUnfinished(): Promise<void> {
    const folder = join(this.root, UNFINISHED);
    const names = await readdir(folder).catch(() => []);
    await Promise.all(names.map((name) => rm(join(folder, name), { force: true, recursive: true })));
  }

  private async withUnfinished(
    path: string,
    bytes: FileContent,
    stillAllowed: () => void,
    finish: (unfinished: string, place: string) => Promise<void>,
  ): Promise<void> {
    await Promise.all([this.ensureFolder(UNFINISHED), this.ensureFolder(dirname(path))]);
    const unfinished = join(this.root, UNFINISHED, randomUUID());
    stillAllowed();
    const handle = await open(unfinished, 'wx', this.modes.file);
    try {
      await writeFile(handle, bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    try {
      await finish(unfinished, join(this.root, path));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  /** Makes a folder whose name is durable before anything in it is. */
  private ensureFolder(folder: string): Promise<void> {
    let made = this.folders.get(folder);
    if (!made) {
      made = this.makeFolder(folder);
      this.folders.set(folder, made);
      made.catch(() => this.folders.delete(folder));
    }
    return made;
  }

  private async makeFolder(folder: string): Promise<void> {
    if (folder === '.') {
      const made = await mkdir(this.root, { recursive: true, mode: this.modes.folder });
      if (made !== undefined) await syncAt(dirname(made));
      return;
    }
    await this.ensureFolder(dirname(folder));
    try {
      await mkdir(join(this.root, folder), { mode: this.modes.folder });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    await this.syncFolder(dirname(folder));
  }

  forgetFolder(folder: string): void {
    for (const known of this.folders.keys()) {
      if (known === folder || known.startsWith(`${folder}/`)) this.folders.delete(known);
    }
  }
}

async function syncAt(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
