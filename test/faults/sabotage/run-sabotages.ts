import { judgeRun } from '../checks/judge-run.js';
import { CHECKS, hasPassed } from '../checks/result.js';
import type { RunEvidence } from '../evidence/run-evidence.js';
import { dataPaths } from '#libs/host/service';
import { loadKey } from '#libs/host/keys';
import type { VictimNode } from '../kills/victim-node.js';
import { SABOTAGES, withSabotageFolder } from './sabotages.js';

/** Breaks the evidence of a good run, one way after the other. @returns the names of those that nobody noticed. */
export async function runSabotages(
  names: readonly string[],
  evidence: RunEvidence,
  victim: VictimNode,
): Promise<string[]> {
  const logKey = loadKey(dataPaths(victim.node.folder).logKey);
  const signer = { vkey: evidence.vkey, sign: (message: Uint8Array) => logKey.sign(message) };
  const unnoticed: string[] = [];
  for (const name of names) {
    const sabotage = SABOTAGES[name]!;
    const { results } = await withSabotageFolder(async (folder) => {
      const { evidence: broken, undo } = await sabotage.apply(evidence, { signer, folder });
      try {
        return await judgeRun(broken);
      } finally {
        await undo?.();
      }
    });
    const failed = results.filter((result) => !hasPassed(result));
    console.log(`\nsabotage ${name}: ${sabotage.what}`);
    for (const { name: check, texts } of failed) console.log(`  noticed: ${CHECKS[check]}\n           ${texts[0]}`);
    if (!failed.some(({ name: check }) => check === sabotage.noticedBy)) {
      console.log(`  NOT NOTICED by the check that should: ${CHECKS[sabotage.noticedBy]}`);
      unnoticed.push(name);
    }
  }
  return unnoticed;
}
