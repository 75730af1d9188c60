import { describeEntries, readPublicLog } from '../evidence/public-log.js';
import { isScan } from '../evidence/records.js';
import type { RunEvidence } from '../evidence/run-evidence.js';
import { runCairn } from '../run-cairn.js';
import { checkCheckpoints } from './checkpoints.js';
import { checkLogIntact } from './log-intact.js';
import { checkPrivateParts } from './private-parts.js';
import { type CheckResult, Findings } from './result.js';
import {
  checkCounterOrder,
  checkEnqueuedLogged,
  checkNoContradictions,
  checkReceiptedOnce,
  countLate,
} from './scans.js';
import { checkTrailHeads } from './trail-heads.js';

/** What all checks of a run found, and what is worth telling besides. */
export interface Judgement {
  readonly results: readonly CheckResult[];
  readonly entries: number;
  readonly scans: number;
  readonly late: number;
}

/** Judges a run by what it left behind. A log that cannot even be read fails by that alone. */
export async function judgeRun(evidence: RunEvidence): Promise<Judgement> {
  const { logFolder, vkey, seen, receipts, enqueued, outboxes, complaints, rejectRows, databaseUrl } = evidence;
  const log = await readPublicLog(logFolder, vkey).catch((error: Error) => error);
  if (log instanceof Error) {
    const findings = new Findings('logIntact', 'logs');
    findings.saw();
    findings.violated(`the public log cannot be read: ${log.message}`);
    return { results: [findings.result()], entries: 0, scans: 0, late: 0 };
  }
  const entries = describeEntries(log.entries);
  const results = [
    checkLogIntact(log),
    checkReceiptedOnce(entries, receipts),
    checkEnqueuedLogged(entries, outboxes, enqueued),
    checkCounterOrder(entries),
    checkNoContradictions(entries, complaints, rejectRows),
    await checkCheckpoints(log, seen, vkey),
    await checkPrivateParts(databaseUrl, log.checkpoint.size),
    checkTrailHeads(await runCairn(evidence.environment, 'check'), entries.length),
  ];
  return { results, entries: entries.length, scans: entries.filter(isScan).length, late: countLate(entries) };
}
