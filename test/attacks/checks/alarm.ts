import { LedgerReader } from '#libs/log/ledger';
import { type AnchorSigns, readSigns, writtenSince } from '../arena/anchor-signs.js';
import type { Trial, Violations } from './trial.js';

const TROUBLE = /"level":(?:40|50|60)/u;
const REJECTS_LOOKED_AT = 10_000;
/** An alarm is written once a second at most; the next line tells how many there were since. */
const LINE_EVERY_MS = 1_000;

/** Whether the operator was told: by the metrics, in the anchor's log, and in `cairn device rejects`. */
export async function checkAlarm(trial: Trial): Promise<Violations> {
  const { arena, aftermath, before } = trial;
  const { alarm } = aftermath;
  const after = await readSigns(arena.live);
  const violations: string[] = [];
  const troubles = troublesSince(writtenSince(arena.live, { logBytes: 0 }), before.atMs - LINE_EVERY_MS);
  if (restarted(before.signs, after)) violations.push(`the anchor had to start again: ${shortly(troubles.at(0))}`);
  if (alarm.kind === 'none') return violations;
  const { reasons } = alarm;
  if (reasons.every((reason) => (after.rejects.get(reason) ?? 0) <= (before.signs.rejects.get(reason) ?? 0)))
    violations.push(`cairn_anchor_rejects_total has not risen for ${reasons.join(' or ')}`);
  const kept = new Set(await rejectsSince(trial));
  if (!reasons.some((reason) => kept.has(reason)))
    violations.push(`cairn device rejects shows ${[...kept].join(', ') || 'nothing'}, not ${reasons.join(' or ')}`);
  if (alarm.kind === 'rejects') return violations;
  if (rise(alarm.metric, before.signs, after) < 1) violations.push(`${alarm.metric} has not risen`);
  if (troubles.length === 0) violations.push('the anchor has written nothing of it into its log');
  return violations;
}

const troublesSince = (lines: readonly string[], sinceMs: number): string[] =>
  lines.filter((line) => TROUBLE.test(line) && timeOf(line) >= sinceMs);

function timeOf(line: string): number {
  try {
    return new Date((JSON.parse(line) as { time?: string | number }).time ?? 0).getTime();
  } catch {
    return 0;
  }
}

export const rise = (name: string, before: AnchorSigns, after: AnchorSigns): number =>
  (after.totals.get(name) ?? 0) - (before.totals.get(name) ?? 0);

/** A reign that ended by an error takes another lease. */
const restarted = (before: AnchorSigns, after: AnchorSigns): boolean =>
  before.totals.get('cairn_anchor_lease_epoch') !== after.totals.get('cairn_anchor_lease_epoch');

async function rejectsSince({ arena, before }: Trial): Promise<string[]> {
  const reader = LedgerReader.open({
    databaseUrl: arena.live.node.databaseUrl,
    name: 'cairn-attacks',
    connectionsMax: 1,
  });
  try {
    const rejects = await reader.rejects.latest({ limit: REJECTS_LOOKED_AT });
    return rejects.filter(({ lastAt }) => lastAt.getTime() >= before.atMs).map(({ reason }) => reason);
  } finally {
    await reader.close();
  }
}

const shortly = (line: string | undefined): string => {
  if (line === undefined) return 'it does not say why';
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter(Boolean).join(': ').slice(0, 300);
  } catch {
    return line.slice(0, 300);
  }
};
