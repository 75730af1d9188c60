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
  /** What had been killed before and was not back yet. */
  readonly whileDown?: TargetName;
  /** Scans sent and not receipted at the moment of the kill; of the killed process alone where that is a device process. */
  readonly inFlight: number;
  /** From the kill until every device process had a receipt for a scan that was stored after it; null when it never had. */
  readonly resumedAfterMs: number | null;
}

// A kill falls anywhere into a busy second; every third time the next one falls into the recovery from it.
const BUSY_MS = { least: 200, most: 1_500 };
const SECOND_KILL = 1 / 3;
const SECOND_KILL_AFTER_MS_MAX = 3_000;

/** As many of each target as fit, in random order. */
export function planKills(targets: readonly TargetName[], count: number, random: Random): TargetName[] {
  const plan: TargetName[] = [];
  while (plan.length < count) plan.push(...random.shuffle(targets));
  return plan.slice(0, count);
}

/** Kills under load, one after the other or a second while the first is coming back, and waits each time until scans flow again. */
export async function killRounds(
  plan: readonly TargetName[],
  victims: Victims,
  load: DeviceLoad,
  random: Random,
  onKill: (record: KillRecord, number: number) => void,
): Promise<KillRecord[]> {
  const records: KillRecord[] = [];
  while (records.length < plan.length) {
    load.setMode('pressed');
    await pause(random.between(BUSY_MS.least, BUSY_MS.most));
    const [first, second] = plan.slice(records.length);
    const strikes = [await strike(first!, victims, load)];
    if (second && second !== first && random.next() < SECOND_KILL) {
      await pause(random.between(0, SECOND_KILL_AFTER_MS_MAX));
      strikes.push(await strike(second, victims, load, first));
    }
    const resumed = await comeBack(strikes, load);
    for (const { victim, killedAt, recovered: _, ...struck } of strikes) {
      const record = { ...struck, who: victim.text, resumedAfterMs: resumed ? performance.now() - killedAt : null };
      onKill(record, records.push(record));
    }
    if (!resumed) break; // nothing could be killed under load any more
    if (random.next() < 0.5) load.setMode('calm');
  }
  return records;
}

interface Strike extends Pick<KillRecord, 'target' | 'inFlight' | 'whileDown'> {
  readonly victim: Victim;
  readonly killedAt: number;
  /** Begun at once, as an init system would: a second kill waits for scans on their way, and without a broker there are none. */
  readonly recovered: Promise<void>;
}

async function strike(target: TargetName, victims: Victims, load: DeviceLoad, whileDown?: TargetName): Promise<Strike> {
  const victim = await victims.choose(target, whileDown !== undefined);
  const inFlight = (): number => (victim.group ? (victim.group.state?.inFlight ?? 0) : load.inFlight);
  await until(
    `${IN_FLIGHT_MIN} scans on their way before ${victim.text} is killed`,
    () => load.requireAlive() && victim.isThere() && inFlight() >= IN_FLIGHT_MIN,
  );
  const seen = inFlight();
  victim.kill();
  const killedAt = performance.now();
  const recovered = victim.recovered();
  recovered.catch(() => {}); // comeBack reports it
  return { target, whileDown, victim, inFlight: seen, killedAt, recovered };
}

/** Waits until all who were killed are up, and scans that were stored after the last kill are receipted. */
async function comeBack(strikes: readonly Strike[], load: DeviceLoad): Promise<boolean> {
  const mark = load.mark();
  try {
    await Promise.all(strikes.map(({ recovered }) => recovered));
    await load.untilFlowSince(mark);
    return true;
  } catch (error) {
    console.error(
      `  after a kill of ${strikes.map(({ victim }) => victim.text).join(', ')}: ${(error as Error).message}`,
    );
    return false;
  }
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
