import { formatNote, formatPolicy, parseNote, parsePolicy } from '#libs/core/tlog';
import { encodeEvidence, parseEvidence } from '../../../libs/core/evidence/bundle.js';
import { evidenceOf } from './evidence.js';
import type { MemoryLog } from './memory-log.js';
import { aCosignature, type TestWitness } from './witness.js';

/** Evidence of the item, cosigned by each of these at its time (seconds since 1970), and a policy that asks for some of them. */
export async function cosignedEvidence(
  log: MemoryLog,
  cosigners: readonly (readonly [TestWitness, number])[],
  threshold: number,
): Promise<{ readonly evidence: string; readonly policy: string }> {
  const bundle = parseEvidence(await evidenceOf(log));
  const { text, signatures } = parseNote(bundle.checkpoint);
  const lines = cosigners.map(([witness, seconds]) => aCosignature(witness, text, seconds));
  const members = cosigners.map((_, at) => `w${at + 1}`);
  const policy = formatPolicy({
    ...parsePolicy(log.policy()),
    witnesses: cosigners.map(([{ vkey }], at) => ({ name: members[at]!, vkey })),
    groups: threshold === 0 ? [] : [{ name: 'some', threshold, members }],
    quorum: threshold === 0 ? 'none' : 'some',
  });
  return { evidence: encodeEvidence({ ...bundle, checkpoint: formatNote(text, [...signatures, ...lines]) }), policy };
}
