import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type EnvironmentKeys, loadIdentity } from '#libs/host/keys';
import { dataPaths, explainStartFailure, type DataPaths } from '#libs/host/service';
import type { UpEnvironment } from './configuration.js';
import { NodeDatabase } from './database.js';
import { demandSecurity } from './demand-security.js';
import { environmentOf } from './program-environment.js';
import { type BrokerAddresses, brokerAddresses } from './broker.js';
import { chooseNodePorts } from './node-ports.js';
import { OwnWitnesses, witnessRoot, witnessUrl } from './own-witnesses.js';
import { apiAddress } from '../node-environment.js';
import { isBegun } from './is-begun.js';
import { type ProgramOptions, SupervisedProcess } from './supervised-process.js';
import { witnessProgram } from './witness-program.js';

export interface NodeAddresses extends BrokerAddresses {
  readonly api: string;
  readonly ingestHealth: string;
  readonly anchorHealth: string;
  readonly apiHealth: string;
}

export type Say = (text: string) => void;

// `cairn up` ends within 5 s of Ctrl-C: the demo, ingest and api, anchor, database have this long one after the other.
export const STOP_PATIENCE_MS = 1_200;
const HEAP_MEGABYTES_MAX = 256;

/** All programs of a node on this machine. Started in the order of need (anchor makes keys and tables), stopped in reverse. */
export class Node {
  private readonly paths: DataPaths;
  private readonly stopping = new AbortController();
  private databaseStart: Promise<NodeDatabase> | null = null;
  private database: NodeDatabase | null = null;
  private programs: SupervisedProcess[] = [];

  constructor(
    private readonly environment: UpEnvironment,
    private readonly keys: EnvironmentKeys,
    private readonly say: Say,
  ) {
    this.paths = dataPaths(environment.CAIRN_DATA);
  }

  async start(): Promise<NodeAddresses> {
    const embedded = this.environment.CAIRN_PROFILE === 'embedded';
    demandSecurity(this.environment);
    const ports = await chooseNodePorts(this.environment, this.say);
    if (embedded && !this.environment.CAIRN_DATABASE_URL) {
      this.say('starting PostgreSQL');
      const onReady = (): void => this.writeProcesses();
      const { signal } = this.stopping;
      this.databaseStart = NodeDatabase.start(this.paths, ports.postgres, this.say, onReady, signal);
      this.database = await this.databaseStart;
    }
    const witnesses = await this.startWitnesses(ports.witnesses);
    // The keys of the environment go to the programs that work with them, and to no other.
    const { keys } = this;
    await this.startPrograms('anchor', ports.anchor, (port) => ({
      CAIRN_ANCHOR_HEALTH_PORT: String(port),
      ...witnesses,
      ...keys.handOver('log', 'nextLog', 'operator', 'receipt', 'stream'),
    }));
    await this.startPrograms('ingest', ports.ingest, (port) => ({
      CAIRN_INGEST_HEALTH_PORT: String(port),
      CAIRN_MQTT_PORT: String(ports.mqtt ?? 0),
      CAIRN_MQTT_TLS_PORT: String(ports.mqttTls ?? 0),
      ...keys.handOver('receipt', 'stream'),
    }));
    await this.startPrograms('api', ports.api, (port, n) => ({
      CAIRN_API_PORT: String(port),
      CAIRN_API_HEALTH_PORT: String(ports.apiHealth[n]),
    }));
    const healthHost = this.environment.CAIRN_HEALTH_HOST;
    const health = (port: number): string => `http://${healthHost}:${port}`;
    return {
      api: apiAddress(this.environment, ports.api[0]!),
      ...brokerAddresses(this.environment, ports),
      ingestHealth: health(ports.ingest[0]!),
      anchorHealth: health(ports.anchor[0]!),
      apiHealth: health(ports.apiHealth[0]!),
    };
  }

  /** Process numbers by name, for people and for tests that kill. */
  processIds(): Readonly<Record<string, number | undefined>> {
    const programs = this.programs.map((program) => [program.name, program.processId] as const);
    return { ...(this.database && { postgres: this.database.processId }), ...Object.fromEntries(programs) };
  }

