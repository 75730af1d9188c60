import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from '../waiting.js';
import { childrenOf, isAlive, killNow } from './processes.js';
import { freePort } from '../../kit/free-port.js';

export type ServiceName = 'kafka' | 'mosquitto' | 'postgres';

const DEPLOY = fileURLToPath(new URL('../../../../deploy', import.meta.url));
const SCRIPT = join(DEPLOY, 'real-services.sh');
const run = promisify(execFile);

/** The distributed profile's services, of this run alone: own folder, own ports, started by deploy/real-services.sh. */
export class RealServices {
  private constructor(
    private readonly folder: string,
    private readonly variables: NodeJS.ProcessEnv,
    /** CAIRN_MQTT_URL, CAIRN_MQTT_PUBLIC_URL, CAIRN_KAFKA_BROKERS, CAIRN_DATABASE_URL. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** @throws with what is missing on this machine and how to get it. */
  static async start(): Promise<RealServices> {
    const folder = mkdtempSync('/var/tmp/cairn-faults-');
    chmodSync(folder, 0o755); // PostgreSQL runs as another user where this one is root
    const kafka = await freePort(2);
    const [mosquitto, postgres] = [await freePort(2), await freePort()];
    const variables = {
      ...process.env,
      CAIRN_SERVICES_RUN: folder,
      CAIRN_SERVICES_KAFKA_PORT: String(kafka),
      CAIRN_SERVICES_MOSQUITTO_PORT: String(mosquitto),
      CAIRN_SERVICES_POSTGRES_PORT: String(postgres),
    };
    const services = (environment: Record<string, string>): RealServices =>
      new RealServices(folder, variables, environment);
    try {
      const { stdout } = await run(SCRIPT, ['start'], { env: variables, timeout: 240_000 });
      const pairs = stdout.trim().split('\n');
      return services(Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/su).slice(0, 2) as [string, string])));
    } catch (error) {
      await services({}).remove();
      const { stderr = '', message } = error as { stderr?: string; message: string };
      const said = stderr.trim().split('\n').at(-1) || message;
      throw new Error(
        `the distributed profile needs real Kafka, Mosquitto and PostgreSQL, which deploy/real-services.sh starts: ${said}`,
        { cause: error },
      );
    }
  }

  /** Where devices connect. */
  get devicesUrl(): string {
    return this.environment['CAIRN_MQTT_PUBLIC_URL']!;
  }

  /** Lets devices in, as deploy/mosquitto says. */
  async setPasswords(devices: readonly { readonly id: string; readonly password: string }[]): Promise<void> {
    const file = join(this.folder, 'mosquitto', 'passwords');
    for (const { id, password } of devices)
      await withInput(join(DEPLOY, 'mosquitto', 'set-password.sh'), [file, id], `${password}\n`);
    process.kill(this.processId('mosquitto'), 'SIGHUP');
  }

  processId(name: ServiceName): number {
    return Number(readFileSync(join(this.folder, name, 'pid'), 'utf8').split('\n')[0]);
  }

  /** kill -9, at once: the script would first have to start. @param withChildren as when the whole machine dies. */
  kill(name: ServiceName, withChildren: boolean): void {
    const processId = this.processId(name);
    this.children = childrenOf(processId);
    killNow(processId, withChildren);
  }

  private children: readonly number[] = [];

  /** Starts it again, as an init system would. */
  async startAgain(name: ServiceName): Promise<void> {
    const processId = this.processId(name);
    // PostgreSQL refuses to start while backends of the one before, which notice its end a moment later, hold its memory.
    await until(`${name} is gone`, () => ![processId, ...this.children].some(isAlive));
    await run(SCRIPT, ['start', name], { env: this.variables, timeout: 120_000 });
  }

  async remove(): Promise<void> {
    await run(SCRIPT, ['remove'], { env: this.variables }).catch((error: Error) => console.error(error.message));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const withInput = (program: string, args: readonly string[], input: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text) => (said += String(text)));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(said))));
    child.stdin.end(input);
  });
