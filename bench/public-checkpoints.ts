import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { NativeVerifier } from '#libs/host/keys';
import { dataPaths } from '#libs/host/service';
import { openByPolicy, parseCheckpointBody, parseNote, parsePolicy } from '#libs/core/tlog';
import { verifyEd25519With } from '#libs/log/witness';

const CHECKPOINT = 'checkpoint';

/** Watches the checkpoint that a node shows to the public, by its file: no asking in between, so that the node is not disturbed. */
export class PublicCheckpoints {
  readonly intervalsMs: number[] = [];
  private readonly notes: Buffer[] = [];
  private readonly paths;
  private watcher: FSWatcher | null = null;
  private lastAtMs: number | null = null;
  private lastSize = -1;

  /** @param folder data folder of the node */
  constructor(folder: string) {
    this.paths = dataPaths(folder);
  }

  /** What lies between two calls of `begin` counts as no interval. */
  begin(): void {
    this.lastAtMs = null;
    this.watcher = watch(this.paths.log, (_, name) => name === CHECKPOINT && this.look());
  }

  end(): void {
    this.watcher?.close();
    this.watcher = null;
  }

  /** Checks every checkpoint that was seen by the node's own policy, quorum included. @returns how many. @throws {TlogError} */
  async verify(): Promise<number> {
    const policy = parsePolicy(readFileSync(this.paths.policy, 'utf8'));
    const verify = verifyEd25519With(new NativeVerifier());
    for (const note of this.notes) await openByPolicy({ note, policy, verify });
    return this.notes.length;
  }

  private look(): void {
    const atMs = performance.now();
    const note = readFileSync(join(this.paths.log, CHECKPOINT));
    const { size } = parseCheckpointBody(parseNote(note).text);
    if (size <= this.lastSize) return; // the same again, with more cosignatures
    this.notes.push(note);
    if (this.lastAtMs !== null) this.intervalsMs.push(atMs - this.lastAtMs);
    this.lastAtMs = atMs;
    this.lastSize = size;
  }
}
