import { SignatureAlgorithm, type SignatureVerifier } from '#libs/core/signatures';
import {
  type Checkpoint,
  formatNote,
  isQuorumMet,
  KeyType,
  type Note,
  parseCheckpointBody,
  parseNote,
  parsePolicy,
  type Policy,
  QUORUM_NONE,
  sameVkey,
  TlogError,
  type VerifiedNote,
  verifyNote,
  type Vkey,
} from '#libs/core/tlog';
import { textOfUtf8 } from '#libs/core/wire';
import type { CheckList } from './checks.js';
import { type Cosigners, cosignersOf } from './cosigners.js';

/** What the checkpoint says, and how many of its signatures are by keys that the policy does not name. */
export interface JudgedCheckpoint extends Checkpoint {
  readonly unknownSignatures: number;
  readonly quorum: string | null;
  /** Null where no checkpoint was verified. */
  readonly cosigners: Cosigners | null;
}

/**
 * Judges the checkpoint by the policy. Whatever comes of it, its size and root are given back where they can be read, so that the
 * entries can be held against them: a contradiction there weighs more than an unknown key.
 */
export async function checkCheckpoint(
  input: {
    readonly note: string;
    readonly policy: string | Uint8Array | null;
    readonly verifier: SignatureVerifier;
  },
  checks: CheckList,
): Promise<JudgedCheckpoint | null> {
  const read = readCheckpoint(input.note, checks);
  if (!read) return null;
  const policy = readPolicy(input.policy, checks);
  const verified = policy && (await verifyByPolicy({ ...input, policy, checkpoint: read.checkpoint }, checks));
  const cosigners = policy && verified && cosignersOf(policy, read.checkpoint.origin, verified);
  if (cosigners) checkQuorum(policy, cosigners, checks);
  return {
    cosigners,
    ...read.checkpoint,
    unknownSignatures: verified?.unknown.length ?? read.note.signatures.length,
    quorum: policy?.quorum ?? null,
  };
}

function readCheckpoint(
  text: string,
  checks: CheckList,
): { readonly note: Note; readonly checkpoint: Checkpoint } | null {
  try {
    const note = parseNote(text);
    if (formatNote(note.text, note.signatures) !== text) {
      checks.add('CHECKPOINT', 'failed', 'The checkpoint is not written in its one spelling.');
      return null;
    }
    const { origin, size, root, extensions } = parseCheckpointBody(note.text);
    if (extensions.length === 0) return { note, checkpoint: { origin, size, root } };
    checks.add('CHECKPOINT', 'not-judged', 'The checkpoint has extension lines, which this version does not know.');
    return null;
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    checks.add('CHECKPOINT', 'failed', `The checkpoint cannot be read: ${error.message}.`);
    return null;
  }
}

function readPolicy(given: string | Uint8Array | null, checks: CheckList): Policy | null {
  if (given === null) {
    checks.add(
      'CHECKPOINT',
      'not-judged',
      'There is no policy, so no key is pinned. Evidence that brings its own key proves nothing.',
    );
    return null;
  }
  const text = typeof given === 'string' ? given : textOfUtf8(given)?.replace(/^\ufeff/, '');
  if (text === undefined) {
    checks.add('CHECKPOINT', 'not-judged', 'The policy is not UTF-8 text, so no key is pinned.');
    return null;
  }
  try {
    return parsePolicy(text);
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    checks.add('CHECKPOINT', 'not-judged', `The policy cannot be read, so no key is pinned: ${error.message}.`);
    return null;
  }
}

async function verifyByPolicy(
  input: {
    readonly note: string;
    readonly policy: Policy;
    readonly checkpoint: Checkpoint;
    readonly verifier: SignatureVerifier;
  },
  checks: CheckList,
): Promise<VerifiedNote | null> {
  const { policy, checkpoint, verifier } = input;
  const logs = policy.logs
    .map(({ vkey }) => vkey)
    .filter(({ name, type }) => name === checkpoint.origin && type === KeyType.ed25519);
  const witnesses = policy.witnesses.map(({ vkey }) => vkey).filter(({ type }) => type === KeyType.cosignature);
  if (logs.length === 0) {
    checks.add(
      'CHECKPOINT',
      'not-judged',
      `The policy names no log ${checkpoint.origin}. Evidence that brings its own key proves nothing.`,
    );
    return null;
  }
  try {
    const verified = await verifyNote({
      note: input.note,
      vkeys: [...logs, ...witnesses],
      verify: async ({ publicKey, message, signature }) =>
        (await verifier.verifyAll([{ algorithm: SignatureAlgorithm.ED25519, publicKey, message, signature }]))[0]!,
    });
    if (reportRepeats(verified, checks)) return null;
    if (verified.verified.some(({ vkey }) => logs.some((log) => sameVkey(log, vkey)))) {
      checks.add(
        'CHECKPOINT',
        'passed',
        `Signed by ${checkpoint.origin}, whose key the policy names: ${checkpoint.size} entries.`,
      );
      return verified;
    }
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    if (error.code !== 'NOTE_UNSIGNED') {
      checks.add('CHECKPOINT', 'failed', `The checkpoint does not verify: ${error.message}.`);
      return null;
    }
  }
  checks.add(
    'CHECKPOINT',
    'not-judged',
    `No key of ${checkpoint.origin} that the policy names has signed the checkpoint.`,
  );
  return null;
}

/** One signature line for a key: a second one says nothing that could be held against the first. */
function reportRepeats({ verified }: VerifiedNote, checks: CheckList): boolean {
  const isRepeat = (vkey: Vkey, at: number): boolean =>
    verified.slice(0, at).some((other) => sameVkey(other.vkey, vkey));
  const repeated = verified.find(({ vkey }, at) => isRepeat(vkey, at));
  if (repeated) checks.add('CHECKPOINT', 'failed', `The checkpoint carries two signatures of ${repeated.vkey.name}.`);
  return repeated !== undefined;
}

function checkQuorum(policy: Policy, { witnesses, isIndependent }: Cosigners, checks: CheckList): void {
  const cosigned = witnesses.map(({ name }) => name);
  if (policy.quorum === QUORUM_NONE) {
    checks.add('QUORUM', 'passed', 'The policy asks for no witness.');
  } else if (!isQuorumMet(policy, new Set(cosigned))) {
    const who = cosigned.length === 0 ? 'no witness of the policy has' : `only ${cosigned.join(', ')} has`;
    checks.add(
      'QUORUM',
      'not-judged',
      `The policy asks for the quorum ${policy.quorum}, and ${who} cosigned this checkpoint.`,
    );
  } else {
    const worth = isIndependent ? '' : ' Without those that the operator of the log runs there is none.';
    checks.add('QUORUM', 'passed', `Cosigned by ${cosigned.join(', ')}, as the quorum ${policy.quorum} asks.${worth}`);
  }
}
