import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeRun, type Judgement } from './checks/judge-run.js';
import { type CheckResult, Findings, hasPassed } from './checks/result.js';
import { CheckpointCollector } from './evidence/checkpoint-collector.js';
import { checkpointPlaces, gatherEvidence, type RunEvidence, untilPublished } from './evidence/run-evidence.js';
import { checkFlowResumed, checkKillsUnderLoad, type KillRecord, killRounds, planKills } from './kills/kill-rounds.js';
import { TARGETS, Victims } from './kills/targets.js';
import { type Profile, VictimNode } from './kills/victim-node.js';
import { DeviceLoad } from './load/device-load.js';
import type { Random } from './random.js';
import { loseAndRecover } from './recovery/lost-database.js';
import { StoppedAnchor, type StopRound } from './takeover/stopped-anchor.js';

export interface ProfilePlan {
  readonly profile: Profile;
  readonly kills: number;
  readonly stops: readonly StopRound[];
  /** At the end the database is lost and recovered. */
  readonly losesDatabase: boolean;
  /** Looks at the evidence of a judged run while the node is still up. */
  readonly afterwards?: (evidence: RunEvidence, victim: VictimNode) => Promise<void>;
}

export interface ProfileReport extends Omit<Judgement, 'results'> {
  readonly profile: Profile;
  readonly records: readonly KillRecord[];
  readonly results: readonly CheckResult[];
  readonly receipts: number;
  readonly checkpoints: number;
  /** What was found wrong at each stop of the active anchor. */
  readonly stopViolations: readonly number[];
  readonly seconds: number;
}

/** What has to be undone whatever happens, last first. */
export type Cleanup = (() => void | Promise<void>)[];

/** One node of one profile: started, loaded, broken again and again, judged, removed. */
export async function runProfile(plan: ProfilePlan, random: Random, cleanup: Cleanup): Promise<ProfileReport> {
  const { profile } = plan;
  const began = performance.now();
  const say = (text: string): void => {
    const seconds = ((performance.now() - began) / 1_000).toFixed(0).padStart(4);
    console.log(`${seconds} s  ${profile}: ${text}`);
  };
  const folder = mkdtempSync(join(tmpdir(), 'cairn-faults-'));
  cleanup.push(() => rmSync(folder, { recursive: true, force: true }));
  say('starting a node');
  const victim = await VictimNode.start(profile);
  cleanup.push(() => victim.stop());
  const places = checkpointPlaces(victim.node.folder);
  const collector = new CheckpointCollector(places.shown, places.store);
  cleanup.push(() => void collector.stop());
  const load = await DeviceLoad.start(victim, folder);
  cleanup.push(() => load.abandon());
  try {
    await firstFlow(load);
    say(`${load.groups.length} device processes send; ${plan.kills} kills follow`);
    const victims = new Victims(victim, load.groups, random);
    const kills = planKills(TARGETS[profile], plan.kills, random);
    const records = await killRounds(kills, victims, load, random, (record, round) =>
      say(`${String(round).padStart(2)}/${plan.kills}  ${describeKill(record)}`),
    );
    const flows = records.every(({ resumedAfterMs }) => resumedAfterMs !== null);
    const stopped = new Findings('stoppedAnchor', 'stops');
    let stopViolations: number[] = [];
    if (flows) {
      stopViolations = await new StoppedAnchor(victim, load, random, stopped, say).run(plan.stops);
      say('the load ends, outboxes empty themselves');
      await load.drain();
      await untilPublished(victim.node.databaseUrl);
    } else {
      say('nothing flows any more; what is there is checked');
      load.setMode('quiet');
    }
    const seen = collector.stop();
    const outboxes = await load.end();
    say('checking');
    const evidence = await gatherEvidence({
      dataFolder: victim.node.folder,
      databaseUrl: victim.node.databaseUrl,
      environment: victim.node.environment,
      seen,
      outboxes,
      journal: load.journals(),
    });
    const judgement = await judgeRun(evidence);
    const results = [
      ...(kills.length > 0 ? [checkKillsUnderLoad(records), checkFlowResumed(records, kills.length)] : []),
      ...judgement.results,
      ...(plan.stops.length > 0 ? [stopped.result()] : []),
    ];
    if (!results.every(hasPassed)) say(`kept for whoever looks into it: ${keep(victim, folder)}`);
    await plan.afterwards?.(evidence, victim);
    if (plan.losesDatabase && results.every(hasPassed)) {
      say('the database is lost');
      results.push(await loseAndRecover({ victim, folder, before: evidence, say }));
      if (!results.every(hasPassed)) say(`kept for whoever looks into it: ${keep(victim, folder)}`);
    }
    return {
      ...judgement,
      profile,
      records,
      results,
      stopViolations,
      receipts: evidence.receipts.length,
      checkpoints: seen.notes.length,
      seconds: (performance.now() - began) / 1_000,
    };
  } catch (error) {
    say(`failed; kept for whoever looks into it: ${keep(victim, folder)}`);
    throw error;
  }
}

async function firstFlow(load: DeviceLoad): Promise<void> {
  const mark = load.mark();
  load.setMode('calm');
  await load.untilFlowSince(mark);
}

function describeKill({ who, whileDown, inFlight, resumedAfterMs }: KillRecord): string {
  const flow =
    resumedAfterMs === null ? 'no receipts any more' : `receipts after ${(resumedAfterMs / 1_000).toFixed(1)} s`;
  return `${who} killed${whileDown ? ` while ${whileDown} was coming back,` : ''} with ${inFlight} scans on their way, ${flow}`;
}

/** The programs' own logs, the public log, what the devices wrote down. */
function keep(victim: VictimNode, folder: string): string {
  const kept = mkdtempSync(join(tmpdir(), 'cairn-faults-failed-'));
  for (const name of ['logs', 'log', 'checkpoints', 'policy.txt']) {
    const from = join(victim.node.folder, name);
    if (existsSync(from)) cpSync(from, join(kept, name), { recursive: true });
  }
  if (existsSync(join(folder, 'journals')))
    cpSync(join(folder, 'journals'), join(kept, 'journals'), { recursive: true });
  return kept;
}
