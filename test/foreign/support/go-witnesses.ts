import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../kit/free-port.js';
import { formatVkey, KeyType, parseVkey, type Vkey } from '#libs/core/tlog';
import type { AskedWitness } from '../../kit/witness/test-witness.js';
import { secretKeyOf } from './go-keys.js';
import type { GoPrograms } from './go-programs.js';

/** torchwood's litewitness, with its SQLite store and its key in an ssh-agent. */
export class Litewitness implements AskedWitness {
  readonly name = 'lite';
  readonly vkey: Vkey;
  private readonly folder = mkdtempSync(join(tmpdir(), 'cairn-lite-'));
  private readonly seed = new Uint8Array(32).fill(0x11);
  private port = 0;

  constructor(private readonly programs: GoPrograms) {
    this.vkey = parseVkey(secretKeyOf('lite.example/witness', this.seed, KeyType.cosignature).vkeyText);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async follow(...logs: Vkey[]): Promise<void> {
    const database = ['-db', join(this.folder, 'litewitness.db')];
    for (const log of logs) {
      await this.control('add-log', ...database, '-origin', log.name);
      await this.control('add-key', ...database, '-origin', log.name, '-key', formatVkey(log));
    }
    const socket = join(this.folder, 'agent');
    const seed = Buffer.from(this.seed).toString('hex');
    const key = await this.programs.serve('foreign', ['agent', socket, seed], /"fingerprint":"([^"]+)"/u);
    this.port = await freePort();
    const words = ['-name', this.vkey.name, '-ssh-agent', socket, '-listen', `127.0.0.1:${this.port}`, '-key', key];
    await this.programs.serve('litewitness', [...database, ...words], /msg=(listening)/u);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async control(...words: string[]): Promise<void> {
    const { exitCode, errors } = await this.programs.run('witnessctl', words);
    if (exitCode !== 0) throw new Error(`witnessctl ${words[0]}: ${errors}`);
  }
}

/** The witness of transparency-dev/witness, with its store in memory. */
export class MemoryWitness implements AskedWitness {
  readonly name = 'memory';
  readonly vkey: Vkey;
  url = '';
  private readonly key = secretKeyOf('memory.example/witness', new Uint8Array(32).fill(0x22), KeyType.cosignature);

  constructor(private readonly programs: GoPrograms) {
    this.vkey = parseVkey(this.key.vkeyText);
  }

  async follow(...logs: Vkey[]): Promise<void> {
    const words = ['witness', this.key.secretText, ...logs.map(formatVkey)];
    this.url = await this.programs.serve('foreign', words, /"url":"([^"]+)"/u);
  }
}
