import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupKeyOf, EnvironmentKeys } from '#libs/host/keys';
import type { SignedScan } from '#libs/core/wire';
import { sha256, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestNode } from '../../../../test/kit/anchor/test-node.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { formatManifest, type Manifest, sealOf } from '../../../../libs/log/backup/manifest.js';
import { registerBackupCommand } from '../../backup/command.js';
import { registerRestoreCommand } from '../../restore/command.js';
import { runHere, type Said } from './command-here.js';

/** A node whose anchor runs, a place for its backups, and databases to restore into. */
export class BackupWorld {
  readonly place = mkdtempSync(join(tmpdir(), 'cairn-backup-'));
  readonly backups = join(this.place, 'backups');
  readonly keys = join(this.place, 'keys-apart');
  private readonly databases: TestDatabase[] = [];
  private restores = 0;
  /** A scan with disclosures, in the first bundle. */
  first!: SignedScan;

  private constructor(
    readonly node: TestNode,
    readonly device: TestDevice,
  ) {}

  static async begin(): Promise<BackupWorld> {
    const node = await TestNode.create();
    await node.start();
    const device = new TestDevice('backed-up');
    await node.enrol(device);
    return new BackupWorld(node, device);
  }

  async end(): Promise<void> {
    await this.node.drop();
    for (const database of this.databases) await database.drop();
    rmSync(this.place, { recursive: true, force: true });
  }

  scans(count: number): SignedScan[] {
    return Array.from({ length: count }, (_, place) =>
      this.device.scan(place % 3 === 0 ? { claims: { note: `note ${place}`, bizStep: 'shipping' } } : {}),
    );
  }

  /** What no log tells: a look-up, a password, a refusal. */
  async leaveState(): Promise<void> {
    const { node, device } = this;
    const lookup = {
      id: Buffer.alloc(16, 7),
      timeMs: 1_700_000_000_000,
      who: 'a.rossi\nlead',
      question: 'GET /x\t\\N',
      status: 200,
    };
    await node.ask({ ...lookup, answerHash: Buffer.alloc(32, 9) });
    await node.until(async () => (await node.admin.query('SELECT FROM stores.lookup')).rowCount === 1);
    await node.admin.query('INSERT INTO mqtt_credential VALUES ($1, $2)', [device.id, sha256(Buffer.of(1))]);
    const { counter, previous } = device.scan();
    await node.send(device.scan({ counter: counter - 1, previous, eventTimeMs: 1_700_000_000_000 }));
    await node.until(async () => (await node.admin.query('SELECT FROM reject')).rowCount === 1);
  }

  backup(...words: string[]): Promise<Said> {
    return this.run(['backup', this.backups, ...words], this.node.folder, this.node.database.url);
  }

  /** A whole backup. @returns its folder. */
  async backedUp(...words: string[]): Promise<string> {
    const said = await this.backup(...words, '--json');
    expect([said.exitCode, said.errors]).toEqual([0, '']);
    return (JSON.parse(said.out) as { root: string }).root;
  }

  /** Into a folder and a database that are new. */
  async restore(backup: string, ...words: string[]): Promise<Said & { readonly data: string; readonly url: string }> {
    const database = await createTestDatabase();
    this.databases.push(database);
    const data = join(this.place, `restored-${++this.restores}`);
    const call = ['restore', backup, '--keys', this.keys, '--data', data, ...words];
    return { ...(await this.run(call, data, database.url)), data, url: database.url };
  }

  async run(words: readonly string[], data: string, url: string): Promise<Said> {
    const before = { ...process.env };
    Object.assign(process.env, {
      CAIRN_DATA: data,
      CAIRN_DATABASE_URL: url,
      CAIRN_WITNESS_DATA: join(this.place, 'witnesses'),
    });
    try {
      return await runHere((program) => {
        registerBackupCommand(program, EnvironmentKeys.none);
        registerRestoreCommand(program, EnvironmentKeys.none);
      }, words);
    } finally {
      for (const name of ['CAIRN_DATA', 'CAIRN_DATABASE_URL', 'CAIRN_WITNESS_DATA'])
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
    }
  }

  /**
   * Lists the files as they are now, and seals the list: with the keys of the node, as only somebody who has them can, or with others.
   */
  relist(backup: string, streamKey = this.node.streamKey): void {
    const path = join(backup, 'manifest.json');
    const { format, ...content } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    expect(format).toBe('cairn.backup.v1');
    const files = content.files.map((file) => {
      const bytes = readFileSync(join(backup, file.path));
      return { ...file, bytes: bytes.length, sha256: sha256(bytes).toString('hex') };
    });
    const text = formatManifest({ ...content, files });
    chmodSync(path, 0o600);
    writeFileSync(path, text);
    writeFileSync(join(backup, 'manifest.seal'), `${sealOf(text, backupKeyOf(streamKey))}\n`);
  }
}
