import { SignatureAlgorithm, type SignatureVerifier } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import {
  type AcceptedCheckpoint,
  LogReader,
  openByPolicy,
  parsePolicy,
  type Policy,
  sameVkey,
  TileCache,
  TlogError,
  type TlogErrorCode,
  type VerifyEd25519,
} from '#libs/core/tlog';
import { apiUrl } from '../node-environment.js';
import { readPolicyFile } from '../policy-file.js';
import { runCommand, USAGE_EXIT } from '../run-command.js';
import { LogAwayError, type LogSource, openLogSource } from './log-source.js';

/** Options that every command about a log takes. */
export interface LogOptions {
  readonly log?: string;
  readonly policy?: string;
  readonly json?: boolean;
}

/** Exit codes as of `cairn verify`. */
export const LOG_EXIT = { good: 0, contradiction: 20, notJudged: 30, usage: USAGE_EXIT, away: 1 } as const;

/** No key is pinned that could judge the log. */
export class NotJudgedError extends Error {
  override readonly name = 'NotJudgedError';
}
/** The log says two things that cannot both be true. The message says which, in one line. */
export class ContradictionError extends Error {
  override readonly name = 'ContradictionError';
}

const NOT_JUDGED: ReadonlySet<TlogErrorCode> = new Set([
  'LOG_UNKNOWN',
  'NOTE_UNSIGNED',
  'QUORUM_MISSED',
  'KEY_AMBIGUOUS',
  'KEY_TYPE_UNSUPPORTED',
  'NUMBER_TOO_LARGE',
  'POLICY_MALFORMED',
]);

/** A log and the keys by which it is judged. */
export interface TrustedLog {
  readonly source: LogSource;
  /** Of all checkpoints that are read: who follows a log reads no full tile twice. */
  readonly tiles: TileCache;
  readonly policy: Policy;
  readonly verifier: SignatureVerifier;
}

/** A log at its newest checkpoint, which the policy accepts. */
export interface OpenedLog extends TrustedLog {
  readonly accepted: AcceptedCheckpoint;
  readonly reader: LogReader;
}

/** @throws {NotJudgedError}, {UsageError} */
export async function trustedLog(options: LogOptions): Promise<TrustedLog> {
  const source = openLogSource(options.log ?? `${apiUrl()}/log/`);
  const bytes = await readPolicyFile(options.policy);
  if (!bytes) throw new NotJudgedError('there is no policy, so no key is pinned; --policy names one');
  return { source, tiles: new TileCache(), policy: parsePolicy(textOf(bytes)), verifier: new NativeVerifier() };
}

/** @throws {LogAwayError}, {TlogError} */
export async function openLog(options: LogOptions): Promise<OpenedLog> {
  return openAt(await trustedLog(options));
}

export async function openAt(log: TrustedLog): Promise<OpenedLog> {
  const accepted = await acceptCheckpoint(await log.source.checkpoint(), log);
  return { ...log, accepted, reader: new LogReader(log.source, accepted, log.tiles) };
}

/** @throws {TlogError} when the policy does not accept the note */
export const acceptCheckpoint = (note: string | Uint8Array, log: TrustedLog): Promise<AcceptedCheckpoint> =>
  openByPolicy({ note, policy: log.policy, verify: verifyBy(log.verifier) });

export const verifyBy =
  (verifier: SignatureVerifier): VerifyEd25519 =>
  async ({ publicKey, message, signature }) =>
    (await verifier.verifyAll([{ algorithm: SignatureAlgorithm.ED25519, publicKey, message, signature }]))[0] === true;

/** Witnesses of the policy that cosigned, with the times that they state. */
export function cosignaturesOf({ accepted, policy }: Pick<OpenedLog, 'accepted' | 'policy'>) {
  return policy.witnesses.flatMap(({ name, vkey }) => {
    const cosignature = accepted.cosignatures.find((one) => sameVkey(one.vkey, vkey));
    return cosignature ? [{ name, timeSeconds: cosignature.timeSeconds! }] : [];
  });
}

/** Runs a command about a log: what it throws becomes one line and the exit code that `cairn verify` would give. */
export async function runLogCommand(work: (signal: AbortSignal) => Promise<number | void>): Promise<void> {
  await runCommand(async (signal) => {
    try {
      return await work(signal);
    } catch (error) {
      const exit = exitOf(error);
      if (exit === null) throw error;
      console.error(
        `${exit === LOG_EXIT.contradiction ? 'Does not match' : 'Could not be judged'}: ${(error as Error).message}.`,
      );
      return exit;
    }
  });
}

/** The exit code of a judgement; null for what is none. */
export function exitOf(error: unknown): number | null {
  if (error instanceof ContradictionError) return LOG_EXIT.contradiction;
  if (error instanceof NotJudgedError) return LOG_EXIT.notJudged;
  if (error instanceof LogAwayError) return null;
  if (!(error instanceof TlogError)) return null;
  return NOT_JUDGED.has(error.code) ? LOG_EXIT.notJudged : LOG_EXIT.contradiction;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new NotJudgedError('the policy is not UTF-8 text, so no key is pinned', { cause });
  }
}
