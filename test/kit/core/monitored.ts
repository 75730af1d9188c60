import { NativeVerifier } from '#libs/host/keys';
import { LogMonitor, memoryOf, type MonitorFinding, resumeMonitor } from '#libs/core/monitor';
import { encodeLogEntry, type LoggedScan } from '#libs/core/wire';
import type { TestDevice } from './fleet.js';
import type { MemoryLog } from './memory-log.js';

export const verifier = new NativeVerifier();

/** The bytes of all entries, from 0 on. */
export const entriesOf = (log: MemoryLog): Uint8Array[] =>
  Array.from({ length: log.size }, (_, at) => log.entry(at).entry);

export type SignedByDevice = ReturnType<TestDevice['sign']>;

/** Logs a scan whatever the sequencer would say of it. @returns its log index */
export function force(log: MemoryLog, signed: SignedByDevice, change: Partial<LoggedScan>): number {
  const { device: key, keyId, boot, counter, previous, header, signature, receivedTimeMs } = signed;
  const fields = { device: key, keyId, boot, counter, previous, header, signature, receivedTimeMs };
  const scan = { ...fields, after: 0, verificationProfile: 1, ...change };
  return log.append(encodeLogEntry({ kind: 'scan', scan }));
}

export interface Monitored {
  readonly monitor: LogMonitor;
  /** In the order in which they were told. */
  readonly findings: readonly MonitorFinding[];
  /** Codes of contradictions. */
  readonly wrong: readonly string[];
  /** Codes of the rest. */
  readonly told: readonly string[];
  readonly texts: readonly string[];
}

/**
 * What a monitor says of a whole log.
 *
 * @param checkpoints sizes at which the log was published, ascending; at the end in any case
 * @param restarts sizes at which the monitor is stopped and goes on from its memory
 */
export async function monitored(
  log: MemoryLog,
  {
    checkpoints = [],
    restarts = [],
  }: { readonly checkpoints?: readonly number[]; readonly restarts?: readonly number[] } = {},
): Promise<Monitored> {
  const entries = entriesOf(log);
  let monitor = new LogMonitor(log.origin, verifier);
  const findings: MonitorFinding[] = [];
  const stops = [...new Set([...checkpoints, ...restarts, log.size])].sort((one, other) => one - other);
  for (const size of stops) {
    findings.push(...(await monitor.take(entries.slice(monitor.size, size))));
    if (size === log.size || checkpoints.includes(size)) findings.push(...monitor.endOfCheckpoint());
    if (restarts.includes(size)) monitor = resumeMonitor(JSON.parse(JSON.stringify(memoryOf(monitor))), verifier);
  }
  const codes = (isWrong: boolean): string[] =>
    findings.filter(({ weight }) => (weight === 'contradiction') === isWrong).map(({ code }) => code);
  return { monitor, findings, wrong: codes(true), told: codes(false), texts: findings.map(({ text }) => text) };
}
