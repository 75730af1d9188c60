import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

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
    const port = await freePort();
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

/** A port outside the range of outgoing connections whose successor is free too: the controller takes that one. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + 2 * Math.floor(Math.random() * 5_000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
