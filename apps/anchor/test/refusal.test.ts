import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { witnessAhead } from '../error.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

describe('the anchor refuses', () => {
  let node: TestNode;
  let device: TestDevice;
  beforeEach(async () => {
    node = await TestNode.create();
    const anchor = await node.start();
    device = new TestDevice('refused');
    await node.enrol(device);
    const scans = device.scans(5);
    await node.send(...scans);
    await node.receiptsFor(...scans);
    await node.until(async () => (await node.checkpoint()).size === 9);
    await node.stop(anchor);
  });
  afterEach(() => node.drop());

  const signedSizes = (): string[] => readdirSync(node.paths.checkpoints).toSorted();

  it('a database that was set back, and says which sizes disagree', async () => {
    await node.admin.query('DELETE FROM log_entry WHERE log_index >= 7');
    await node.admin.query('DELETE FROM log_root WHERE size > 7');
    await node.admin.query(`INSERT INTO log_root SELECT 7, root, epoch, logged_at FROM log_root WHERE size = 4`);
    await node.admin.query('UPDATE log_head SET size = 7, published_size = 7, receipted_size = 7');
    const before = signedSizes();
    await expect(node.start()).rejects.toMatchObject({
      code: 'DATABASE_BEHIND',
      message: expect.stringMatching(/7 entries.*size 9.*cairn recover --replace/u),
    });
    expect(signedSizes()).toEqual(before);
  });

  it('a database with another history of the same length', async () => {
    await node.admin.query(`UPDATE log_root SET root = decode(repeat('ab', 32), 'hex') WHERE size = 9`);
    await expect(node.start()).rejects.toMatchObject({
      code: 'CHECKPOINT_CONTRADICTED',
      message: expect.stringMatching(/9 entries.*at size 9.*cairn recover --replace/u),
    });
  });

  it('a database that never committed the size that was signed', async () => {
    await node.admin.query('DELETE FROM log_root WHERE size = 9');
    await expect(node.start()).rejects.toMatchObject({
      code: 'CHECKPOINT_CONTRADICTED',
      message: expect.stringMatching(/9 entries.*never committed size 9.*cairn recover --replace/u),
    });
  });

  it('to take a missing store of checkpoints for a fresh start', async () => {
    rmSync(node.paths.checkpoints, { recursive: true });
    await expect(node.start()).rejects.toMatchObject({
      code: 'CHECKPOINTS_MISSING',
      message: expect.stringMatching(/9 entries.*folder checkpoints/u),
    });
    mkdirSync(node.paths.checkpoints);
    await expect(node.start()).rejects.toMatchObject({ code: 'CHECKPOINTS_MISSING' });
  });

  it('a checkpoint in the store that is not of its log', async () => {
    const [newest] = signedSizes().toReversed();
    writeFileSync(join(node.paths.checkpoints, newest!), 'torn');
    await expect(node.start()).rejects.toMatchObject({ code: 'CHECKPOINT_UNREADABLE' });
  });

  it('an empty database beside checkpoints that were signed', async () => {
    await node.admin.query('TRUNCATE log_head, log_root, log_entry, trail_link, boot, stream_offset');
    await expect(node.start()).rejects.toMatchObject({ code: 'DATABASE_BEHIND' });
  });

  it('to begin a log beside a public one, and leaves no store of checkpoints that would look like a begun one', async () => {
    await node.admin.query('TRUNCATE log_head, log_root, log_entry, trail_link, boot, stream_offset');
    rmSync(node.paths.checkpoints, { recursive: true });
    await expect(node.start()).rejects.toMatchObject({
      code: 'DATABASE_BEHIND',
      message: expect.stringMatching(/0 entries, and the public checkpoint is signed for size 9/u),
    });
    expect(existsSync(node.paths.checkpoints) ? signedSizes() : []).toEqual([]);
  });

  it('says what a witness knows that the database has not', () => {
    const refusal = witnessAhead({ witness: 'north.example/w', witnessSize: 12, signedSize: 9 });
    expect(refusal.code).toBe('WITNESS_AHEAD');
    expect(refusal.message).toMatch(
      /^witness north\.example\/w has cosigned size 12 of this log, and the largest checkpoint that is kept here has size 9: .*cairn recover/u,
    );
  });

  it('a public checkpoint that is ahead of the database, also where the store was set back with it', async () => {
    await node.admin.query('UPDATE log_head SET size = 4, published_size = 4, receipted_size = 4');
    await node.admin.query('DELETE FROM log_root WHERE size > 4');
    for (const name of signedSizes()) if (Number.parseInt(name, 10) > 4) rmSync(join(node.paths.checkpoints, name));
    await expect(node.start()).rejects.toMatchObject({ code: 'DATABASE_BEHIND' });
  });

  it('to make new keys where a log has been begun', async () => {
    renameSync(node.paths.logKey, `${node.paths.logKey}.away`);
    await expect(node.start()).rejects.toMatchObject({
      code: 'IDENTITY_MISSING',
      message: expect.stringContaining('log.pem'),
    });
    renameSync(`${node.paths.logKey}.away`, node.paths.logKey);
  });

  it('a log key that was exchanged, and another origin', async () => {
    copyFileSync(node.paths.operatorKey, node.paths.logKey);
    rmSync(node.paths.policy);
    await expect(node.start()).rejects.toMatchObject({ code: 'IDENTITY_MISMATCH' });
    await expect(node.start({ environment: { CAIRN_LOG_ORIGIN: 'other.example/log' } })).rejects.toMatchObject({
      code: 'IDENTITY_MISMATCH',
    });
  });

  it('nothing when everything is as it was left, also from a copied folder', async () => {
    const copy = `${node.folder}-copy`;
    cpSync(node.folder, copy, { recursive: true });
    const anchor = await node.start({ environment: { CAIRN_DATA: copy } });
    expect(anchor.anchor.state.kind).toBe('active');
    await node.stop(anchor);
    rmSync(copy, { recursive: true });
  });
});

describe('while it runs', () => {
  it('the anchor refuses to sign once the database has another history, and ends', async () => {
    const node = await TestNode.create();
    const { anchor } = await node.start();
    const device = new TestDevice('running');
    await node.enrol(device);
    const [one, two] = device.scans(2);
    await node.send(one!);
    await node.receiptsFor(one!);
    await node.until(async () => (await node.checkpoint()).size === 5);
    await node.admin.query(`UPDATE log_root SET root = decode(repeat('ab', 32), 'hex') WHERE size = 5`);
    await node.send(two!);
    await expect(anchor.failed).rejects.toMatchObject({ code: 'CHECKPOINT_CONTRADICTED' });
    expect(anchor.state.kind).toBe('refusing');
    expect((await node.checkpoint()).size).toBe(5);
    expect((await node.highestStored()).size).toBe(5);
    expect(node.indexOf(two!)).toBeUndefined();
    await node.drop();
  });
});
