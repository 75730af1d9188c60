import type { MonitorFinding } from '#libs/core/monitor';
import { LedgerReader } from '#libs/log/ledger';
import { readSigns } from '../arena/anchor-signs.js';
import { type Arena } from '../arena/arena.js';
import type { Attack } from '../attack.js';
import type { Random } from '../../faults/random.js';
import { checkAlarm } from './alarm.js';
import { checkFlow } from './flow.js';
import { checkFollow } from './follow.js';
import { checkByAudit } from './ledger.js';
import { checkLog, checkPrivateParts } from './log.js';
import type { Promised, Trial, Violations } from './trial.js';
import { checkVerdict, judgedEvidence } from './verdict.js';

const REST_TIMEOUT_MS = 60_000;

export interface AttackResult {
  readonly attack: Attack;
  /** Promises that did not hold, with what was found; empty when the attack achieved nothing. */
  readonly broken: ReadonlyMap<Promised, Violations>;
  readonly seconds: number;
}

export const hasHeld = ({ broken }: AttackResult): boolean => broken.size === 0;

/** Lets one attack run on a node that is well, and looks at every promise afterwards. */
export async function judgeAttack(attack: Attack, arena: Arena, random: Random): Promise<AttackResult> {
  const began = performance.now();
  const broken = new Map<Promised, Violations>();
  const note = (promise: Promised, violations: Violations): void => {
    if (violations.length > 0) broken.set(promise, [...(broken.get(promise) ?? []), ...violations]);
  };
  if (!(await arena.victim.receipted(REST_TIMEOUT_MS))) throw new Error('the node is not well before the attack');
  await arena.view.readTo(arena.receiptedSize);
  const before = {
    signs: await readSigns(arena.live),
    verdict: await judgedEvidence(arena),
    atMs: Date.now(),
    size: arena.view.size,
  };
  const aftermath = await attack.run(arena.field(random));
  arena.mayBeNoticed ||= (aftermath.mayBeNoticed ?? []).length > 0;
  const trial: Trial = { attack, arena, aftermath, before };
  note('bounds', aftermath.violations ?? []);
  note('flow', await checkFlow(arena));
  try {
    note('follow', checkFollow(trial, await readOn(arena)));
  } catch (error) {
    note('follow', [(error as Error).message]);
  }
  note('log', checkLog(trial));
  note('log', await checkPrivateParts(trial));
  note('alarm', await checkAlarm(trial));
  note('check', await checkByAudit(arena));
  note('verdict', await checkVerdict(trial));
  return { attack, broken, seconds: (performance.now() - began) / 1_000 };
}

/** All that is committed by now. */
async function readOn({ live, view }: Arena): Promise<MonitorFinding[]> {
  const reader = LedgerReader.open({ databaseUrl: live.node.databaseUrl, name: 'cairn-attacks', connectionsMax: 1 });
  try {
    return await view.readTo((await reader.head())?.size ?? 0);
  } finally {
    await reader.close();
  }
}
