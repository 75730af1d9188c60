import { type FileOperation, type FileOperations, type NewFile, nodeFiles } from '../../../libs/log/storage/index.js';

/** `during`: half of what is written is taken, then no more. */
export type FileMoment = 'before' | 'during' | 'after';
export type FileErrorCode = 'ENOSPC' | 'EIO' | 'EROFS';

export interface FileFault {
  /** In the words of whoever tells kinds of files apart. */
  readonly kind: string;
  readonly operation: FileOperation;
  readonly moment: FileMoment;
  readonly code: FileErrorCode;
}

/** What a full disk does not do any more. */
const NEEDS_SPACE: readonly FileOperation[] = ['make-folder', 'open', 'write', 'link'];

/** The real files, with an error of one operation, or of all that need space. */
export class FaultyFiles implements FileOperations {
  hits = 0;
  /** As long as it is, nothing can be written. */
  isFull = false;
  private armed: FileFault | undefined;

  /** @param kindOf of a path; for a file that is not finished, of the one that it will be. */
  constructor(private readonly kindOf: (path: string) => string) {}

  arm(fault: FileFault): void {
    this.armed = fault;
  }

  makeFolder(path: string, options: { readonly mode: number; readonly recursive: boolean }): string | undefined {
    return this.aroundAtOnce('make-folder', path, () => nodeFiles.makeFolder(path, options));
  }

  async open(path: string, mode: number): Promise<NewFile> {
    const file = await this.around('open', path, () => nodeFiles.open(path, mode));
    const write = async (bytes: Uint8Array): Promise<number> => {
      if (!this.isDue('write', path, 'during')) return this.around('write', path, () => file.write(bytes));
      // The next call finds the disk full: a system says so only when it takes nothing at all.
      this.armed = { ...this.armed!, moment: 'before' };
      return file.write(bytes.subarray(0, bytes.length >> 1));
    };
    return { write, sync: () => this.around('sync', path, () => file.sync()), close: () => file.close() };
  }

  rename(from: string, to: string): void {
    this.aroundAtOnce('rename', to, () => nodeFiles.rename(from, to));
  }

  link(from: string, to: string): void {
    this.aroundAtOnce('link', to, () => nodeFiles.link(from, to));
  }

  unlink(path: string): Promise<void> {
    return this.around('unlink', path, () => nodeFiles.unlink(path));
  }

  remove(path: string): void {
    this.aroundAtOnce('remove', path, () => nodeFiles.remove(path));
  }

  syncFolder(path: string): Promise<void> {
    return this.around('sync-folder', path, () => nodeFiles.syncFolder(path));
  }

  private async around<Result>(operation: FileOperation, path: string, run: () => Promise<Result>): Promise<Result> {
    this.hit(operation, path, 'before');
    const result = await run();
    if (operation === 'open' && this.isDue(operation, path, 'after')) await (result as NewFile).close();
    this.hit(operation, path, 'after');
    return result;
  }

  private aroundAtOnce<Result>(operation: FileOperation, path: string, run: () => Result): Result {
    this.hit(operation, path, 'before');
    const result = run();
    this.hit(operation, path, 'after');
    return result;
  }

  private isDue(operation: FileOperation, path: string, moment: FileMoment): boolean {
    const { armed } = this;
    return armed?.operation === operation && armed.moment === moment && armed.kind === this.kindOf(path);
  }

  private hit(operation: FileOperation, path: string, moment: FileMoment): void {
    if (this.isFull && moment === 'before' && NEEDS_SPACE.includes(operation)) throw errorOf('ENOSPC', operation);
    if (!this.isDue(operation, path, moment)) return;
    const { code } = this.armed!;
    this.armed = undefined;
    this.hits++;
    throw errorOf(code, operation);
  }
}

const errorOf = (code: FileErrorCode, operation: FileOperation): Error =>
  Object.assign(new Error(`${code}: a fault of the test, ${operation}`), { code });
