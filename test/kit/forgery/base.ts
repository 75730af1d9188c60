import { formatNote, formatPolicy, type NoteSignature, parseNote, type Policy } from '#libs/core/tlog';
import type { Signer } from '#libs/host/keys';
import type { TestDevice } from '../core/fleet.js';
import type { MemoryLog } from '../core/memory-log.js';
import { aCosignature, aWitness } from '../core/witness.js';

/** Of them the policies ask for two of three: the first, the second, or any of the group of the last two. */
export const WITNESSES = ['one', 'two', 'three', 'four'].map(aWitness);

/** An event in the evidence of a base, and what a forger would have to be to write another in its place. */
export interface EventOfBase {
  readonly name: string;
  readonly index: number;
  /** All who might have signed it; the first of them has. */
  readonly signers: readonly Signer[];
  /** The key that it makes known, where that signs it too. */
  readonly brings?: Signer;
  /** Whether something else in the evidence is not judged without it; else it may be left out unnoticed. */
  readonly isNeeded: boolean;
}

/** Good evidence that has something in it that a forger may wish to change, and the log that it is of. */
export interface Base {
  readonly name: string;
  /** Of the evidence as it is. */
  readonly exit: 0 | 10;
  readonly log: MemoryLog;
  readonly policy: string;
  /** As the public gets it: some claims are open, and some are not. */
  readonly evidence: string;
  /** The cosigned checkpoint of an earlier size. */
  readonly earlier: string;
  readonly earlierSize: number;
  /** Log indexes of all entries in the evidence. */
  readonly indexes: readonly number[];
  /** Of entries that have no business in it. */
  readonly foreign: readonly number[];
  /** Lines of the checkpoint that nothing needs, as long as one of them is there. */
  readonly spareLines: readonly string[];
  /** All events to which something is done one by one. */
  readonly events: readonly EventOfBase[];
  /** Whose devices the events are about. */
  readonly devices: readonly TestDevice[];
  /** Everybody who has a key. */
  readonly signers: readonly Signer[];
  /** Codes of what its verdict must say that it does not know. */
  readonly notChecked: readonly string[];
}

/** The text of a note under the signatures of its log, or others, and of witnesses: exactly the quorum unless others are named. */
export function noteOf(
  note: string,
  cosignatures: readonly NoteSignature[] = [WITNESSES[0]!, WITNESSES[2]!].map((witness) =>
    aCosignature(witness, parseNote(note).text),
  ),
): string {
  const { text, signatures } = parseNote(note);
  return formatNote(text, [...signatures, ...cosignatures]);
}

const PAIR = { name: 'pair', threshold: 1, members: ['w3', 'w4'] };

/** Two of three, one of which is a group. */
export const policyOf = (log: MemoryLog, more: Partial<Policy> = {}): string =>
  formatPolicy({
    logs: [{ vkey: log.vkey }],
    witnesses: WITNESSES.map(({ vkey }, at) => ({ name: `w${at + 1}`, vkey })),
    groups: [PAIR, { name: 'most', threshold: 2, members: ['w1', 'w2', 'pair'] }],
    quorum: 'most',
    ...more,
  });

/** The same, said by groups of groups of groups. */
export const nestedPolicyOf = (log: MemoryLog, more: Partial<Policy> = {}): string =>
  policyOf(log, {
    groups: [
      PAIR,
      { name: 'alone', threshold: 1, members: ['w1'] },
      { name: 'near', threshold: 1, members: ['alone'] },
      { name: 'far', threshold: 1, members: ['pair'] },
      { name: 'most', threshold: 2, members: ['near', 'w2', 'far'] },
    ],
    ...more,
  });
