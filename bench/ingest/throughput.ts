// How many scans a second ingest takes, from MQTT to the durable append, as it runs in the embedded profile; and what a scan costs.
//
//   node dist/bench/ingest/throughput.js [devices 50] [scans of each 1000] [objects 1] [window 100] [verify|trust]
//
// `trust` leaves the signature checks out, which run on other threads. The database is a real PostgreSQL with fsync.
import { createHash, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { migrateLedger } from '#libs/log/ledger';
import { EmbeddedTransport, ScanTransport } from '#libs/transport/mqtt';
import { dataPaths, parseEnvironment } from '#libs/host/service';
import { SignatureAlgorithm, SignatureVerifier } from '#libs/core/signatures';
import { loadOrCreateKey } from '#libs/host/keys';
import { ingestEnvironment } from '../../apps/ingest/environment.js';
import { startIngest } from '../../apps/ingest/start-ingest.js';
import { benchDevice } from './presigned.js';

class TrustingVerifier extends SignatureVerifier {
  override async verifyAll(checks: readonly unknown[]): Promise<boolean[]> {
    return checks.map(() => true);
  }
}

const [devices = 50, scansPerDevice = 1_000, objects = 1, window = 100] = process.argv.slice(2, 6).map(Number);
const trusting = process.argv[6] === 'trust';
const databaseUrl = process.env['CAIRN_DATABASE_URL'];
if (!databaseUrl) throw new Error('CAIRN_DATABASE_URL names an empty database on a real PostgreSQL');

const folder = mkdtempSync(join(tmpdir(), 'cairn-ingest-bench-'));
const paths = dataPaths(folder);
mkdirSync(paths.keys);
loadOrCreateKey(paths.receiptKey, SignatureAlgorithm.ED25519);
writeFileSync(paths.streamKey, randomBytes(32).toString('hex'), { mode: 0o600 });
writeFileSync(paths.logOrigin, 'cairn.bench');
await migrateLedger(databaseUrl);
await enrolAll(databaseUrl);

const environment = parseEnvironment(ingestEnvironment, {
  CAIRN_DATA: folder,
  CAIRN_DATABASE_URL: databaseUrl,
  CAIRN_MQTT_PORT: '0',
  CAIRN_INGEST_HEALTH_PORT: '0',
});
const ingest = await startIngest(
  environment,
  pino({ level: 'warn' }),
  trusting ? { verifier: new TrustingVerifier() } : {},
);
const { port } = ingest.app.get<EmbeddedTransport>(ScanTransport);

const generator = fork(fileURLToPath(new URL('./generator.js', import.meta.url)));
const answer = <Answer>(): Promise<Answer> => new Promise((resolve) => generator.once('message', resolve as never));
const prepared = answer<{ ready: number }>();
generator.send({ port, devices, scansPerDevice, objects, window });
const { ready: bytes } = await prepared;
const idleMegabytes = Math.round(process.memoryUsage.rss() / 1e6);
const before = process.cpuUsage();
const loop = performance.eventLoopUtilization();
const finished = answer<{ seconds: number }>();
generator.send('go');
const { seconds } = await finished;
const { user, system } = process.cpuUsage(before);
const busy = performance.eventLoopUtilization(loop).active / 1_000;

const metrics = await (await fetch(`http://127.0.0.1:${ingest.healthPort}/metrics`)).text();
const counted = metrics
  .split('\n')
  .filter((line) => /^cairn_ingest_(scans_(verified|rejected)|append_(seconds|scans)_(sum|count))/.test(line));

const scans = devices * scansPerDevice;
const cpuSeconds = (user + system) / 1e6;
console.table({
  'scans, bytes of one packet': `${scans}, ${Math.round(bytes / scans)}`,
  'scans/s': Math.round(scans / seconds),
  'scans for each second of CPU of this process, all threads': Math.round(scans / cpuSeconds),
  'scans for each second the event loop was busy': Math.round(scans / busy),
  'resident memory before and after, MB': `${idleMegabytes}, ${Math.round(process.memoryUsage.rss() / 1e6)}`,
});
console.log(counted.join('\n'));
await ingest.stop();
rmSync(folder, { recursive: true });

async function enrolAll(url: string): Promise<void> {
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  for (let number = 0; number < devices; number++) {
    const { id, key, signer, password } = benchDevice(number);
    const device = Buffer.from(key);
    await sql.query(
      'INSERT INTO device (device_key, device_id, party, log_index, objects_max, claims_max) VALUES ($1, $2, $3, 0, 0, 0)',
      [device, id, Buffer.alloc(32)],
    );
    await sql.query(
      'INSERT INTO device_signing_key (device_key, key_id, algorithm, public_key, from_log_index) VALUES ($1, $2, $3, $4, 0)',
      [device, Buffer.from(signer.keyId), signer.algorithm, Buffer.from(signer.publicKey)],
    );
    const digest = createHash('sha256').update(password).digest();
    await sql.query('INSERT INTO mqtt_credential (device_id, password_sha256) VALUES ($1, $2)', [id, digest]);
  }
  await sql.end();
}
