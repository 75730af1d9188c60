import { setTimeout as wait } from 'node:timers/promises';
import { LogMonitor, type MonitorFinding } from '#libs/core/monitor';
import { type LogHead, TlogError } from '#libs/core/tlog';
import { showProgress } from '../progress.js';
import { type FollowState, FollowStateFile } from './follow-state.js';
import { takeGrowth } from './growth.js';
import { LogAwayError } from './log-source.js';
import {
  acceptCheckpoint,
  ContradictionError,
  cosignaturesOf,
  exitOf,
  LOG_EXIT,
  type LogOptions,
  openAt,
  type OpenedLog,
  trustedLog,
  type TrustedLog,
} from './opened-log.js';
import { ageText } from './times.js';

export interface FollowOptions extends LogOptions {
  readonly state: string;
  readonly once?: boolean;
  readonly fromStart?: boolean;
  /** Seconds. */
  readonly interval: number;
  readonly staleAfter: number;
}

const BACKOFF_SECONDS_MAX = 300;
/** Below this many new entries a round is over before a bar would be read. */
const PROGRESS_FROM_ENTRIES = 10_000;

/** Follows a log until something contradicts something, or for one round. @returns the exit code */
export async function followLog(options: FollowOptions, signal: AbortSignal): Promise<number> {
  const follower = new Follower(await trustedLog(options), options, signal);
  await follower.begin();
  let failures = 0;
  for (;;) {
    try {
      await follower.round();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return follower.exit;
      // A log that is away, or whose newest checkpoint waits for its witnesses, is asked again: neither says that it lies.
      const isPassing = error instanceof LogAwayError || (error instanceof TlogError && error.code === 'QUORUM_MISSED');
      if (options.once || !isPassing) throw error;
      failures++;
      const seconds = Math.min(BACKOFF_SECONDS_MAX, options.interval * 2 ** Math.min(failures - 1, 16));
      console.error(`Waiting: ${(error as Error).message}. ${follower.ageOfLast()}Next try in ${seconds} s.`);
      await pause(seconds, signal);
      continue;
    }
    if (options.once || signal.aborted) return follower.exit;
    await pause(options.interval, signal);
    if (signal.aborted) return follower.exit;
  }
}

class Follower {
  /** 0, or 30 once an entry could not be judged. */
  exit: number = LOG_EXIT.good;
  private readonly file: FollowStateFile;
  private last: (FollowState & LogHead) | null = null;
  private monitor: LogMonitor | null = null;

  constructor(
    private readonly log: TrustedLog,
    private readonly options: FollowOptions,
    private readonly signal: AbortSignal,
  ) {
    this.file = new FollowStateFile(options.state);
  }

  /** Takes up the state file. @throws {UsageError} when it does not fit */
  async begin(): Promise<void> {
    const state = this.file.load();
    if (!state) return;
    const accepted = await this.acceptedOf(state);
    this.last = { ...state, size: accepted.size, root: accepted.root };
    if (this.options.fromStart) return;
    const monitor = this.file.monitorIn(state, this.log.verifier);
    if (monitor.origin !== accepted.origin) throw this.file.refusal(`it is of ${monitor.origin}, and so not one state`);
    this.monitor = monitor;
    if (monitor.unreadEntries > 0) this.exit = LOG_EXIT.notJudged;
  }

  /** Reads the newest checkpoint and all that is new. */
  async round(): Promise<void> {
    const opened = await openAt(this.log);
    const { accepted } = opened;
    const { origin, size, root, note } = accepted;
    this.monitor ??= new LogMonitor(origin, this.log.verifier);
    const monitor = this.monitor;
    if (monitor.origin !== origin) throw this.file.refusal(`it is of ${monitor.origin}, and the log is ${origin}`);
    await this.requireExtension(opened);
    const from = monitor.size;
    const isNew = this.last?.size !== size;
    const isFirst = this.last === null;
    const seenMs = isNew || !this.last ? Date.now() : this.last.seenMs;
    // From here this checkpoint is what the next one must extend, also when the entries cannot all be read now.
    this.last = { note, seenMs, size, root, monitor: undefined };
    const progress = showProgress({ unit: 'entries' });
    try {
      await takeGrowth({
        reader: opened.reader,
        monitor,
        signal: this.signal,
        onFindings: (findings) => this.tell(findings),
        keep: () => this.file.save({ note, seenMs }, monitor),
        onProgress: (done, total) => (total - from > PROGRESS_FROM_ENTRIES ? progress.update(done, total) : undefined),
      });
    } finally {
      progress.stop();
    }
    this.file.save(this.last, monitor);
    this.report(opened, { from, isQuiet: !isNew && !isFirst && from === size });
  }

