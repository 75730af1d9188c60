import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { type Checkpoint, parseCheckpointBody, parseNote } from '#libs/core/tlog';
import { fileOfOrigin } from './file-latest-checkpoints.js';
import { WITNESS_CHECKPOINTS } from './layout.js';

/**
 * What the witness of a folder on this machine has cosigned last of a log, without opening it: it may run meanwhile, or not at all.
 * @returns null where it knows no such log. @throws {TlogError} for a file that is none of a witness; file system errors.
 */
export async function witnessedCheckpoint(folder: string, origin: string): Promise<Checkpoint | null> {
  try {
    const note = await readFile(join(folder, WITNESS_CHECKPOINTS, fileOfOrigin(origin)));
    return parseCheckpointBody(parseNote(note).text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
