import type pg from 'pg';
import { formatVkey } from '#libs/core/tlog';
import { checkRebuilt, devicesWithoutPassword } from './after.js';
import { type CarriedOver, carryOver } from './carry-over.js';
import { RecoverError } from './error.js';
import { fillDatabase } from './fill-database.js';
import { LostValues } from './lost-values.js';
import { mendPrivateFiles } from './mend-private-files.js';
import type { FolderPassword, RecoverOptions, RecoverReport } from './options.js';
import { PrivateSource } from './private-source.js';
import { PublicLog } from './public-log.js';
import { readSignedSizes, type SignedSizes } from './signed-sizes.js';
import { type Before, Staging } from './staging.js';
import { verifyLog } from './verify-log.js';

/**
 * Rebuilds the database from the public log, the signed checkpoints and the private parts. Everything is verified first, written beside
 * what is there, checked, and put in its place in one transaction: killed at any point, it may be started again.
 *
 * @throws {RecoverError}; errors of database and files. The database is then as it was.
 */
export async function recoverLedger(options: RecoverOptions): Promise<RecoverReport> {
  const { databaseUrl, storage, onProgress = () => {} } = options;
  const signed = await readSignedSizes(options);
  const staging = await Staging.open(databaseUrl);
  try {
    if (!options.replace) requireEmpty(staging.before, signed);
    const log = new PublicLog(storage);
    // Tiles are written before a size is signed: what lies behind the public checkpoint may have been signed too.
    const size = signed.isStoreLost ? await log.extent(signed.highest.size) : signed.highest.size;
    const onVerified = (done: number): void => onProgress({ phase: 'verify', done, total: size });
    const root = await verifyLog({ log, size, roots: signed.roots, onEntries: onVerified });
    if (signed.isShownUnstored) await storePublicCheckpoint(options, signed);
    await staging.begin();
    return await rebuild(options, { staging, log, signed, size, root });
  } finally {
    await staging.close();
  }
}

interface Rebuild {
  readonly staging: Staging;
  readonly log: PublicLog;
  readonly signed: SignedSizes;
  readonly size: number;
  readonly root: Buffer;
}

async function rebuild(options: RecoverOptions, { staging, log, signed, size, root }: Rebuild): Promise<RecoverReport> {
  const { privateParts, verifier, vkey, passwords, onLost, onProgress = () => {} } = options;
  const { before } = staging;
  const lost = new LostValues();
  const privateSource = new PrivateSource(privateParts, lost);
  const epoch = epochAbove(before);
  const sizes = new Set([...signed.roots.keys(), ...(before.head ? [before.head.size] : [])]);
  const client = await staging.connect();
  try {
    const origin = vkey.name;
    const onEntries = (done: number): void => onProgress({ phase: 'fill', done, total: size });
    const filled = await fillDatabase({ client, log, privateSource, verifier, origin, size, sizes, epoch, onEntries });
    if (!filled.root.equals(root))
      throw new RecoverError(
        'LOG_DAMAGED',
        'the public log changed while it was read. Does a node write to this folder?',
      );
    const { publishedSize } = signed;
    await writeHead(client, {
      origin,
      logVkey: formatVkey(vkey),
      size,
      publishedSize,
      epoch,
      frontier: filled.frontier,
    });
    const passwordsFromFolders = await writePasswords(client, passwords);
    const isPrefix = await isEarlier(client, before);
    if (lost.lines.length > 0) await onLost(lost.lines);
    const damagedFiles = await mendPrivateFiles(client, privateParts, privateSource.toMend);
    await client.query('ANALYZE log_entry, trail_link, boot, device');
    const check = await checkRebuilt(options, staging.url);
    let carriedOver: CarriedOver = { passwords: 0, rejects: 0 };
    const keptAs = await staging.takeOver(async (session, schemas) => {
      carriedOver = await carryOver(session, schemas, isPrefix);
      await options.forgetFolded(session);
    });
    // The tables have changed their schema under this session, and answer it by their old names no more.
    const withoutPassword = await devicesWithoutPassword(options.databaseUrl);
    const told = { lostValues: lost.values, lost: lost.lines, damagedFiles, carriedOver, passwordsFromFolders };
    return { origin, size, publishedSize, keptAs, ...told, withoutPassword, check };
  } finally {
    await client.end();
  }
}

function requireEmpty({ entries, head }: Before, { highest }: SignedSizes): void {
  if (!entries) return;
  const isWhole = head && head.size >= highest.size;
  throw new RecoverError(
    'DATABASE_NOT_EMPTY',
    isWhole
      ? `the database has ${entries} entries, and the highest signed checkpoint is of size ${highest.size}: nothing is missing. npx cairn check compares all of it. With --replace it is rebuilt all the same, and the one that is there kept aside.`
      : `the database has ${entries} entries, and the highest signed checkpoint is of size ${highest.size}. With --replace it is rebuilt, and the one that is there kept aside.`,
  );
}

/**
 * An anchor of the database before may be stopped and wake up: no epoch of it may ever be given out again. Where the last one is not
 * known, seconds since 1970 are above any that was counted.
 */
const epochAbove = ({ epoch }: Before): number => Math.max(epoch + 1, Math.floor(Date.now() / 1_000));

interface Head {
  readonly origin: string;
  readonly logVkey: string;
  readonly size: number;
  readonly publishedSize: number;
  readonly epoch: number;
  readonly frontier: Buffer;
}

async function writeHead(client: pg.Client, head: Head): Promise<void> {
  const { origin, logVkey, size, frontier, publishedSize, epoch } = head;
  // What is public had its receipts before; for what lies behind, the anchor makes them at its start.
  await client.query(
    `INSERT INTO log_head (id, origin, log_vkey, size, frontier, published_size, receipted_size, epoch)
     VALUES (1, $1, $2, $3, $4, $5, $5, $6)`,
    [origin, logVkey, size, frontier, publishedSize, epoch],
  );
  await client.query('UPDATE lease SET epoch = $1', [epoch]);
}

/**
 * Those of devices that the log knows, from folders whose key is active by it: the folder of a device that was stolen, or that another has
 * replaced, brings no password back.
 * @returns how many.
 */
async function writePasswords(client: pg.Client, passwords: ReadonlyMap<string, FolderPassword>): Promise<number> {
  const rows = [...passwords].flatMap(([id, { hash, keyIds }]) => keyIds.map((keyId) => ({ id, hash, keyId })));
  const { rowCount } = await client.query(
    `INSERT INTO mqtt_credential (device_id, password_sha256)
     SELECT DISTINCT u.device_id, u.hash
     FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS u (device_id, hash, key_id)
     JOIN device d USING (device_id) JOIN device_signing_key k USING (device_key, key_id)
     WHERE k.to_log_index IS NULL AND k.compromised_log_index IS NULL`,
    [rows.map(({ id }) => id), rows.map(({ hash }) => Buffer.from(hash)), rows.map(({ keyId }) => Buffer.from(keyId))],
  );
  return rowCount ?? 0;
}

async function isEarlier(client: pg.Client, { head }: Before): Promise<boolean> {
  if (!head) return false;
  const { rows } = await client.query<{ root: Buffer }>('SELECT root FROM log_root WHERE size = $1', [head.size]);
  return rows[0]?.root.equals(head.root) ?? false;
}

/** So that the anchor finds a store again, or one that knows all that was signed. */
async function storePublicCheckpoint(
  { storage, checkpoints }: RecoverOptions,
  { highest }: SignedSizes,
): Promise<void> {
  const note = await storage.read('checkpoint');
  await checkpoints.create({ size: highest.size, note: note! }, () => {});
}
