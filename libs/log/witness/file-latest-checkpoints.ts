import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DurableFiles, type FileOperations } from '#libs/log/storage';
import { WitnessError } from './error.js';
import { LatestCheckpoints } from './latest-checkpoints.js';

/** Lists the logs of which a checkpoint is kept, so that a file that is gone is not taken for a log that is new. */
const ORIGINS = 'origins';
/** A list without logs is no empty file, which is what a crash may leave. */
const LIST_HEAD = 'cairn witness store 1';
/** The lock of the folder keeps others out; there is no second writer to ask about. */
const always = (): void => {};

/** One file for each log, named by the SHA-256 of its origin, for an origin may hold what a file name cannot. */
export class FileLatestCheckpoints extends LatestCheckpoints {
  private readonly files: DurableFiles;
  private listing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly root: string,
    private readonly origins: Set<string>,
    system: FileOperations | undefined,
  ) {
    super();
    this.files = new DurableFiles(root, undefined, system);
  }

  /**
   * Makes the store of a new witness. A start that was cut off may be done again.
   * @throws {WitnessError} FOLDER_FOREIGN when something is kept there already
   */
  static async begin(root: string): Promise<void> {
    const names = (await unlessAbsent(readdir(root))) ?? [];
    const list = await readIfThere(join(root, ORIGINS));
    if (
      names.some((name) => name !== ORIGINS && name !== '.unfinished') ||
      (list && parseOrigins(root, list).length > 0)
    ) {
      const why = `${root} holds checkpoints, but nothing says of which witness. It is no folder for a new one.`;
      throw new WitnessError('FOLDER_FOREIGN', why);
    }
    await new DurableFiles(root).exchange(ORIGINS, formatOrigins([]), always);
  }

  /** @throws {WitnessError} STORE_INCOMPLETE, STORE_BROKEN when the list of logs is gone or not whole; file system errors as they are */
  static async open(root: string, system?: FileOperations): Promise<FileLatestCheckpoints> {
    const list = await readIfThere(join(root, ORIGINS));
    if (!list) throw gone(`${join(root, ORIGINS)}, the list of the logs that this witness has cosigned`);
    const store = new FileLatestCheckpoints(root, new Set(parseOrigins(root, list)), system);
    await store.files.discardUnfinished();
    return store;
  }

  override async read(origin: string): Promise<Uint8Array | null> {
    const path = join(this.root, fileOfOrigin(origin));
    const note = await readIfThere(path);
    if (!note && this.origins.has(origin))
      throw gone(`${path}, the newest checkpoint of ${origin} that this witness has cosigned`);
    return note;
  }

  override async replace(origin: string, note: Uint8Array): Promise<void> {
    await this.files.exchange(fileOfOrigin(origin), note, always);
    if (!this.origins.has(origin)) await this.list(origin);
  }

  /** The note is there before its line: a crash in between leaves a note without a line, which is read all the same. */
  private list(origin: string): Promise<void> {
    const write = async (): Promise<void> => {
      await this.files.exchange(ORIGINS, formatOrigins([...this.origins, origin]), always);
      this.origins.add(origin);
    };
    const written = this.listing.then(write);
    this.listing = written.catch(() => {});
    return written;
  }
}

export const fileOfOrigin = (origin: string): string =>
  `${createHash('sha256').update(origin).digest('hex')}.checkpoint`;

const formatOrigins = (origins: readonly string[]): Uint8Array =>
  new TextEncoder().encode([LIST_HEAD, ...[...origins].sort()].map((line) => `${line}\n`).join(''));

function parseOrigins(root: string, list: Uint8Array): string[] {
  const text = new TextDecoder().decode(list);
  const [head, ...origins] = text.slice(0, -1).split('\n');
  if (text.endsWith('\n') && head === LIST_HEAD) return origins;
  throw new WitnessError(
    'STORE_BROKEN',
    `${join(root, ORIGINS)} is empty or cut off. It lists the logs of this store.`,
  );
}

const gone = (what: string) =>
  new WitnessError(
    'STORE_INCOMPLETE',
    `gone is ${what}. Without it the witness would sign what contradicts it. Put the file back if it is the newest; an older copy is no ` +
      'replacement: then begin a new witness, with a new key and name.',
  );

const readIfThere = async (path: string): Promise<Uint8Array | null> => {
  const bytes = await unlessAbsent(readFile(path));
  return bytes && new Uint8Array(bytes);
};

async function unlessAbsent<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
