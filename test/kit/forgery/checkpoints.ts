import { formatNote, formatVkey, noteKeyIdOf, KeyType, parseNote, type Policy } from '#libs/core/tlog';
import { encodeEvidence, parseEvidence } from '../../../libs/core/evidence/bundle.js';
import { sharedProof } from '../../../libs/core/evidence/shared-proof.js';
import { MemoryLog, signerNamed } from '../core/memory-log.js';
import type { TestWitness } from '../core/witness.js';
import { type Base, noteOf, policyOf, WITNESSES } from './base.js';
import { type BundleJson, changed, type Forgery, logLine } from './forgery.js';

// Checkpoints of other sizes and logs, and policies that ask for others.

const [ONE, TWO] = WITNESSES as [TestWitness, TestWitness];

function otherSizes(base: Base): Forgery[] {
  const { log } = base;
  const bundle = parseEvidence(base.evidence);
  const until = base.earlierSize;
  const entries = bundle.entries.filter(({ logIndex }) => logIndex < until);
  const proofAt = (size: number): Uint8Array[] => {
    const then = new MemoryLog(log.origin);
    for (let at = then.size; at < size; at++) then.append(log.entry(at).entry);
    return sharedProof({ size, indexes: entries.map(({ logIndex }) => logIndex) }, then.hashAt);
  };
  const one = (name: string, change: Partial<typeof bundle>): Forgery => ({
    name: `${base.name}: ${name}`,
    policy: base.policy,
    evidence: encodeEvidence({ ...bundle, ...change }),
  });
  const edited = (name: string, edit: (text: string) => string): Forgery => {
    const { text, signatures } = parseNote(bundle.checkpoint);
    return one(name, { checkpoint: formatNote(edit(text), signatures) });
  };
  const checkpoint = base.earlier;
  return [
    one('an older checkpoint with newer entries', { checkpoint }),
    one('an older checkpoint with newer entries, said to go as far as it', { checkpoint, until }),
    one('an older checkpoint with its entries and the proof of a newer one', { checkpoint, until, entries }),
    one('an older checkpoint with its entries, said to go as far as a newer one', {
      checkpoint,
      entries,
      proof: proofAt(until),
    }),
    one('a newer checkpoint with the entries and the proof of an older one', { entries, proof: proofAt(until) }),
    edited('a checkpoint of a larger size', (text) => text.replace(`\n${log.size}\n`, `\n${log.size + 1}\n`)),
    edited('a checkpoint of a smaller size', (text) => text.replace(`\n${log.size}\n`, `\n${log.size - 1}\n`)),
    edited('a checkpoint under another origin', (text) => text.replace(log.origin, 'example.org/other')),
    edited('a checkpoint with a line more', (text) => `${text}more\n`),
  ];
}

/** One of each half has cosigned, and each half asks for both of its own. */
const othersInGroups: Partial<Policy> = {
  groups: [
    { name: 'left', threshold: 2, members: ['w1', 'w2'] },
    { name: 'right', threshold: 2, members: ['w3', 'w4'] },
    { name: 'half', threshold: 1, members: ['left', 'right'] },
    { name: 'whole', threshold: 1, members: ['half'] },
  ],
  quorum: 'whole',
};

function otherLogs(base: Base): Forgery[] {
  const { log } = base;
  const other = new MemoryLog('other.example/log');
  other.fill(log.size - other.size);
  const twin = new MemoryLog(log.origin, { timeMs: 1 });
  twin.fill(log.size - twin.size);
  const successor = signerNamed('the next key of the log');
  const nextVkey = {
    ...log.vkey,
    publicKey: successor.publicKey,
    keyId: noteKeyIdOf(log.origin, KeyType.ed25519, successor.publicKey),
  };
  const both = policyOf(log, { logs: [{ vkey: log.vkey }, { vkey: other.vkey }] });
  const under = (name: string, note: string, policy = base.policy): Forgery =>
    changed(base, name, (bundle) => (bundle.checkpoint = note), { policy });
  const honest = (JSON.parse(base.evidence) as BundleJson).checkpoint;
  return [
    under('the checkpoint of another log', noteOf(other.checkpoint())),
    under('the checkpoint of another log, where the policy names both', noteOf(other.checkpoint()), both),
    under('the checkpoint of another log of this origin and key', noteOf(twin.checkpoint())),
    under(
      'signed by the key of another log, where the policy names both',
      noteOf(formatNote(parseNote(honest).text, [logLine(log.origin, other.logSigner, parseNote(honest).text)])),
      both,
    ),
    under(
      'signed by another log of the policy, under its own name',
      noteOf(formatNote(parseNote(honest).text, [logLine(other.origin, other.logSigner, parseNote(honest).text)])),
      both,
    ),
    under(
      'signed by a key of the log that the policy has dropped',
      honest,
      policyOf(log, { logs: [{ vkey: nextVkey }] }),
    ),
    under('under a policy that names another log alone', honest, policyOf(other)),
    under(
      'under a policy that asks for all',
      honest,
      policyOf(log, { quorum: 'all', groups: [{ name: 'all', threshold: 4, members: ['w1', 'w2', 'w3', 'w4'] }] }),
    ),
    under('under a policy that asks for others', honest, policyOf(log, { quorum: 'w2' })),
    under('under a policy that asks for others in a group of groups', honest, policyOf(log, othersInGroups)),
    under(
      'under a policy with one witness under two names',
      honest,
      base.policy.replace(formatVkey(TWO.vkey), formatVkey({ ...ONE.vkey, name: TWO.vkey.name })),
    ),
    under('under an empty policy', honest, ''),
  ];
}

export const otherCheckpoints = (base: Base): Forgery[] => [...otherSizes(base), ...otherLogs(base)];
