import { bytesToHex } from '@noble/hashes/utils.js';
import { isCanonicalUri } from '#libs/core/gs1';
import type { SignatureVerifier } from '#libs/core/signatures';
import { type EvidenceBundle, EvidenceError, parseEvidence, type RootAt } from '#libs/core/evidence';
import type { ReadEntry } from '#libs/core/entries';
import { textOfUtf8 } from '#libs/core/wire';
import { KeyState } from '#libs/core/keys';
import { cutFindings } from './cut.js';
import { statusOf, type TrailDescription } from './describe.js';
import type { Finding, StatusKind } from './status.js';
import { checkCheckpoint, type JudgedCheckpoint } from './check-checkpoint.js';
import { checkCounters, deviceFindings } from './check-counters.js';
import { checkInclusion, readEntries, type Unknown } from './check-entries.js';
import { checkFindings } from './check-findings.js';
import { type AskersClock, checkFreshness, type Freshness, freshnessOf } from './check-freshness.js';
import { checkKeys } from './check-keys.js';
import { checkTrails, type TrailSummary } from './check-trails.js';
import { CheckList } from './checks.js';
import { notCheckedOf } from './not-checked.js';
import { tell } from './tell.js';
import { DOES_NOT_PROVE, EXIT, type Verdict } from './verdict.js';

/** What is to be judged, and by what. */
export interface Judgement extends AskersClock {
  /** The evidence bundle as it came. Bytes are safer than a text: what decoded them may have forgiven something. */
  readonly evidence: string | Uint8Array;
  /** The policy file that pins the log's key: given or stored before, never brought by the evidence. null: there is none. */
  readonly policy: string | Uint8Array | null;
  /** Canonical URI of the object that the evidence must be of; whatever it is of when absent. */
  readonly object?: string;
  readonly verifier: SignatureVerifier;
}

/** What was read on the way; later members are null once something stands in the way of reading them. */
interface Read {
  readonly bundle: EvidenceBundle | null;
  readonly checkpoint: JudgedCheckpoint | null;
  readonly trail: TrailDescription | null;
  readonly summary: TrailSummary | null;
  readonly findings: readonly Finding[];
  readonly unknown: Unknown & { readonly owner: boolean };
}
interface Compared extends Read {
  readonly freshness: Freshness | null;
}

const UNREAD = {
  trail: null,
  summary: null,
  findings: [],
  unknown: { claims: 0, events: 0, owner: false },
} as const;

/**
 * Judges evidence: is the record intact, and what is the status of the thing. Needs no network and takes no word from a server.
 * Contradictions weigh more than what is unknown, and that more than notices: an unknown key ends nothing, a contradiction may.
 *
 * @throws only for failures of the platform; whatever the evidence or the policy holds gives a verdict.
 * @see docs/formats/evidence.md, Verification
 */
export async function judgeEvidence(input: Judgement): Promise<Verdict> {
  const checks = new CheckList();
  const read = await readAll(input, checks);
  // Last, for it says nothing of the rest: whoever has a wrong clock sees all that can be judged without one.
  const freshness = read.checkpoint && freshnessOf(read.checkpoint, input);
  const findings = [...read.findings, ...checkFreshness(freshness, checks)];
  return verdictOf({ ...read, findings, freshness }, checks);
}

async function readAll(input: Judgement, checks: CheckList): Promise<Read> {
  const bundle = readBundle(input.evidence, checks);
  if (!bundle) return { bundle, checkpoint: null, ...UNREAD };
  checkObject(bundle, input.object, checks);
  const checkpoint = await checkCheckpoint({ ...input, note: bundle.checkpoint }, checks);
  if (!checkpoint) return { bundle, checkpoint, ...UNREAD };
  const rootAt = checkInclusion(bundle, checkpoint, checks);
  // Nothing more can be learned from entries that are not those of the log.
  const read = checks.has('failed') ? null : readEntries(bundle, checks);
  if (!read || !rootAt) return { bundle, checkpoint, ...UNREAD };
  return judgeEntries({ bundle, checkpoint, rootAt, ...read, verifier: input.verifier }, checks);
}

