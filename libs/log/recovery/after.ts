import pg from 'pg';
import { checkLedger, type CheckReport, type DifferenceCode } from '#libs/log/audit';
import { connectionOptions } from '#libs/log/ledger';
import { RecoverError } from './error.js';
import type { RecoverOptions } from './options.js';

/** Tiles follow from the entries, and the anchor can write them again: they keep nobody from a database that is right. */
const MENDABLE: readonly DifferenceCode[] = ['TILE_MISSING', 'TILE_CHANGED'];

/** Checks what was rebuilt by the rules of `cairn check`. @throws {RecoverError} CHECK_FAILED */
export async function checkRebuilt(options: RecoverOptions, databaseUrl: string): Promise<CheckReport> {
  const { storage, checkpoints, privateParts, verifier, vkeys, onProgress = () => {} } = options;
  const report = await checkLedger({
    databaseUrl,
    storage,
    checkpoints,
    privateParts,
    verifier,
    policyVkeys: vkeys,
    onProgress,
  });
  const counts = Object.entries(report.differenceCounts) as [DifferenceCode, number][];
  if (counts.every(([code]) => MENDABLE.includes(code))) return report;
  const told = report.differences
    .filter(({ code }) => !MENDABLE.includes(code))
    .map(({ code, text }) => `${code} ${text}`);
  throw new RecoverError(
    'CHECK_FAILED',
    `what was rebuilt does not agree with the files, and the database was left as it was: ${told.join('; ') || 'see cairn check'}.`,
  );
}

/** Devices that cannot connect to the broker inside ingest until they get a password again. */
export async function devicesWithoutPassword(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client(connectionOptions({ databaseUrl, name: 'cairn-recover' }));
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `SELECT device_id AS id FROM device d WHERE NOT EXISTS (SELECT FROM mqtt_credential c WHERE c.device_id = d.device_id)
       ORDER BY device_id`,
    );
    return rows.map(({ id }) => id);
  } finally {
    await client.end();
  }
}
