import { EFFECTS } from '#libs/log/ledger';
import type { FileOperation } from '#libs/log/storage';
import type { FileErrorCode, FileMoment } from '../../../../test/kit/storage/faulty-files.js';

/** Every effect, before and after. */
export const effectCases = EFFECTS.flatMap((effect) =>
  (['before', 'after'] as const).map((moment) => [moment, effect] as const),
);

export type FileKind = 'tile' | 'bundle' | 'private parts' | 'stored checkpoint' | 'public checkpoint';

const WRITING: readonly FileOperation[] = ['open', 'write', 'sync'];

/** What is done to files of each kind while a log grows; `make-folder` where that happens only at the first start is apart. */
export const FILE_OPERATIONS_OF: Readonly<Record<FileKind, readonly FileOperation[]>> = {
  tile: [...WRITING, 'rename', 'sync-folder', 'make-folder', 'remove'],
  bundle: [...WRITING, 'rename', 'sync-folder', 'make-folder', 'remove'],
  'private parts': [...WRITING, 'rename', 'sync-folder'],
  'stored checkpoint': [...WRITING, 'link', 'unlink', 'sync-folder', 'remove'],
  'public checkpoint': [...WRITING, 'rename', 'sync-folder'],
};

/** Folders that are made once, before the first checkpoint. */
export const FIRST_FOLDERS: readonly FileKind[] = ['tile', 'bundle', 'private parts', 'stored checkpoint'];

const CODES: readonly FileErrorCode[] = ['ENOSPC', 'EIO', 'EROFS'];

/** The codes in turn: what is done about an error does not depend on it. libs/log/storage/test has every one with every operation. */
export const fileCases = (Object.entries(FILE_OPERATIONS_OF) as [FileKind, readonly FileOperation[]][])
  .flatMap(([kind, operations]) =>
    operations.flatMap((operation) =>
      (['before', 'during', 'after'] as FileMoment[])
        .filter((moment) => moment !== 'during' || operation === 'write')
        .map((moment) => ({ kind, operation, moment })),
    ),
  )
  .map((fault, at) => [fault.kind, CODES[at % CODES.length]!, fault.moment, fault.operation] as const);
