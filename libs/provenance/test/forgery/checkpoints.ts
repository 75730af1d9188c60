import {
  cosignedBytes,
  encodeCosignature,
  formatNote,
  formatVkey,
  keyIdOf,
  KeyType,
  type NoteSignature,
  noteSignature,
  parseNote,
  signedBytes,
} from '#libs/tlog';
import { type Signer, signerOfSeed } from '#libs/signatures-native';
import { encodeEvidence, parseEvidence } from '../../evidence/bundle.js';
import { sharedProof } from '../../evidence/shared-proof.js';
import { MemoryLog, seedOf } from '../support/memory-log.js';
import { aCosignature, aWitness, type TestWitness } from '../support/witness.js';
import { type Base, noteOf, policyOf, WITNESSES } from './base.js';
import { type BundleJson, changed, type Forgery } from './forgery.js';

// Checkpoints of other logs, sizes and keys, and cosignatures that do not make up the quorum.

const [ONE, TWO, THREE, FOUR] = WITNESSES as [TestWitness, TestWitness, TestWitness, TestWitness];

/** A line of the log's own kind by any key. */
const logLine = (name: string, { publicKey, sign }: Signer, text: string): NoteSignature =>
  noteSignature({ name, keyId: keyIdOf(name, KeyType.ed25519, publicKey), signature: sign(signedBytes(text)) });

/** A cosignature by any key under any name. */
function cosignatureBy(name: string, signer: Signer, text: string, keyId?: Uint8Array): NoteSignature {
  const timeSeconds = 1_709_280_000;
  const signature = encodeCosignature({ timeSeconds, signature: signer.sign(cosignedBytes({ timeSeconds, text })) });
  return noteSignature({ name, keyId: keyId ?? keyIdOf(name, KeyType.cosignature, signer.publicKey), signature });
}

function cosignaturesChanged(base: Base): Forgery[] {
  const { checkpoint } = JSON.parse(base.evidence) as BundleJson;
  const { text, signatures } = parseNote(checkpoint);
  const [own, ...cosignatures] = signatures as [NoteSignature, NoteSignature, NoteSignature];
  const by = (witness: TestWitness, timeSeconds?: number): NoteSignature => aCosignature(witness, text, timeSeconds);
  const lines = (name: string, ...all: readonly NoteSignature[]): Forgery =>
    changed(base, `checkpoint ${name}`, (bundle) => (bundle.checkpoint = formatNote(text, [own, ...all])));
  const whole = (name: string, ...all: readonly NoteSignature[]): Forgery =>
    changed(base, `checkpoint ${name}`, (bundle) => (bundle.checkpoint = formatNote(text, all)));
  const [stranger, other] = [aWitness('stranger'), aWitness('other')];
  const { log } = base;
  const moved = parseNote(base.earlier).signatures.slice(1);
  const late = cosignatures.map(({ name, keyId, signature }) => {
    const bytes = signature.slice();
    bytes[7]! += 1;
    return noteSignature({ name, keyId, signature: bytes });
  });
  const plain = (witness: TestWitness): NoteSignature =>
    noteSignature({ ...witness.vkey, signature: witness.signer.sign(signedBytes(text)) });
  return [
    lines('without cosignatures'),
    ...WITNESSES.map((witness) => lines(`with ${witness.vkey.name} alone, one short of the quorum`, by(witness))),
    lines('with both of the pair, which count as one', by(THREE), by(FOUR)),
    lines('with one witness twice', by(ONE), by(ONE)),
    lines('with one witness at two times', by(ONE), by(ONE, 1_709_280_001)),
    lines('with the quorum, and one of it twice', ...cosignatures, by(ONE, 1_709_280_001)),
    lines('with keys outside of the policy', by(stranger), by(other)),
    lines('with one of the policy and one outside', by(ONE), by(stranger)),
    lines('with a stranger under the name of a witness', by(ONE), cosignatureBy(TWO.vkey.name, stranger.signer, text)),
    lines(
      'with a stranger under the name and id of a witness',
      by(ONE),
      cosignatureBy(TWO.vkey.name, stranger.signer, text, TWO.vkey.keyId),
    ),
    lines('with a witness under the name of a stranger', by(ONE), cosignatureBy('other.example', TWO.signer, text)),
    lines(
      'with one witness under the name and id of another',
      by(ONE),
      cosignatureBy(TWO.vkey.name, ONE.signer, text, TWO.vkey.keyId),
    ),
    lines('with cosignatures of another size', ...moved),
    lines('with one cosignature of another size', by(ONE), moved[1]!),
    lines('with cosignatures at another time', ...late),
    lines('with one cosignature at another time', cosignatures[0], late[1]!),
    lines('with a cosignature without time', by(ONE), plain(TWO)),
    lines('with the log as its own witness', by(ONE), cosignatureBy(log.origin, log.logSigner, text)),
    lines(
      'with the log under the name and id of a witness',
      by(ONE),
      cosignatureBy(TWO.vkey.name, log.logSigner, text, TWO.vkey.keyId),
    ),
    lines('with two lines of the log', own, ...cosignatures),
    whole('without the line of the log', ...cosignatures),
    whole('with a witness in the place of the log', logLine(log.origin, ONE.signer, text), ...cosignatures),
    whole('signed by an operator key', logLine(log.origin, log.operatorSigner, text), ...cosignatures),
    whole(
      'signed by another key under the id of the log',
      noteSignature({ ...log.vkey, signature: stranger.signer.sign(signedBytes(text)) }),
      ...cosignatures,
    ),
    whole('with the signature of another size', parseNote(base.earlier).signatures[0]!, ...cosignatures),
  ];
}

function otherSizes(base: Base): Forgery[] {
  const { log, told } = base;
  const bundle = parseEvidence(base.evidence);
  const until = told.shipped + 1;
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

function otherLogs(base: Base): Forgery[] {
  const { log } = base;
  const other = new MemoryLog('other.example/log');
  other.fill(log.size - other.size);
  const twin = new MemoryLog(log.origin, { timeMs: 1 });
  twin.fill(log.size - twin.size);
  const successor = signerOfSeed(seedOf('the next key of the log'));
  const nextVkey = {
    ...log.vkey,
    publicKey: successor.publicKey,
    keyId: keyIdOf(log.origin, KeyType.ed25519, successor.publicKey),
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
    under(
      'under a policy with one witness under two names',
      honest,
      base.policy.replace(formatVkey(TWO.vkey), formatVkey({ ...ONE.vkey, name: TWO.vkey.name })),
    ),
    under('under an empty policy', honest, ''),
  ];
}

export const otherCheckpoints = (base: Base): Forgery[] => [
  ...cosignaturesChanged(base),
  ...otherSizes(base),
  ...otherLogs(base),
];
