import {
  cosignedBytes,
  encodeCosignature,
  formatNote,
  noteKeyIdOf,
  KeyType,
  type NoteSignature,
  noteSignature,
  parseNote,
  signedBytes,
} from '#libs/core/tlog';
import type { Signer } from '#libs/host/keys';
import { aCosignature, aWitness, type TestWitness } from '../core/witness.js';
import { type Base, WITNESSES } from './base.js';
import { type BundleJson, changed, type Forgery, logLine } from './forgery.js';

// Cosignatures that do not make up the quorum, and lines in the place of the log's.

const [ONE, TWO, THREE, FOUR] = WITNESSES as [TestWitness, TestWitness, TestWitness, TestWitness];

/** A cosignature by any key under any name. */
function cosignatureBy(name: string, signer: Signer, text: string, keyId?: Uint8Array): NoteSignature {
  const timeSeconds = 1_709_280_000;
  const signature = encodeCosignature({ timeSeconds, signature: signer.sign(cosignedBytes({ timeSeconds, text })) });
  return noteSignature({ name, keyId: keyId ?? noteKeyIdOf(name, KeyType.cosignature, signer.publicKey), signature });
}

export function cosignaturesChanged(base: Base): Forgery[] {
  const { checkpoint } = JSON.parse(base.evidence) as BundleJson;
  const { text, signatures } = parseNote(checkpoint);
  const { log } = base;
  const own = signatures.filter(({ name }) => name === log.origin);
  const cosignatures = signatures.slice(own.length) as [NoteSignature, NoteSignature];
  const by = (witness: TestWitness, timeSeconds?: number): NoteSignature => aCosignature(witness, text, timeSeconds);
  const lines = (name: string, ...all: readonly NoteSignature[]): Forgery =>
    changed(base, `checkpoint ${name}`, (bundle) => (bundle.checkpoint = formatNote(text, [...own, ...all])));
  const whole = (name: string, ...all: readonly NoteSignature[]): Forgery =>
    changed(base, `checkpoint ${name}`, (bundle) => (bundle.checkpoint = formatNote(text, all)));
  const [stranger, other] = [aWitness('stranger'), aWitness('other')];
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
    lines('with a line of the log twice', own[0]!, ...cosignatures),
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
