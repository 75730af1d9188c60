import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../kit/free-port.js';

const DEPLOY = join(import.meta.dirname, '../../deploy');
const run = promisify(execFile);

/** A Mosquitto with the settings of deploy/, on loopback, started by deploy/real-services.sh. */
export class OwnMosquitto {
  private constructor(
    /** Where devices come in. */
    readonly port: number,
    /** Where ingest comes in. */
    readonly ingestPort: number,
    readonly ingestPassword: string,
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Somebody else may take one of its ports before it does. @param program path of mosquitto. */
  static async start(program: string, attempts = 3): Promise<OwnMosquitto> {
    try {
      return await OwnMosquitto.startOnce(program);
    } catch (error) {
      const mayBeTaken = /ended while starting|is taken/u.test((error as { readonly stderr?: string }).stderr ?? '');
      if (!mayBeTaken || attempts <= 1) throw error;
      return OwnMosquitto.start(program, attempts - 1);
    }
  }

  private static async startOnce(program: string): Promise<OwnMosquitto> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-test-mosquitto-'));
    const port = await freePort(2);
    const environment = {
      ...process.env,
      PATH: `${dirname(program)}:${process.env['PATH']}`,
      CAIRN_SERVICES_RUN: folder,
      CAIRN_SERVICES_MOSQUITTO_PORT: String(port),
    };
    const { stdout } = await run(join(DEPLOY, 'real-services.sh'), ['start', 'mosquitto'], { env: environment });
    const { password, port: ingestPort } = new URL(/^CAIRN_MQTT_URL=(.*)$/mu.exec(stdout)![1]!);
    return new OwnMosquitto(port, Number(ingestPort), password, folder, environment);
  }

  /** Gives a device its password while the broker runs. */
  setPassword(name: string, password: string): Promise<void> {
    return this.write('passwords', name, password);
  }

  /** Gives ingest another one. */
  setIngestPassword(password: string): Promise<void> {
    return this.write('ingest-passwords', 'cairn-ingest', password);
  }

  private async write(file: string, name: string, password: string): Promise<void> {
    await withInput(join(DEPLOY, 'mosquitto/set-password.sh'), [join(this.folder, 'mosquitto', file), name], password);
    this.reload();
  }

  /** Takes a device its password while the broker runs. */
  async endPassword(name: string): Promise<void> {
    await run(join(DEPLOY, 'mosquitto/end-password.sh'), [join(this.folder, 'mosquitto/passwords'), name]);
    this.reload();
  }

  reload(): void {
    process.kill(Number(readFileSync(join(this.folder, 'mosquitto/pid'), 'utf8')), 'SIGHUP');
  }

  async remove(): Promise<void> {
    await run(join(DEPLOY, 'real-services.sh'), ['remove', 'mosquitto'], { env: this.environment });
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const withInput = (program: string, args: readonly string[], input: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'inherit', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text) => (said += String(text)));
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(said))));
    child.stdin.end(`${input}\n`);
  });
