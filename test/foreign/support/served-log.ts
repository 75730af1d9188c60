import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningApi, startApi } from '../../kit/api/api.js';
import { type FileServer, serveFolder } from './file-server.js';
import { GrowingLog, POLICY } from './growing-log.js';

/** A log that grows, in a folder of its own, behind a plain web server and behind the api. */
export class ServedLog {
  private constructor(
    readonly folder: string,
    readonly policyFile: string,
    readonly log: GrowingLog,
    readonly files: FileServer,
    readonly api: RunningApi,
  ) {}

  static async start(): Promise<ServedLog> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-foreign-'));
    const policyFile = join(folder, 'policy.txt');
    writeFileSync(policyFile, POLICY);
    const log = new GrowingLog(join(folder, 'log'));
    const [files, api] = [await serveFolder(join(folder, 'log')), await startApi({ dataFolder: folder })];
    return new ServedLog(folder, policyFile, log, files, api);
  }

  async stop(): Promise<void> {
    await Promise.all([this.files.stop(), this.api.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
