import {
  checkPublicKey,
  KeyJudge,
  type SignatureCheck,
  SignatureError,
  type SignatureVerifier,
} from '#libs/core/signatures';
import { EventKind, statementBytes } from '#libs/core/wire';
import { isEventOf, type ReadEntry, type ReadEvent, type ReadScan } from '#libs/core/entries';
import {
  contradicts,
  type KeyState,
  KeyStateError,
  type KeyStateErrorCode,
  type KnownKey,
  misnamed,
  quotedSignature,
  quotedStatements,
} from '#libs/core/keys';
import type { EvidenceChain } from '#libs/core/evidence';
import { checkChains, type LateScan } from './check-chains.js';
import type { CheckList, CheckResult } from './checks.js';

/** Not judged where something is missing that another bundle may hold; failed where the log contradicts itself. */
const RESULTS: Readonly<Record<KeyStateErrorCode, CheckResult>> = {
  OPERATOR_UNKNOWN: 'not-judged',
  OPERATOR_MISPLACED: 'failed',
  OPERATOR_MISMATCH: 'failed',
  SIGNER_UNKNOWN: 'not-judged',
  SIGNER_NOT_ALLOWED: 'failed',
  SIGNER_EXPIRED: 'failed',
  ENROLLED_TWICE: 'failed',
  DEVICE_UNKNOWN: 'not-judged',
  DEVICE_SIGNS_NO_SCANS: 'failed',
  SUBJECT_UNKNOWN: 'not-judged',
  KEY_UNKNOWN: 'not-judged',
  KEY_NOT_YET: 'failed',
  KEY_REPEATED: 'failed',
  KEY_ENDED: 'failed',
  KEY_NOT_ACTIVE: 'failed',
  KEY_EXPIRED: 'failed',
  LAST_OPERATOR_KEY: 'failed',
  EXPIRY_NOT_ALLOWED: 'failed',
  LAST_MISSING: 'failed',
  LAST_NOT_ALLOWED: 'failed',
  LAST_MISFIT: 'failed',
  NOT_ENROLLED_YET: 'failed',
  BOOT_REPEATED: 'failed',
  BOOT_UNKNOWN: 'not-judged',
  BOOT_NOT_YET: 'failed',
  BOOT_ENDED: 'failed',
};

interface Signed {
  readonly logIndex: number;
  readonly check: SignatureCheck;
}

/**
 * Judges who signed what: every key from the operator's on, and every signature by the key that was active at its log index.
 * Takes the events of the entries into `keys`.
 *
 * @returns chains that no late scan needs
 */
export async function checkKeys(
  {
    entries,
    chains,
    keys,
    verifier,
  }: {
    readonly entries: readonly ReadEntry[];
    readonly chains: readonly EvidenceChain[];
    readonly keys: KeyState;
    readonly verifier: SignatureVerifier;
  },
  checks: CheckList,
): Promise<readonly EvidenceChain[]> {
  const signed: Signed[] = [];
  const late: LateScan[] = [];
  const problems = new Problems(checks);
  const events = entries.filter((entry): entry is ReadEvent => entry.kind === 'event');
  for (const entry of events)
    problems.catch(entry, () => {
      signed.push(...keys.apply(entry).map((check) => ({ logIndex: entry.logIndex, check })));
    });
  for (const entry of events) problems.catch(entry, () => signed.push(...statementsIn(entry, keys, checks)));
  for (const entry of events) checkName(entry, checks);
  for (const entry of entries) {
    if (entry.kind !== 'scan') continue;
    problems.catch(entry, () => {
      const { key, into } = keys.signerOfScan(entry);
      signed.push(scanSignature(entry, key));
      if (into) late.push({ entry, into });
    });
  }
  const unusedChains = checkChains(late, chains, checks);
  checkParties(keys, checks);
  checkPublicKeys(keys.knownKeys(), checks);
  if (!checks.isAnswered('KEYS'))
    checks.add('KEYS', 'passed', 'The operator of the log made every key known before it was used.');
  await checkSignatures(signed, verifier, checks);
  return unusedChains;
}

function scanSignature({ scan, logIndex }: ReadScan, { algorithm, publicKey }: KnownKey): Signed {
  return { logIndex, check: { algorithm, publicKey, message: statementBytes(scan), signature: scan.signature } };
}

/** The signatures of the statements that a receipt key quotes. */
function statementsIn(entry: ReadEvent, keys: KeyState, checks: CheckList): Signed[] {
  const { logIndex } = entry;
  if (isEventOf(entry, EventKind.EQUIVOCATION) && !contradicts(entry.body)) {
    checks.add('DEVICES', 'failed', `Entry ${logIndex} accuses a device of a contradiction that is none.`, [logIndex]);
  }
  return quotedStatements(entry).map((statement) => {
    const check = quotedSignature(statement, keys);
    if (!check)
      throw new KeyStateError('KEY_UNKNOWN', `entry ${logIndex}: the key of a statement that it quotes is not known`);
    return { logIndex, check };
  });
}

/** Whom an event of the operator makes known by a key, and by a name that is not the one of that key. */
function checkName(entry: ReadEvent, checks: CheckList): void {
  const { logIndex } = entry;
  if (!isEventOf(entry, EventKind.PARTY) && !isEventOf(entry, EventKind.ENROL)) return;
  for (const { name } of misnamed(entry.body, entry.claims))
    checks.add('KEYS', 'failed', `Entry ${logIndex} states a ${name} that is not the one of the key beside it.`, [
      logIndex,
    ]);
}

function checkParties(keys: KeyState, checks: CheckList): void {
  for (const { party, logIndex } of keys.enrolledDevices()) {
    const known = keys.party(party);
    if (!known)
      checks.add('KEYS', 'not-judged', `The party of the device of entry ${logIndex} is not made known.`, [logIndex]);
  }
}

// One after the other, the same keys stand behind most bundles of a log, and each takes a millisecond.
const judge = new KeyJudge();

/** So that an operator who enrols a crooked key gains nothing: with such keys verifiers would disagree. */
function checkPublicKeys(known: readonly KnownKey[], checks: CheckList): void {
  for (const { algorithm, publicKey, logIndex } of known) {
    if (judge.allows({ algorithm, publicKey })) continue;
    try {
      checkPublicKey(algorithm, publicKey);
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error;
      checks.add(
        'KEYS',
        'failed',
        `Entry ${logIndex} makes a key known that no verifier should take: ${error.message}.`,
        [logIndex],
      );
    }
  }
}

async function checkSignatures(
  signed: readonly Signed[],
  verifier: SignatureVerifier,
  checks: CheckList,
): Promise<void> {
  const verdicts = await verifier.verifyAll(signed.map(({ check }) => check));
  const bad = [...new Set(signed.filter((_, at) => !verdicts[at]).map(({ logIndex }) => logIndex))];
  if (bad.length > 0) checks.add('SIGNATURES', 'failed', 'The signature is not by the key that was active there.', bad);
  else checks.add('SIGNATURES', 'passed', `All ${signed.length} signatures are good (verification profile 1).`);
}

/** Turns what the key state refuses into checks. */
class Problems {
  constructor(private readonly checks: CheckList) {}

  catch(entry: ReadEntry, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof KeyStateError)) throw error;
      this.checks.add('KEYS', RESULTS[error.code], `${sentence(error.message)}.`, [entry.logIndex]);
    }
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
