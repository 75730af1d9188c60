import type { Arena } from '../arena/arena.js';
import type { HonestDevice } from '../arena/honest-device.js';
import type { Violations } from './trial.js';

const RECEIPTS_TIMEOUT_MS = 60_000;

/**
 * The attacked device's own next scans, whose counter a forger has used, and one more of everybody. @returns what was wrong, complaints
 * of the time of the attack included
 */
export async function checkFlow(arena: Arena): Promise<Violations> {
  const { victim, honest } = arena;
  const violations: string[] = [];
  try {
    await victim.store();
    await Promise.all(honest.map((device) => device.store()));
  } catch (error) {
    violations.push((error as Error).message);
  }
  const settled = await Promise.all(honest.map((device) => device.receipted(RECEIPTS_TIMEOUT_MS)));
  for (const [n, device] of honest.entries()) violations.push(...complaintsOf(device, settled[n]!));
  return violations;
}

function complaintsOf(device: HonestDevice, isSettled: boolean): string[] {
  const distrusted = device.distrusted.map((text) => `was told what it does not believe: ${text}`);
  if (device.complaints.length + distrusted.length > 0) return [...device.complaints, ...distrusted];
  return isSettled
    ? []
    : [`${device.id}: ${device.unreceipted} scans have no receipt after ${RECEIPTS_TIMEOUT_MS / 1_000} s`];
}
