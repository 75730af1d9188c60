import { type ScenarioOptions, withNode } from './node-load.js';
import type { Figure } from './report.js';
import { measureTileProofs } from './tile-proofs.js';
import { measureTrustVerdicts } from './trust-verdicts.js';
import { WitnessProcesses } from './witness-processes.js';
import { measureWitnessing } from './witnessing.js';

/** What trust without us costs: proofs from tiles, checkpoints that two of three witnesses have cosigned, and verdicts on such evidence. */
export async function trust(options: ScenarioOptions): Promise<Figure[]> {
  const { seconds } = options;
  const proofs = await measureTileProofs(seconds);
  const witnesses = new WitnessProcesses();
  try {
    return await withNode({ ...options, prepare: (folder) => witnesses.startFor(folder) }, async (witnessed) => {
      const prepare = (): Promise<Record<string, string>> => Promise.resolve({ CAIRN_WITNESSES: 'none' });
      const witnessing = await withNode({ ...options, prepare }, (plain) =>
        measureWitnessing({ witnessed, plain }, seconds),
      );
      // From here a checkpoint has as many cosignatures as the policy asks for, and no more.
      await witnesses.leaveQuorum();
      return [...witnessing, ...proofs, ...(await measureTrustVerdicts(witnessed, seconds))];
    });
  } finally {
    await witnesses.stop();
  }
}
