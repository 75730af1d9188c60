import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { CheckName } from '../checks/result.js';
import { readPublicLog, type PublicLog } from '../evidence/public-log.js';
import type { RunEvidence } from '../evidence/run-evidence.js';
import { type LogSigner, signCheckpoint, writeLog } from '../evidence/write-log.js';
import { encodeEntryBundle, entryBundlePath, TILE_WIDTH, tileWidth } from '#libs/core/tlog';
import { equivocationEntry, scanEntries } from './entries.js';

/** Something broken on purpose, and the check that has to notice it. */
export interface Sabotage {
  readonly what: string;
  readonly noticedBy: CheckName;
  /** Changes a copy of the evidence, or the database until `undo`. */
  apply(evidence: RunEvidence, tools: SabotageTools): Promise<{ evidence: RunEvidence; undo?: () => Promise<void> }>;
}

export interface SabotageTools {
  readonly signer: LogSigner;
  /** For copies; removed by the caller. */
  readonly folder: string;
}

/** A sabotage that rewrites the whole log as a lying operator could: other entries, and all hashes and signatures anew. */
const rewritten = (
  what: string,
  noticedBy: CheckName,
  change: (log: PublicLog, evidence: RunEvidence) => { entries: Uint8Array[]; evidence?: Partial<RunEvidence> },
): Sabotage => ({
  what,
  noticedBy,
  async apply(evidence, { folder, signer }) {
    const log = await readPublicLog(evidence.logFolder, evidence.vkey);
    const changed = change(log, evidence);
    const logFolder = mkdtempSync(join(folder, 'log-'));
    writeLog(logFolder, changed.entries, signer);
    return { evidence: { ...evidence, logFolder, ...changed.evidence } };
  },
});

/** A sabotage of one row in the database. */
const inDatabase = (what: string, noticedBy: CheckName, change: string, undo: string): Sabotage => ({
  what,
  noticedBy,
  async apply(evidence) {
    await query(evidence.databaseUrl, change);
    return { evidence, undo: () => query(evidence.databaseUrl, undo) };
  },
});

async function query(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export const SABOTAGES: Readonly<Record<string, Sabotage>> = {
  'entry-removed': {
    what: 'an entry is deleted from its bundle',
    noticedBy: 'logIntact',
    async apply(evidence, { folder }) {
      const log = await readPublicLog(evidence.logFolder, evidence.vkey);
      const logFolder = mkdtempSync(join(folder, 'log-'));
      cpSync(evidence.logFolder, logFolder, { recursive: true });
      const width = tileWidth({ level: 0, index: 0, size: log.entries.length });
      const bundle = join(logFolder, entryBundlePath({ index: 0, width }));
      writeFileSync(bundle, encodeEntryBundle(log.entries.slice(0, Math.min(width, TILE_WIDTH) - 1)));
      return { evidence: { ...evidence, logFolder } };
    },
  },
  'entry-doubled': rewritten('a logged scan is logged a second time', 'receiptedOnce', ({ entries }) => ({
    entries: [...entries, scanEntries(entries)[0]!.bytes],
  })),
  'receipted-scan-dropped': rewritten('a receipted scan is left out', 'receiptedOnce', ({ entries }) => {
    const last = scanEntries(entries).at(-1)!;
    return { entries: entries.filter((_, index) => index !== last.logIndex) };
  }),
  'stored-scan-dropped': rewritten(
    'a scan that has no receipt is lost',
    'enqueuedLogged',
    ({ entries }, { receipts, enqueued }) => {
      const last = scanEntries(entries).at(-1)!;
      const others = ({ statementHash }: { statementHash: string }): boolean => statementHash !== last.statementHash;
      return {
        entries: entries.filter((_, index) => index !== last.logIndex),
        evidence: { receipts: receipts.filter(others), enqueued: enqueued.filter(others) },
      };
    },
  ),
  'scans-swapped': rewritten('two scans of one device change places', 'counterOrder', ({ entries }) => {
    const scans = scanEntries(entries);
    const later = scans.findLast(({ counter }) => counter > 1)!;
    const earlier = scans.find(({ boot, counter }) => boot === later.boot && counter === later.counter - 1)!;
    const swapped = [...entries];
    [swapped[earlier.logIndex], swapped[later.logIndex]] = [later.bytes, earlier.bytes];
    return { entries: swapped };
  }),
  'equivocation-logged': rewritten('an honest device is accused in the log', 'noContradictions', ({ entries }) => ({
    entries: [...entries, equivocationEntry(entries)],
  })),
  'checkpoint-contradicted': {
    what: 'a second checkpoint of a size that was shown',
    noticedBy: 'checkpoints',
    async apply(evidence, { signer }) {
      const { checkpoint } = await readPublicLog(evidence.logFolder, evidence.vkey);
      const other = signCheckpoint(signer, checkpoint.size, checkpoint.root.toReversed());
      return { evidence: { ...evidence, seen: { ...evidence.seen, notes: [...evidence.seen.notes, other] } } };
    },
  },
  'private-part-lost': inDatabase(
    'the URIs and disclosures of a scan are lost',
    'privateParts',
    `CREATE TABLE sabotaged AS SELECT log_index, private FROM log_entry WHERE private IS NOT NULL AND boot_number IS NOT NULL ORDER BY log_index DESC LIMIT 1;
     UPDATE log_entry SET private = NULL WHERE log_index IN (SELECT log_index FROM sabotaged)`,
    'UPDATE log_entry e SET private = s.private FROM sabotaged s WHERE s.log_index = e.log_index; DROP TABLE sabotaged',
  ),
  'trail-changed': inDatabase(
    'the head of a trail is another one',
    'trailHeads',
    `CREATE TABLE sabotaged AS SELECT * FROM trail_link ORDER BY log_index DESC, trail_key LIMIT 1;
     UPDATE trail_link t SET link = sha256(t.link) FROM sabotaged s WHERE s.trail_key = t.trail_key AND s.n = t.n`,
    `UPDATE trail_link t SET link = s.link FROM sabotaged s WHERE s.trail_key = t.trail_key AND s.n = t.n; DROP TABLE sabotaged`,
  ),
};

/** A folder for copies, gone afterwards. */
export async function withSabotageFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-sabotage-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