async function judgeEntries(
  input: {
    readonly bundle: EvidenceBundle;
    readonly checkpoint: JudgedCheckpoint;
    readonly rootAt: RootAt;
    readonly entries: readonly ReadEntry[];
    readonly unknown: Unknown;
    readonly verifier: SignatureVerifier;
  },
  checks: CheckList,
): Promise<Read> {
  const { bundle, checkpoint, rootAt, entries, unknown } = input;
  const { origin } = checkpoint;
  const keys = new KeyState(origin);
  const unusedChains = await checkKeys({ entries, chains: bundle.chains, keys, verifier: input.verifier }, checks);
  const told = await tell(bundle.version, { object: bundle.object, origin, entries, keys });
  const summary = checkTrails(
    { bundle, size: checkpoint.size, entries, told: told.scans, foreign: told.foreign, unusedChains },
    checks,
  );
  checkCounters(entries, checks);
  const trail = told.describe();
  const ofDevices = deviceFindings(entries.filter(told.isHeard), rootAt);
  const findings = [...trail.findings, ...ofDevices, ...cutFindings(bundle, checkpoint)];
  checkFindings(findings, checks);
  const open = { ...unknown, owner: told.isOwnerUnknown };
  return { bundle, checkpoint, trail, summary, findings, unknown: open };
}

function readBundle(evidence: string | Uint8Array, checks: CheckList): EvidenceBundle | null {
  const text = typeof evidence === 'string' ? evidence : textOfUtf8(evidence);
  if (text === undefined) {
    checks.add('FORM', 'failed', 'The file is not UTF-8 text, and so no evidence.');
    return null;
  }
  try {
    const bundle = parseEvidence(text);
    checks.add('FORM', 'passed', `${text.length} characters of canonical JSON, nothing in them unknown.`);
    return bundle;
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    const isUnknown = error.code === 'FORMAT_UNKNOWN' || error.code === 'TOO_LARGE';
    checks.add('FORM', isUnknown ? 'not-judged' : 'failed', `${error.message}.`);
    return null;
  }
}

function checkObject(bundle: EvidenceBundle, wanted: string | undefined, checks: CheckList): void {
  if (!isCanonicalUri(bundle.object)) checks.add('OBJECT', 'failed', 'What it is of is no canonical URI.');
  else if (wanted === undefined) checks.add('OBJECT', 'passed', `It is of ${bundle.object}; no other was asked for.`);
  else if (wanted === bundle.object) checks.add('OBJECT', 'passed', `It is of ${bundle.object}.`);
  else checks.add('OBJECT', 'failed', `It is of ${bundle.object}, and asked was for ${wanted}.`);
}

function verdictOf(read: Compared, checks: CheckList): Verdict {
  const { bundle, checkpoint, trail } = read;
  const state = checks.has('failed') ? 'mismatch' : checks.has('not-judged') ? 'not-judged' : 'intact';
  const intact = {
    mismatch: EXIT.mismatch,
    'not-judged': EXIT.notJudged,
    intact: checks.has('notice') ? EXIT.notice : EXIT.intact,
  };
  // Steps are shown only when the record is intact: nobody should read a story that may be made up.
  const shown = state === 'intact' ? trail : null;
  return {
    exit: intact[state],
    state,
    object: bundle?.object ?? null,
    checkpoint: checkpoint && {
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: bytesToHex(checkpoint.root),
      cosigners: checkpoint.cosigners,
    },
    freshness: read.freshness,
    trail: shown && read.summary,
    status: shown ? statusOf(read.findings) : statusWithoutRecord(state, read, checks),
    findings: shown ? read.findings : [],
    checks: checks.all(),
    notChecked:
      shown && checkpoint ? notCheckedOf(shown, { ...checkpoint, freshness: read.freshness }, read.unknown) : [],
    doesNotProve: DOES_NOT_PROVE,
    steps: shown?.steps ?? [],
    custodian: shown?.custodian ?? null,
    openHandOver: shown?.openHandOver ?? null,
    spans: shown?.spans ?? [],
    devices: shown?.devices ?? [],
    demo: shown?.demo ?? false,
    simulated: shown?.simulated ?? false,
  };
}

function statusWithoutRecord(state: Verdict['state'], { trail }: Read, checks: CheckList): readonly StatusKind[] {
  if (state === 'mismatch') return ['mismatch'];
  if (trail && trail.steps.length === 0) return ['unknown object'];
  const open = checks.all().filter(({ result }) => result === 'not-judged');
  return open.some(({ code }) => code === 'CHECKPOINT' || code === 'KEYS') ? ['unknown key'] : ['not checked'];
}
