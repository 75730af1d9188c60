import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { ownAddress } from '#libs/host/addresses';

export interface NodeUnderTestOptions {
  readonly profile: 'embedded' | 'distributed';
  /** Variables of the distributed profile: brokers, database. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with the data folder, still empty, before the node starts. @returns more variables of it. */
  readonly prepare?: PrepareNode;
  /** Root of a checkout that is built, whose programs run. Default: this one. */
  readonly checkout?: string;
}

export type PrepareNode = (folder: string) => Promise<Readonly<Record<string, string>>>;

const READY_TIMEOUT_MS = 120_000;
const OWN_CLI = fileURLToPath(new URL('../apps/cli/main.js', import.meta.url));

/** The `cairn` of a checkout. @throws when it is not built */
function cliOf(checkout: string | undefined): string {
  if (checkout === undefined) return OWN_CLI;
  const cli = join(checkout, 'dist/apps/cli/main.js');
  if (!existsSync(cli)) throw new Error(`${checkout} is no checkout that is built: ${cli} is missing`);
  return cli;
}

/** A real node in an empty folder, as `cairn up` starts it. */
export class NodeUnderTest {
  private constructor(
    readonly folder: string,
    readonly apiUrl: string,
    readonly mqttUrl: string,
    readonly environment: Readonly<Record<string, string>>,
    /** Root of the checkout whose programs run; undefined: this one. */
    readonly checkout: string | undefined,
    private child: ChildProcess,
  ) {}

  static async start({ profile, environment = {}, prepare, checkout }: NodeUnderTestOptions): Promise<NodeUnderTest> {
    const cli = cliOf(checkout);
    const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-'));
    const prepared = await prepare?.(folder);
    const [api, mqtt] = [await freePort(), await freePort()];
    // Given, not left to the node: two benches on one machine would both find the usual ones free, and one of them late.
    const [ingestHealth, anchorHealth, postgres] = [await freePort(), await freePort(), await freePort()];
    const [apiHealth, witness] = [await freePort(), await freePort()];
    const variables = {
      CAIRN_PROFILE: profile,
      CAIRN_DATA: folder,
      CAIRN_API_PORT: String(api),
      CAIRN_MQTT_PORT: String(mqtt),
      CAIRN_INGEST_HEALTH_PORT: String(ingestHealth),
      CAIRN_ANCHOR_HEALTH_PORT: String(anchorHealth),
      CAIRN_API_HEALTH_PORT: String(apiHealth),
      CAIRN_POSTGRES_PORT: String(postgres),
      CAIRN_WITNESS_PORT: String(witness),
      CAIRN_LOG_LEVEL: 'warn',
      ...environment,
      ...prepared,
    };
    const child = await startProgram(cli, variables).catch((error: unknown) => {
      removeFolders(folder);
      throw error;
    });
    // Devices log in under their own names.
    const told: Readonly<Record<string, string | undefined>> = variables;
    const outside = told['CAIRN_MQTT_PUBLIC_URL'] ?? told['CAIRN_MQTT_URL'];
    const mqttUrl = ownAddress(outside ?? `mqtt://127.0.0.1:${mqtt}`);
    return new NodeUnderTest(folder, `http://127.0.0.1:${api}`, mqttUrl, variables, checkout, child);
  }

  /** Process numbers by name: postgres, anchor, ingest, api, and the supervisor. */
  processes(): Record<string, number> {
    const programs = JSON.parse(readFileSync(join(this.folder, 'processes.json'), 'utf8')) as Record<string, number>;
    return { supervisor: this.child.pid!, ...programs };
  }

  /** Where a program shows its metrics, on loopback. */
  metricsUrl(program: 'ingest' | 'anchor' | 'api'): string {
    return `http://127.0.0.1:${this.environment[`CAIRN_${program.toUpperCase()}_HEALTH_PORT`]}/metrics`;
  }

  get databaseUrl(): string {
    return (
      this.environment['CAIRN_DATABASE_URL'] ?? readFileSync(join(this.folder, 'keys', 'database-url'), 'utf8').trim()
    );
  }

  /** Ends the programs in order; the folder stays. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise<void>((done) => this.child.once('exit', () => done()));
    this.child.kill('SIGINT');
    await gone;
  }

  /** After `end`, on the same folder and ports. */
  async startAgain(): Promise<void> {
    this.child = await startProgram(cliOf(this.checkout), this.environment);
  }

  async stop(): Promise<void> {
    await this.end();
    removeFolders(this.folder);
  }
}

function removeFolders(data: string): void {
  for (const folder of [data, `${data}-witnesses`]) rmSync(folder, { recursive: true, force: true });
}

async function startProgram(cli: string, variables: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [cli, 'up'], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await saysReady(child);
  return child;
}

function saysReady(child: ChildProcess): Promise<void> {
  return new Promise((ready, fail) => {
    let said = '';
    const timer = setTimeout(() => fail(new Error(`the node was not ready in time: ${said}`)), READY_TIMEOUT_MS);
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (!said.includes('Cairn is ready')) return;
      clearTimeout(timer);
      ready();
    });
    child.once('exit', () => fail(new Error(`the node ended at its start: ${said}`)));
  });
}

const freePort = (): Promise<number> => getPort({ host: '127.0.0.1' });
