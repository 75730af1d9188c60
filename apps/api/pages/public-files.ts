import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { ContentCoding } from '../http/answer.js';

/** One file of dist/public, with its compressed forms. */
export interface PublicFile {
  readonly mediaType: string;
  readonly body: Uint8Array;
  readonly encoded: Readonly<Partial<Record<ContentCoding, Uint8Array>>>;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain',
};
const CODINGS = { '.br': 'br', '.gz': 'gzip' } as const satisfies Record<string, ContentCoding>;

/**
 * The pages, scripts and styles that tools/build-browser.js made, all in memory (about 3 MB). A path is looked up in a table, so it
 * can lead to nothing else.
 */
export class PublicFiles {
  private constructor(private readonly files: ReadonlyMap<string, PublicFile>) {}

  /** @param folder usually dist/public; a folder that is not there has no files. */
  static from(folder: string): PublicFiles {
    const names = new Set(filesIn(folder));
    const files = new Map<string, PublicFile>();
    for (const name of names) {
      const mediaType = MEDIA_TYPES[extname(name)];
      if (!mediaType) continue;
      const encoded: Partial<Record<ContentCoding, Uint8Array>> = {};
      for (const [ending, coding] of Object.entries(CODINGS)) {
        if (names.has(`${name}${ending}`)) encoded[coding] = readFileSync(join(folder, `${name}${ending}`));
      }
      files.set(name.split(sep).join('/'), { mediaType, body: readFileSync(join(folder, name)), encoded });
    }
    return new PublicFiles(files);
  }

  /** @param path relative, with `/`: `widget/v1/cairn-trace.js`. */
  get(path: string): PublicFile | undefined {
    return this.files.get(path);
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
