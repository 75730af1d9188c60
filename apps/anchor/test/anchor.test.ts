import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeRejectBody } from '#libs/core/wire';
import { FileLogStorage } from '#libs/log/storage';
import { Metrics } from '#libs/host/service';
import {
  decodeEntryBundle,
  hashFromTile,
  inclusionPathFrom,
  inclusionPathNodes,
  leafHash,
  nodeLocation,
  parsePolicy,
  tilePath,
  tileWidth,
  verifyInclusion,
} from '#libs/core/tlog';
import { LookupReader } from '#libs/stores/lookups';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { Anchor } from '../sequencing/anchor.js';
import { createAnchor } from '../start-anchor.js';
import { loadIdentity, NativeVerifier } from '#libs/host/keys';
import { logger } from '../../../test/kit/anchor/logger.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

describe('the first start', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await TestNode.create();
    await node.start();
  });
  afterAll(() => node.drop());

  it('makes keys that nobody else may read, an origin, and a policy that names the log', () => {
    for (const file of ['log.pem', 'operator.pem', 'receipt.pem', 'stream-mac.key'])
      expect(statSync(join(node.paths.keys, file)).mode & 0o777).toBe(0o600);
    const origin = readFileSync(node.paths.logOrigin, 'utf8').trim();
    expect(origin).toMatch(/^cairn\.local\/[0-9a-f]{8}$/u);
    const policy = parsePolicy(readFileSync(node.paths.policy, 'utf8'));
    expect(policy.logs.map(({ vkey }) => vkey.name)).toEqual([origin]);
    expect(policy.quorum).toBe('none');
  });

  it('logs the operator and the receipt key and publishes them', async () => {
    const head = await node.reader.head();
    expect(head).toMatchObject({ size: 2, publishedSize: 2 });
    const checkpoint = await node.checkpoint();
    expect(checkpoint.size).toBe(2);
    expect(Buffer.from(checkpoint.root).equals(head!.root)).toBe(true);
    expect((await node.highestStored()).size).toBe(2);
  });

  it('can be stopped at once', async () => {
    const other = await TestNode.create();
    await other.stop(await other.start());
    await other.drop();
  });

  it('compiles the real root module', async () => {
    const identity = loadIdentity({ paths: node.paths, origin: undefined, begun: true });
    const { environment } = node;
    const verifier = new NativeVerifier();
    const app = await createAnchor({ environment, identity, logger, metrics: new Metrics(), verifier });
    expect(app.get(Anchor).state).toEqual({ kind: 'starting' });
    await app.close();
  });
});

