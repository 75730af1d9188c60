import { setTimeout as pause } from 'node:timers/promises';
import { type CheckResult, Findings } from '../checks/result.js';
import type { DeviceLoad } from '../load/device-load.js';
import type { Random } from '../random.js';
import { until } from '../waiting.js';
import { type TargetName, type Victim, Victims } from './targets.js';

/** Scans that must be sent and not yet receipted when somebody is killed. */
export const IN_FLIGHT_MIN = 100;

/** What happened at one kill. */
export interface KillRecord {
  readonly target: TargetName;
  readonly who: string;
  /** Scans sent and not receipted at the moment of the kill; of the killed process alone where that is a device process. */
  readonly inFlight: number;
  /** From the kill until every device process had a receipt for a scan that was stored after it; null when it never had. */
  readonly resumedAfterMs: number | null;
}

// The kill falls anywhere into a busy second, or into the recovery from the one before.
const BUSY_MS = { least: 200, most: 1_500 };

/** As many of each target as fit, in random order. */
export function planKills(targets: readonly TargetName[], count: number, random: Random): TargetName[] {
  const plan: TargetName[] = [];
  while (plan.length < count) plan.push(...random.shuffle(targets));
  return plan.slice(0, count);
}

/** Kills one after the other under load, and waits each time until scans flow again. */
export async function killRounds(
  plan: readonly TargetName[],
  victims: Victims,
  load: DeviceLoad,
  random: Random,
  onKill: (record: KillRecord, round: number) => void,
): Promise<KillRecord[]> {
  const records: KillRecord[] = [];
  for (const [round, target] of plan.entries()) {
    load.setMode('pressed');
    await pause(random.between(BUSY_MS.least, BUSY_MS.most));
    const record = await killOnce(target, await victims.choose(target), load);
    records.push(record);
    onKill(record, round + 1);
    if (record.resumedAfterMs === null) break; // nothing could be killed under load any more
    if (random.next() < 0.5) load.setMode('calm');
  }
  return records;
}

async function killOnce(target: TargetName, victim: Victim, load: DeviceLoad): Promise<KillRecord> {
  const inFlight = (): number => (victim.group ? (victim.group.state?.inFlight ?? 0) : load.inFlight);
  await until(`${IN_FLIGHT_MIN} scans on their way before ${victim.text} is killed`, () => {
    load.requireAlive();
    return inFlight() >= IN_FLIGHT_MIN;
  });
  const seen = inFlight();
  victim.kill();
  const killedAt = performance.now();
  const mark = load.mark();
  const flows = async (): Promise<boolean> => {
    await victim.recovered();
    await load.untilFlowSince(mark);
    return true;
  };
  const resumed = await flows().catch((error: Error) => {
    console.error(`  after ${victim.text} was killed: ${error.message}`);
    return false;
  });
  return { target, who: victim.text, inFlight: seen, resumedAfterMs: resumed ? performance.now() - killedAt : null };
}

export function checkKillsUnderLoad(records: readonly KillRecord[]): CheckResult {
  const findings = new Findings('killsUnderLoad', 'kills');
  for (const { who, inFlight } of records) {
    findings.saw();
    findings.require(inFlight >= IN_FLIGHT_MIN, () => `${who} was killed with only ${inFlight} scans on their way`);
  }
  return findings.result();
}

export function checkFlowResumed(records: readonly KillRecord[], planned: number): CheckResult {
  const findings = new Findings('flowResumed', 'kills');
  for (const { who, resumedAfterMs } of records) {
    findings.saw();
    findings.require(resumedAfterMs !== null, () => `no receipts came after ${who} was killed`);
  }
  findings.require(records.length === planned, () => `${records.length} of ${planned} kills were made`);
  return findings.result();
}
