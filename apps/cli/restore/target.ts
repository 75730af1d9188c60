import { existsSync, rmSync } from 'node:fs';
import { createOnce, syncFolder } from '#libs/host/files';
import { type DataPaths, StartError } from '#libs/host/service';

/** The folder that becomes a node's. Marked while it is filled: nobody starts one that is half full, also not after a kill. */
export class RestoreTarget {
  private readonly hadKeys: boolean;

  /** @throws {StartError} where a node lies there already. */
  constructor(private readonly paths: DataPaths) {
    this.hadKeys = existsSync(paths.keys);
    if (existsSync(paths.unfinishedRestore)) return;
    const there = this.parts().find((part) => existsSync(part));
    if (there !== undefined)
      throw new StartError(
        `${paths.root} holds a node already (${there}). Name a new folder with --data: a restore never goes over what is there.`,
      );
  }

  /** Removes what an earlier attempt has left, and marks the folder. */
  begin(): void {
    this.clear();
    createOnce(this.paths.unfinishedRestore, 'cairn restore is at work here, or was stopped in the middle.\n', 0o600);
  }

  /** The folder is a node's. */
  finish(): void {
    rmSync(this.paths.unfinishedRestore, { force: true });
    syncFolder(this.paths.root);
  }

  /** As it was before. */
  undo(): void {
    this.clear();
    if (!this.hadKeys) rmSync(this.paths.keys, { recursive: true, force: true });
    rmSync(this.paths.unfinishedRestore, { force: true });
  }

  private clear(): void {
    if (existsSync(this.paths.unfinishedRestore))
      for (const part of this.parts()) rmSync(part, { recursive: true, force: true });
  }

  private parts(): string[] {
    const { log, checkpoints, privateParts, postgres } = this.paths;
    return [log, checkpoints, privateParts, postgres];
  }
}
