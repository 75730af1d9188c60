import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DurableFiles } from '#libs/blobs';
import { WitnessError } from './error.js';
import { LatestCheckpoints } from './latest-checkpoints.js';

/** Lists the logs of which a checkpoint is kept, so that a file that is gone is not taken for a log that is new. */
const ORIGINS = 'origins';
/** The lock of the folder keeps others out; there is no second writer to ask about. */
const always = (): void => {};

/** One file for each log, named by the SHA-256 of its origin, for an origin may hold what a file name cannot. */
export class FileLatestCheckpoints extends LatestCheckpoints {
  private readonly files: DurableFiles;
  private listing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly root: string,
    private readonly origins: Set<string>,
  ) {
    super();
    this.files = new DurableFiles(root);
  }

  /** @throws {WitnessError} STORE_BROKEN when the list of logs is not whole; file system errors as they are */
  static async open(root: string): Promise<FileLatestCheckpoints> {
    const list = await readIfThere(join(root, ORIGINS));
    const store = new FileLatestCheckpoints(root, new Set(list ? parseOrigins(root, list) : []));
    await store.files.discardUnfinished();
    return store;
  }

  override async read(origin: string): Promise<Uint8Array | null> {
    const path = join(this.root, fileOf(origin));
    const note = await readIfThere(path);
    if (!note && this.origins.has(origin)) {
      throw new WitnessError(
        'STORE_INCOMPLETE',
        `${path} is gone, the newest checkpoint of ${origin} that this witness has cosigned. Without it the witness would sign what ` +
          'contradicts it. Put the file back if it is the newest; an older copy is no replacement: then begin a new witness.',
      );
    }
    return note;
  }

  override async replace(origin: string, note: Uint8Array): Promise<void> {
    await this.files.exchange(fileOf(origin), note, always);
    if (!this.origins.has(origin)) await this.list(origin);
  }

  /** The note is there before its line: a crash in between leaves a note without a line, which is read all the same. */
  private list(origin: string): Promise<void> {
    const write = async (): Promise<void> => {
      const lines = [...this.origins, origin].sort().map((line) => `${line}\n`);
      await this.files.exchange(ORIGINS, new TextEncoder().encode(lines.join('')), always);
      this.origins.add(origin);
    };
    const written = this.listing.then(write);
    this.listing = written.catch(() => {});
    return written;
  }
}

const fileOf = (origin: string): string => `${createHash('sha256').update(origin).digest('hex')}.checkpoint`;

function parseOrigins(root: string, list: Uint8Array): string[] {
  const text = new TextDecoder().decode(list);
  if (!text.endsWith('\n')) {
    throw new WitnessError(
      'STORE_BROKEN',
      `${join(root, ORIGINS)} is empty or cut off. It lists the logs of this store.`,
    );
  }
  return text.slice(0, -1).split('\n');
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
