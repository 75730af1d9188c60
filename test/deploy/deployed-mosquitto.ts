import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../kit/free-port.js';

const SETTINGS = join(import.meta.dirname, '../../deploy/mosquitto');

/** Both listeners of deploy/mosquitto/listeners.conf as they stand there, but on loopback and without TLS. */
export class DeployedMosquitto {
  private constructor(
    readonly ports: { readonly ingest: number; readonly devices: number },
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  /** @param passwords by name. */
  static async start(program: string, passwords: Readonly<Record<string, string>>): Promise<DeployedMosquitto> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-test-mosquitto-'));
    const ports = { ingest: await freePort(), devices: await freePort() };
    for (const [name, password] of Object.entries(passwords))
      execFileSync(join(SETTINGS, 'set-password.sh'), [join(folder, 'passwords'), name], { input: `${password}\n` });
    const listeners = readFileSync(join(SETTINGS, 'listeners.conf'), 'utf8')
      .replace('/mosquitto/secrets/passwords', join(folder, 'passwords'))
      .replace('/mosquitto/config/acl.conf', join(SETTINGS, 'acl.conf'))
      .replace(/^listener 1883$/mu, `listener ${ports.ingest} 127.0.0.1`)
      .replace(/^listener 8883$/mu, `listener ${ports.devices} 127.0.0.1`)
      .replace(/^(?:cafile|certfile|keyfile|tls_version) .*$/gmu, '');
    const common = readFileSync(join(SETTINGS, 'common.conf'), 'utf8');
    writeFileSync(join(folder, 'mosquitto.conf'), `user root\n${common}\n${listeners}`);
    const child = spawn(program, ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
    const broker = new DeployedMosquitto(ports, folder, child);
    while (!(await answers(ports.devices))) await new Promise((resolve) => setTimeout(resolve, 20));
    return broker;
  }

  async remove(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
