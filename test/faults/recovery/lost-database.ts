import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { judgeRun } from '../checks/judge-run.js';
import { type CheckResult, CHECKS, Findings, hasPassed } from '../checks/result.js';
import { CheckpointCollector } from '../evidence/checkpoint-collector.js';
import { checkpointPlaces, gatherEvidence, type RunEvidence, untilPublished } from '../evidence/run-evidence.js';
import type { VictimNode } from '../kills/victim-node.js';
import { DeviceLoad } from '../load/device-load.js';
import { lastLines, runCairn } from '../run-cairn.js';

interface LossInput {
  readonly victim: VictimNode;
  /** For devices and their journals. */
  readonly folder: string;
  /** Of the run before, whose receipts must hold. */
  readonly before: RunEvidence;
  readonly say: (text: string) => void;
}

/**
 * P4 and P5 at their hardest: the database is gone as a whole. In the distributed profile the stream is still there and is read again
 * from its beginning, in the embedded one it is lost with the database.
 */
export async function loseAndRecover({ victim, folder, before, say }: LossInput): Promise<CheckResult> {
  const findings = new Findings('recovered', 'entries');
  await victim.node.end();
  await loseDatabase(victim);
  const recovered = await runCairn(victim.node.environment, 'recover');
  findings.require(
    recovered.exitCode === 0,
    () => `cairn recover ended with ${recovered.exitCode}: ${lastLines(recovered)}`,
  );
  if (findings.count > 0) return findings.result();
  say(`recovered: ${recovered.output.split('\n').find((line) => line.includes('rebuilt'))}`);
  await victim.node.startAgain();
  const evidence = await goOn(victim, join(folder, 'after-loss'), before);
  say('checking again');
  const { entries, results } = await judgeRun(evidence);
  findings.saw(entries);
  for (const { name, texts } of results.filter((result) => !hasPassed(result)))
    findings.violated(`${CHECKS[name]}: ${texts[0]}`);
  return findings.result();
}

async function loseDatabase({ profile, node }: VictimNode): Promise<void> {
  if (profile === 'embedded') return rmSync(join(node.folder, 'postgres'), { recursive: true });
  const client = new pg.Client({ connectionString: node.databaseUrl });
  await client.connect();
  try {
    await client.query('DROP SCHEMA public CASCADE');
    await client.query('CREATE SCHEMA public');
  } finally {
    await client.end();
  }
}

/** New devices get receipts. @returns the evidence of both runs as of one. */
async function goOn(victim: VictimNode, folder: string, before: RunEvidence): Promise<RunEvidence> {
  const places = checkpointPlaces(victim.node.folder);
  const collector = new CheckpointCollector(places.shown, places.store);
  const load = await DeviceLoad.start(victim, folder, 'after-loss');
  try {
    const mark = load.mark();
    load.setMode('calm');
    await load.untilFlowSince(mark);
    await load.drain();
    await untilPublished(victim.node.databaseUrl);
    const seen = collector.stop();
    const evidence = await gatherEvidence({
      dataFolder: victim.node.folder,
      databaseUrl: victim.node.databaseUrl,
      environment: victim.node.environment,
      seen: {
        notes: [...before.seen.notes, ...seen.notes],
        conflicts: [...before.seen.conflicts, ...seen.conflicts],
      },
      outboxes: [...before.outboxes, ...(await load.end())],
      journal: load.journals(),
    });
    return {
      ...evidence,
      receipts: [...before.receipts, ...evidence.receipts],
      enqueued: [...before.enqueued, ...evidence.enqueued],
      complaints: [...before.complaints, ...evidence.complaints],
    };
  } finally {
    collector.stop();
    load.abandon();
  }
}
