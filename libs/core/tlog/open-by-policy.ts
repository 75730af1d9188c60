import { type OpenedCheckpoint, parseCheckpointBody } from './checkpoint.js';
import { TlogError } from './error.js';
import { parseNote } from './note.js';
import { isQuorumMet, type Policy } from './policy.js';
import { type VerifiedSignature, type VerifyEd25519, verifyNote } from './verify-note.js';
import { KeyType, sameVkey } from './vkey.js';

/** A checkpoint that a policy accepts. */
export interface AcceptedCheckpoint extends OpenedCheckpoint {
  /** The whole signed note as it was given. */
  readonly note: string;
  /** Names, in the policy, of the witnesses that cosigned. */
  readonly cosignedBy: readonly string[];
}

/**
 * Opens a checkpoint by a policy: one of its logs, named as the origin, has signed, and the quorum has cosigned.
 *
 * @throws {TlogError} LOG_UNKNOWN, NOTE_UNSIGNED, QUORUM_MISSED when the policy cannot say that it is good; SIGNATURE_INVALID,
 *   SIGNATURE_REPEATED when one key has signed twice, and what `parseNote` and `parseCheckpointBody` throw when it is bad
 */
export async function openByPolicy(input: {
  readonly note: string | Uint8Array;
  readonly policy: Policy;
  readonly verify: VerifyEd25519;
}): Promise<AcceptedCheckpoint> {
  const { note, policy } = input;
  const { text } = parseNote(note);
  const checkpoint = parseCheckpointBody(text);
  const logs = policy.logs
    .map(({ vkey }) => vkey)
    .filter(({ name, type }) => name === checkpoint.origin && type === KeyType.ed25519);
  if (logs.length === 0) throw new TlogError('LOG_UNKNOWN', `the policy names no log ${checkpoint.origin}`);
  const witnesses = policy.witnesses.filter(({ vkey }) => vkey.type === KeyType.cosignature);
  const vkeys = [...logs, ...witnesses.map(({ vkey }) => vkey)];
  const { verified } = await verifyNote({ note, vkeys, verify: input.verify });
  requireOneEach(verified);
  const isBy = (key: (typeof vkeys)[number]) => verified.some(({ vkey }) => sameVkey(vkey, key));
  if (!logs.some(isBy)) {
    throw new TlogError(
      'NOTE_UNSIGNED',
      `no key of ${checkpoint.origin} that the policy names has signed the checkpoint`,
    );
  }
  const cosignedBy = witnesses.filter(({ vkey }) => isBy(vkey)).map(({ name }) => name);
  if (!isQuorumMet(policy, new Set(cosignedBy))) {
    const who = cosignedBy.length === 0 ? 'no witness of the policy' : `only ${cosignedBy.join(', ')}`;
    throw new TlogError('QUORUM_MISSED', `${who} cosigned, which is not the quorum ${policy.quorum}`);
  }
  const cosignatures = verified.filter(({ vkey }) => vkey.type === KeyType.cosignature);
  return { ...checkpoint, text, cosignatures, note: textOf(note), cosignedBy };
}

function requireOneEach(verified: readonly VerifiedSignature[]): void {
  const repeated = verified.find(({ vkey }, at) => verified.slice(0, at).some((other) => sameVkey(other.vkey, vkey)));
  if (repeated)
    throw new TlogError('SIGNATURE_REPEATED', `the checkpoint carries two signatures of ${repeated.vkey.name}`);
}

const textOf = (note: string | Uint8Array): string =>
  typeof note === 'string' ? note : new TextDecoder('utf-8', { ignoreBOM: true }).decode(note);
