import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../../../../test/kit/free-port.js';

const SCRIPT = join(import.meta.dirname, '../../../../../deploy/real-services.sh');
const run = promisify(execFile);

/** A broker of our own, which may be killed without disturbing other suites (deploy/real-services.sh). */
export class OwnKafka {
  private constructor(
    readonly brokers: readonly string[],
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async start(): Promise<OwnKafka> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-test-kafka-'));
    const port = await freePort(2); // the controller takes the second
    const environment = { ...process.env, CAIRN_SERVICES_RUN: folder, CAIRN_SERVICES_KAFKA_PORT: String(port) };
    const kafka = new OwnKafka([`127.0.0.1:${port}`], folder, environment);
    await kafka.service('start');
    return kafka;
  }

  /** kill -9, then a start on the same data. */
  async crashAndStart(): Promise<void> {
    await this.service('crash');
    await this.service('start');
  }

  async remove(): Promise<void> {
    await this.service('remove');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async service(command: string): Promise<void> {
    await run(SCRIPT, [command, 'kafka'], { env: this.environment });
  }
}
