import { existsSync } from 'node:fs';
import { isAddressWithUserinfo } from '#libs/host/addresses';
import { FileLogStorage } from '#libs/log/storage';
import { ENTRY_BYTES_MAX, NOTE_BYTES_MAX, TILE_WIDTH, type TileSource } from '#libs/core/tlog';
import { UsageError } from '../run-command.js';

/** The log did not answer. That says nothing about what it holds. */
export class LogAwayError extends Error {
  override readonly name = 'LogAwayError';
}

/** Where a log is read: the checkpoint anew each time, tiles and bundles by their path. */
export interface LogSource extends TileSource {
  /** As the caller named it. */
  readonly name: string;
  /** The newest checkpoint. @throws {LogAwayError} also where none is published yet */
  checkpoint(): Promise<Uint8Array>;
}

const TIMEOUT_MS = 30_000;
/** 256 entries of the largest size with their lengths. */
const BUNDLE_BYTES_MAX = TILE_WIDTH * (2 + ENTRY_BYTES_MAX);

/**
 * @param where URL of the log's prefix, or folder with its files
 * @throws {UsageError} for another kind of URL, one with a user or password, or a folder that is not there
 */
export function openLogSource(where: string): LogSource {
  // The name of a source is printed and kept in state files.
  if (isAddressWithUserinfo(where))
    throw new UsageError('--log: a public log is read without a user and password: leave them out of the URL.');
  if (/^https?:\/\//u.test(where)) return overHttp(where);
  if (/^[a-z][a-z0-9+.-]*:\/\//u.test(where)) throw new UsageError(`--log: ${where} is neither http nor https.`);
  if (!existsSync(where)) throw new UsageError(`--log: there is no folder ${where}.`);
  return inFolder(where);
}

function inFolder(folder: string): LogSource {
  const storage = new FileLogStorage(folder);
  const read = async (path: string): Promise<Uint8Array | null> => {
    try {
      return await storage.read(path);
    } catch (cause) {
      throw new LogAwayError(`${path} in ${folder} cannot be read: ${(cause as Error).message}`, { cause });
    }
  };
  return {
    name: folder,
    read,
    checkpoint: async () => {
      const note = await read('checkpoint');
      if (!note) throw new LogAwayError(`${folder} holds no checkpoint`);
      return note;
    },
  };
}

function overHttp(where: string): LogSource {
  const prefix = where.endsWith('/') ? where : `${where}/`;
  return {
    name: prefix,
    read: (path) => get(`${prefix}${path}`, BUNDLE_BYTES_MAX),
    checkpoint: async () => {
      const note = await get(`${prefix}checkpoint`, NOTE_BYTES_MAX);
      if (!note) throw new LogAwayError(`${prefix} has published no checkpoint`);
      return note;
    },
  };
}

/** Only 404 and 410 say that a file is not there; every other failure says that nobody knows. */
async function get(url: string, bytesMax: number): Promise<Uint8Array | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 404 || response.status === 410) {
      await response.body?.cancel();
      return null;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new LogAwayError(`${url} answers ${response.status}`);
    }
    return await bodyOf(response, url, bytesMax);
  } catch (cause) {
    if (cause instanceof LogAwayError) throw cause;
    // fetch says only that it failed; why stands one deeper.
    const { message, cause: inner } = cause as Error & { readonly cause?: Partial<Error> };
    throw new LogAwayError(`${url} cannot be read: ${inner?.message || message}`, { cause });
  }
}

async function bodyOf(response: Response, url: string, bytesMax: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    parts.push(part as Uint8Array);
    length += (part as Uint8Array).length;
    // A server that never ends must not fill the memory of whoever watches it.
    if (length > bytesMax) throw new LogAwayError(`${url} has more than ${bytesMax} bytes`);
  }
  return new Uint8Array(Buffer.concat(parts));
}
