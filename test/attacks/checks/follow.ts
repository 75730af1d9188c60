import type { MonitorFinding } from '#libs/core/monitor';
import type { Trial, Violations } from './trial.js';

/** @param findings of somebody who reads every entry by the rules of `cairn log follow` */
export function checkFollow({ arena, aftermath }: Trial, findings: readonly MonitorFinding[]): Violations {
  const allowed = aftermath.mayBeNoticed ?? [];
  const violations = findings
    .filter(({ code, weight }) => weight !== 'notice' || !allowed.includes(code.toLowerCase()))
    .map(({ weight, text }) => `${weight}: ${text}`);
  const { complaint } = arena.follower;
  if (complaint !== undefined) violations.push(complaint);
  return violations;
}
