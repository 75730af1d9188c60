import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type FileOperations, type NewFile, nodeFiles } from './file-operations.js';

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
    private readonly system: FileOperations = nodeFiles,
  ) {}

  /**
   * Puts a file at its place, over what is there. Asks synchronously before it begins and before it gives a name, a folder's too, so that no
   * other work lies between the answer and the deed. The name is durable only when the folder is synced.
   */
  async put(path: string, bytes: FileContent, stillAllowed: () => void): Promise<void> {
    await this.withUnfinished(path, bytes, stillAllowed, async (unfinished, place) => {
      stillAllowed();
      this.system.rename(unfinished, place);
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
      this.system.link(unfinished, place);
      await this.system.unlink(unfinished);
    });
    await this.syncFolder(dirname(path));
  }

  syncFolder(folder: string): Promise<void> {
    return this.system.syncFolder(join(this.root, folder));
  }

  /** A writer that was stopped in the middle finds its file gone and fails, instead of finishing late. */
  async discardUnfinished(): Promise<void> {
    const folder = join(this.root, UNFINISHED);
    const names = await readdir(folder).catch(() => []);
    await Promise.all(names.map((name) => this.system.unlink(join(folder, name))));
  }

  private async withUnfinished(
    path: string,
    bytes: FileContent,
    stillAllowed: () => void,
    finish: (unfinished: string, place: string) => Promise<void>,
  ): Promise<void> {
    await Promise.all([this.ensureFolder(UNFINISHED, stillAllowed), this.ensureFolder(dirname(path), stillAllowed)]);
    // Whoever finds it there, a person or a test, sees what was to be written.
    const unfinished = join(this.root, UNFINISHED, `${path.replaceAll('/', '_')}.${randomUUID()}`);
    try {
      stillAllowed();
      await this.write(unfinished, bytes instanceof Uint8Array ? [bytes] : bytes);
      await finish(unfinished, join(this.root, path));
    } catch (error) {
      // Also of a disk that is full: half a file for each attempt would keep it full. What went wrong first is what is told.
      await this.system.unlink(unfinished).catch(() => {});
      throw error;
    }
  }

  private async write(path: string, pieces: readonly Uint8Array[]): Promise<void> {
    const file = await this.system.open(path, this.modes.file);
    try {
      for (const piece of pieces) await writeWhole(file, piece);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Makes a folder whose name is durable before anything in it is. A folder is a name as well, so it is asked for like a file's. */
  private ensureFolder(folder: string, stillAllowed: () => void): Promise<void> {
    let made = this.folders.get(folder);
    if (!made) {
      made = this.makeFolder(folder, stillAllowed);
      this.folders.set(folder, made);
      made.catch(() => this.folders.delete(folder));
    }
    return made;
  }

  private async makeFolder(folder: string, stillAllowed: () => void): Promise<void> {
    if (folder === '.') {
      stillAllowed();
      const made = this.system.makeFolder(this.root, { mode: this.modes.folder, recursive: true });
      if (made !== undefined) await this.system.syncFolder(dirname(made));
      return;
    }
    await this.ensureFolder(dirname(folder), stillAllowed);
    stillAllowed();
    try {
      this.system.makeFolder(join(this.root, folder), { mode: this.modes.folder, recursive: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    await this.syncFolder(dirname(folder));
  }

  /** For a folder that is about to be removed. */
  forgetFolder(folder: string): void {
    for (const known of this.folders.keys()) {
      if (known === folder || known.startsWith(`${folder}/`)) this.folders.delete(known);
    }
  }
}

/** The operating system may take less than it is given, as before a disk is full. */
async function writeWhole(file: NewFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const taken = await file.write(bytes.subarray(at));
    if (taken === 0) throw new Error('the file takes no more bytes, and the system does not say why');
    at += taken;
  }
}