  /** Which process is which, for operators and for tests that kill one; kept up to date when one is started again. */
  private writeProcesses(): void {
    try {
      // In one step: whoever reads it meanwhile finds all of the old one or all of the new one.
      const next = `${this.processesFile}.next`;
      writeFileSync(next, `${JSON.stringify(this.processIds())}\n`);
      renameSync(next, this.processesFile);
    } catch (error) {
      this.say(`${this.processesFile} is out of date: ${explainStartFailure(error)}`); // a full disk ends no program
    }
  }

  private get processesFile(): string {
    return join(this.paths.root, 'processes.json');
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    const named = (name: string): SupervisedProcess[] =>
      this.programs.filter((program) => program.name.startsWith(name));
    await Promise.all([...named('ingest'), ...named('api')].map((program) => program.stop(STOP_PATIENCE_MS)));
    await Promise.all(named('anchor').map((program) => program.stop(STOP_PATIENCE_MS)));
    await Promise.all(named('witness').map((program) => program.stop(STOP_PATIENCE_MS)));
    // A start that was under way when Ctrl-C came ends by the signal.
    const database = await Promise.race([this.databaseStart?.catch(() => null), wait(STOP_PATIENCE_MS, null)]);
    await database?.stop(STOP_PATIENCE_MS);
    rmSync(this.processesFile, { force: true }); // the numbers will belong to others
  }

  /**
   * Makes keys and policy of a new node, and runs the witnesses of its own that the policy names.
   * @returns how the anchor finds them. @throws {StartError}; {IdentityError}
   */
  private async startWitnesses(ports: readonly number[]): Promise<Record<string, string>> {
    const { CAIRN_PROFILE, CAIRN_WITNESSES, CAIRN_WITNESS_DATA } = this.environment;
    const root = witnessRoot(this.paths.root, CAIRN_WITNESS_DATA);
    const isWanted = (CAIRN_WITNESSES ?? (CAIRN_PROFILE === 'embedded' ? 'own' : 'none')) === 'own';
    const { policy, origin } = loadIdentity({
      paths: this.paths,
      origin: this.environment.CAIRN_LOG_ORIGIN,
      begun: await isBegun(this.paths, this.environment),
      keys: this.keys,
      ...(isWanted && { witnessesOf: (name: string) => new OwnWitnesses(name, root).begin(ports) }),
    });
    const wanted = new OwnWitnesses(origin, root).wantedBy(policy);
    if (wanted.length > 0) this.say(`starting ${wanted.length} witnesses of this node's own`);
    await Promise.all(wanted.map((witness, n) => this.run(witnessProgram(witness, ports[n]!, this.paths))));
    const urls = wanted.map(({ name }, n) => `${name}=${witnessUrl(ports[n]!)}`);
    return urls.length > 0 ? { CAIRN_ANCHOR_WITNESS_URLS: urls.join(',') } : {};
  }

  private async startPrograms(
    name: string,
    ports: readonly number[],
    variables: (port: number, n: number) => Record<string, string>,
  ): Promise<void> {
    const count = ports.length;
    this.say(count === 1 ? `starting ${name}` : `starting ${count} of ${name}`);
    for (const [n, port] of ports.entries()) {
      await this.run({
        name: count === 1 ? name : `${name}-${n + 1}`,
        program: fileURLToPath(new URL(`../../${name}/main.js`, import.meta.url)),
        environment: { ...environmentOf(name), CAIRN_DATA: this.paths.root, ...variables(port, n) },
        logFile: join(this.paths.root, 'logs', count === 1 ? `${name}.log` : `${name}-${n + 1}.log`),
        heapMegabytesMax: HEAP_MEGABYTES_MAX,
      });
    }
  }

  private async run(options: Omit<ProgramOptions, 'onChange' | 'onReady' | 'logLimits'>): Promise<void> {
    const onReady = (): void => this.writeProcesses();
    const { CAIRN_UP_LOG_BYTES_MAX: bytesMax, CAIRN_UP_LOG_FILES_KEPT: filesKept } = this.environment;
    const logLimits = { bytesMax, filesKept };
    const program = new SupervisedProcess({ ...options, logLimits, onChange: this.say, onReady });
    this.stopping.signal.throwIfAborted();
    this.programs.push(program);
    await program.start();
  }
}