describe('a scan', () => {
  let node: TestNode;
  let device: TestDevice;
  let healthPort: number;
  beforeAll(async () => {
    node = await TestNode.create();
    ({ healthPort } = await node.start());
    device = new TestDevice('reader-1');
    await node.enrol(device);
  });
  afterAll(() => node.drop());

  it('gets a receipt that verifies, and is then proven by the public files alone', async () => {
    const scans = device.scans(300);
    await node.send(...scans.slice(0, 150));
    await node.send(...scans.slice(150));
    const indexes = await node.receiptsFor(...scans);
    await node.until(async () => (await node.checkpoint()).size > indexes.at(-1)!);
    const { size, root } = await node.checkpoint();
    const storage = new FileLogStorage(node.paths.log);
    for (const index of [indexes[0]!, indexes[200]!, indexes[299]!]) {
      const bundlePath = `tile/entries/${String(Math.floor(index / 256)).padStart(3, '0')}`;
      const width = Math.min(256, size - Math.floor(index / 256) * 256);
      const bundle = await storage.read(width === 256 ? bundlePath : `${bundlePath}.p/${width}`);
      const entry = decodeEntryBundle(bundle!, width)[index % 256]!;
      const hashes = await Promise.all(
        inclusionPathNodes({ index, size }).map(async (node) => {
          const location = nodeLocation(node);
          const { tileLevel: level, tileIndex } = location;
          const full = tileWidth({ level, index: tileIndex, size });
          const tile = await storage.read(tilePath({ level, index: tileIndex, width: full }));
          return hashFromTile(tile!, location);
        }),
      );
      verifyInclusion({ index, size, leaf: leafHash(entry), path: inclusionPathFrom({ index, size }, hashes), root });
    }
    // Removed after the publication, which nobody has to wait for.
    await node.until(() => !existsSync(join(node.paths.log, 'tile/0/000.p')));
    await node.until(() => !existsSync(join(node.paths.log, 'tile/entries/000.p')));
  });

  it('that comes again gets its receipt again', async () => {
    const scan = device.scan();
    await node.send(scan);
    const [index] = await node.receiptsFor(scan);
    node.receipts.length = 0;
    await node.send(scan);
    expect(await node.receiptsFor(scan)).toEqual([index]);
  });

  it('that cannot be taken gets a signed reject with its reason', async () => {
    const scan = device.scan();
    await node.send(scan);
    await node.receiptsFor(scan);
    await node.send(device.scan({ counter: scan.counter, previous: scan.previous, eventTimeMs: 1_700_000_000_000 }));
    await node.until(() => node.rejects.length > 0);
    expect(decodeRejectBody(node.rejects[0]!.body)).toMatchObject({
      reason: 'COUNTER_REUSED',
      final: true,
      counter: scan.counter,
    });
  });

  it('whose predecessor never comes gets its receipt after the hold time', async () => {
    const impatient = new TestDevice('reader-gap');
    await node.enrol(impatient);
    const [, second] = impatient.scans(2);
    await node.send(second!);
    await node.receiptsFor(second!);
  });

  it('is found by the papers that went with it and by its lot, and its objects by their code', async () => {
    const uris = ['https://id.gs1.org/01/09520000000004/10/LOT-7', 'https://id.gs1.org/00/095200000000000011'];
    const claims = { 'bizTransaction.po': 'urn:epcglobal:cbv:bt:9520000000004:SCMS-116', lotNumber: 'LOT-8' };
    const scan = device.scan({ uris, claims });
    await node.send(scan);
    await node.receiptsFor(scan);
    await node.until(async () => (await node.search.searchTerms('scms-116 ')).length > 0);
    const hits = await node.search.searchTerms('SCMS-116');
    expect(hits.map(({ kind, uri }) => [kind, uri])).toEqual(scan.uris.map((uri) => ['po', uri]));
    const kindsOf = async (term: string) => (await node.search.searchTerms(term)).map(({ kind, uri }) => [kind, uri]);
    expect(await kindsOf('lot-7')).toEqual([['lot', uris[0]]]);
    expect(await kindsOf('LOT-8')).toHaveLength(2);
    expect(await kindsOf('09520000000004')).toEqual([['gtin', uris[0]]]);
  });

  it('in a record with a wrong MAC is not logged, and the flow goes on', async () => {
    const [forged, honest] = device.scans(2);
    const { size } = (await node.reader.head())!;
    const { encodeSignedScan, encodeStreamBatch } = await import('#libs/core/wire');
    const { sealRecord } = await import('#libs/transport/stream');
    const body = encodeStreamBatch({
      scans: [{ signedScan: encodeSignedScan(forged!), receivedTimeMs: 1 }],
      events: [],
      rejected: [],
    });
    await node.stream.append('scans', [{ partition: 0, value: sealRecord(Buffer.alloc(32, 9), body) }]);
    await node.send(honest!);
    await node.receiptsFor(honest!);
    expect(node.indexOf(forged!)).toBeUndefined();
    const { rows } = await node.admin.query(`SELECT count(*)::int AS n FROM reject WHERE reason = 'MALFORMED'`);
    expect(rows[0].n).toBe(1);
    expect((await node.reader.head())!.size).toBe(size + 1);
  });

  it('shows in the metrics, and the anchor says that it is well', async () => {
    const ready = await fetch(`http://127.0.0.1:${healthPort}/health/ready`);
    expect(await ready.json()).toEqual({
      status: 'ok',
      checks: { sequencer: 'ok', stream: 'ok' },
      notes: expect.objectContaining({ 'public checkpoint': expect.any(String) }),
    });
    const metrics = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text();
    expect(metrics).toMatch(/^cairn_anchor_active 1$/mu);
    expect(metrics).toMatch(/^cairn_anchor_rejects_total\{reason="COUNTER_REUSED"\} 1$/mu);
    expect(metrics).toMatch(/^cairn_anchor_lag_records\{partition="0"\} 0$/mu);
    expect(metrics).toMatch(/^cairn_anchor_published_size \d{3}$/mu);
  });
});

describe('look-ups of officers', () => {
  it('are kept once, however often the stream delivers them', async () => {
    const node = await TestNode.create();
    await node.start();
    const lookup = {
      id: Buffer.alloc(16, 5),
      timeMs: 1_700_000_000_123,
      who: 'officer',
      question: 'GET /x\0',
      status: 200,
      answerHash: Buffer.alloc(32, 6),
    };
    await node.ask(lookup);
    await node.stream.append('lookups', [{ partition: 0, value: Buffer.from('no protobuf') }]);
    await node.ask(lookup);
    const lookups = await LookupReader.open(node.database.url);
    await node.until(async () => (await lookups.lookup(lookup.id)) !== null);
    expect(await lookups.lookup(lookup.id)).toEqual({ ...lookup, question: 'GET /x' });
    expect(await lookups.count()).toBe(1);
    await lookups.close();
    await node.drop();
  });
});
