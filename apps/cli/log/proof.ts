import { writeFileSync } from 'node:fs';
import { formatTlogProof, verifyTlogProof } from '#libs/core/tlog';
import { provenEntry } from './entry.js';
import { type LogOptions, openLog, verifyBy } from './opened-log.js';

export interface ProofOptions extends LogOptions {
  readonly out?: string;
}

/** Writes a tlog-proof file for an entry, with the checkpoint as the log and its witnesses signed it. */
export async function writeProof(index: number, options: ProofOptions): Promise<void> {
  const log = await openLog(options);
  const { entry, path } = await provenEntry(log, index);
  const proof = formatTlogProof({ index, path, checkpoint: log.accepted.note });
  // The file that is handed on is judged as whoever gets it will judge it.
  await verifyTlogProof({ proof, entry, policy: log.policy, verify: verifyBy(log.verifier) });
  if (options.out === undefined) {
    process.stdout.write(proof);
    return;
  }
  writeFileSync(options.out, proof);
  const { origin, size } = log.accepted;
  process.stdout.write(`${options.out}: entry ${index} stands in ${origin} with ${size} entries.\n`);
}
