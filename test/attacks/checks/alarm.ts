import { LedgerReader } from '#libs/log/ledger';
import { type AnchorSigns, readSigns, writtenSince } from '../arena/anchor-signs.js';
import type { Trial, Violations } from './trial.js';

const TROUBLE = /"level":(?:40|50|60)/u;
const REJECTS_LOOKED_AT = 10_000;

/** Whether the operator was told: by the metrics, in the anchor's log, and in `cairn device rejects`. */
export async function checkAlarm(trial: Trial): Promise<Violations> {
  const { arena, aftermath, before } = trial;
  const { alarm } = aftermath;
  const after = await readSigns(arena.live);
  const violations: string[] = [];
  const troubles = writtenSince(arena.live, before.signs).filter((line) => TROUBLE.test(line));
  if (restarted(before.signs, after)) violations.push(`the anchor had to start again: ${shortly(troubles.at(0))}`);
  if (alarm.kind === 'none') return violations;
  if (alarm.kind === 'record') {
    if (rise('cairn_anchor_unusable_records_total', before.signs, after) < 1)
      violations.push('cairn_anchor_unusable_records_total has not risen');
  } else if (
    alarm.reasons.every((reason) => (after.rejects.get(reason) ?? 0) <= (before.signs.rejects.get(reason) ?? 0))
  )
    violations.push(`cairn_anchor_rejects_total has not risen for ${alarm.reasons.join(' or ')}`);
  if (troubles.length === 0) violations.push('the anchor has written nothing of it into its log');
  const reasons = new Set(await rejectsSince(trial));
  const expected = alarm.kind === 'record' ? ['MALFORMED'] : alarm.reasons;
  if (!expected.some((reason) => reasons.has(reason)))
    violations.push(`cairn device rejects shows ${[...reasons].join(', ') || 'nothing'}, not ${expected.join(' or ')}`);
  return violations;
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