  /** How old the last checkpoint is, as a sentence; empty before the first one. */
  ageOfLast(): string {
    return this.last ? `The last checkpoint was first seen ${ageText(Date.now() - this.last.seenMs)} ago. ` : '';
  }

  private tell(findings: readonly MonitorFinding[]): void {
    for (const finding of findings) {
      const { text, weight } = finding;
      if (weight === 'not judged') this.exit = LOG_EXIT.notJudged;
      if (this.options.json) process.stdout.write(`${JSON.stringify({ finding })}\n`);
      else process.stdout.write(`${weight === 'not judged' ? 'Not judged' : 'Notice'}: ${text}\n`);
    }
  }

  private async acceptedOf(state: FollowState) {
    try {
      return await acceptCheckpoint(state.note, this.log);
    } catch (error) {
      if (!(error instanceof TlogError)) throw error;
      throw this.file.refusal(`the policy does not accept its checkpoint: ${error.message}`);
    }
  }

  private async requireExtension({ accepted, reader }: OpenedLog): Promise<void> {
    const { last, monitor } = this;
    if (last && last.size > accepted.size)
      throw new ContradictionError(`the log signed ${last.size} entries before and now shows only ${accepted.size}`);
    if (monitor && monitor.size > accepted.size)
      throw this.file.refusal(`it remembers ${monitor.size} entries, and its checkpoint has fewer`);
    if (!last || last.size === 0) return;
    try {
      await reader.consistencyFrom(last);
    } catch (error) {
      if (exitOf(error) !== LOG_EXIT.contradiction) throw error;
      const why =
        last.size === accepted.size
          ? `two roots are signed for size ${last.size}`
          : `the checkpoint of size ${accepted.size} is not shown to extend the one of size ${last.size} that was seen before`;
      throw new ContradictionError(`${why}: ${(error as Error).message}`, { cause: error });
    }
  }

  private report(opened: OpenedLog, round: { readonly from: number; readonly isQuiet: boolean }): void {
    const { origin, size } = opened.accepted;
    const cosignatures = cosignaturesOf(opened);
    const nowMs = Date.now();
    const newestMs = Math.max(...cosignatures.map(({ timeSeconds }) => timeSeconds * 1_000), -Infinity);
    // Without witnesses nobody but the log says when it signed: then the age is how long this follower has seen nothing newer.
    const ageMs = nowMs - (cosignatures.length > 0 ? newestMs : this.last!.seenMs);
    const isStale = ageMs > this.options.staleAfter * 1_000;
    if (this.options.json) {
      const ageSeconds = Math.round(ageMs / 1_000);
      const line = { origin, size, newEntries: size - round.from, cosignatures, ageSeconds, stale: isStale };
      process.stdout.write(`${JSON.stringify(line)}\n`);
      return;
    }
    const age =
      cosignatures.length > 0
        ? `cosigned by ${cosignatures.map(({ name }) => name).join(', ')}, the last time ${ageText(ageMs)} ago`
        : `first seen ${ageText(ageMs)} ago; no witness says how new it is`;
    if (isStale) console.error(`Stale: the checkpoint of ${origin} with ${size} entries is ${age}.`);
    if (!round.isQuiet)
      process.stdout.write(`${origin}: ${size} entries, ${size - round.from} new, all good; ${age}.\n`);
  }
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await wait(seconds * 1_000, undefined, { signal }).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
}
