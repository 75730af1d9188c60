import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../kit/free-port.js';
import { type Authority, makeAuthority } from '../support/certificates.js';

const SETTINGS = join(import.meta.dirname, '../../deploy/mosquitto');
/** In deploy/mosquitto/listeners.conf. */
const PORTS = { ingest: 1883, ingestTls: 8884, devices: 8883 } as const;

/** Passwords by name. */
export type Passwords = Readonly<Record<string, string>>;

/** The listeners of deploy/mosquitto/listeners.conf as they stand there, but on loopback and with certificates of the test. */
export class DeployedMosquitto {
  private constructor(
    readonly ports: Readonly<Record<keyof typeof PORTS, number>>,
    private readonly servers: Authority,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  /** @param clientAuthority issues the certificates without which no device comes in, in PEM; default: none is asked for. */
  static async start(
    program: string,
    passwords: { readonly devices: Passwords; readonly ingest: Passwords },
    clientAuthority?: string,
  ): Promise<DeployedMosquitto> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-test-mosquitto-'));
    const ports = { ingest: await freePort(), ingestTls: await freePort(), devices: await freePort() };
    for (const [file, some] of [
      ['passwords', passwords.devices],
      ['ingest-passwords', passwords.ingest],
    ] as const)
      for (const [name, password] of Object.entries(some)) setPassword(join(folder, file), name, password);
    const authority = await makeAuthority();
    writeFileSync(join(folder, 'ca.pem'), authority.certificate);
    await certify(folder, authority);
    let listeners = readFileSync(join(SETTINGS, 'listeners.conf'), 'utf8')
      .replaceAll('/mosquitto/secrets/', `${folder}/`)
      .replaceAll('/mosquitto/config/', `${SETTINGS}/`);
    for (const [name, port] of Object.entries(PORTS))
      listeners = listeners.replace(`listener ${port}\n`, `listener ${ports[name as keyof typeof PORTS]} 127.0.0.1\n`);
    if (clientAuthority !== undefined) {
      writeFileSync(join(folder, 'devices.pem'), clientAuthority);
      // As the guide says, at the listener for devices, which is the last.
      listeners = listeners.replace(
        /cafile [^\n]*(?![^]*cafile)/u,
        `require_certificate true\ncafile ${folder}/devices.pem`,
      );
    }
    const common = readFileSync(join(SETTINGS, 'common.conf'), 'utf8');
    writeFileSync(join(folder, 'mosquitto.conf'), `user root\n${common}\n${listeners}`);
    const child = spawn(program, ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
    const broker = new DeployedMosquitto(ports, authority, folder, child);
    // The last one that it opens.
    while (!(await answers(ports.devices))) await new Promise((resolve) => setTimeout(resolve, 20));
    return broker;
  }

  /** What whoever trusts the broker is given, in PEM. */
  get authority(): string {
    return this.servers.certificate;
  }

  /** Gives the broker another certificate while it runs. */
  async renew(): Promise<void> {
    await certify(this.folder, this.servers);
    this.process.kill('SIGHUP');
  }

  /** While the broker runs. */
  setPassword(file: 'passwords' | 'ingest-passwords', name: string, password: string): void {
    setPassword(join(this.folder, file), name, password);
    this.process.kill('SIGHUP');
  }

  async remove(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function certify(folder: string, authority: Authority): Promise<void> {
  const { certificate, key } = await authority.issue({ name: 'broker', hosts: ['localhost'] });
  writeFileSync(join(folder, 'server.pem'), certificate);
  writeFileSync(join(folder, 'server.key'), key);
}

const setPassword = (file: string, name: string, password: string): void =>
  void execFileSync(join(SETTINGS, 'set-password.sh'), [file, name], { input: `${password}\n` });

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
