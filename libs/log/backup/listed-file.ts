import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';
import { BackupError } from './error.js';
import type { Manifest } from './manifest.js';

/**
 * A file of a backup, as it is read where it is used. It was held against the list before, together with all others; somebody who can
 * write to the backup may have changed it since, so that it is held against the list once more, by the very bytes that go on.
 *
 * @returns a stream that fails at its end with {BackupError} FILES_DIFFER where they are not those of the list
 */
export function openListedFile(backup: string, { files }: Manifest, path: string): Readable {
  const listed = files.find((file) => file.path === path);
  if (!listed) throw differs(path, 'stands in no list');
  const hash = createHash('sha256');
  const compare = new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done: TransformCallback) {
      done(hash.digest('hex') === listed.sha256 ? null : differs(path, 'was changed while it was restored'));
    },
  });
  // Whoever reads the result is told of the failure of either.
  return pipeline(createReadStream(join(backup, path)), compare, () => {});
}

const differs = (path: string, how: string): BackupError =>
  new BackupError('FILES_DIFFER', 'a file of the backup is not what was written: nothing is restored from it.', [
    `${path} ${how}`,
  ]);
