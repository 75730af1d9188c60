import { EventKind, eventKindName } from '#libs/core/wire';
import {
  bootName,
  type Complaint,
  type EnqueuedScan,
  type EntryInLog,
  isScan,
  type OutboxEnd,
  type ReceiptedScan,
  sayScan,
  type ScanInLog,
} from '../evidence/records.js';
import { type CheckResult, Findings } from './result.js';

/** P1 and P2: what a receipt promised stands in the log, once, at the index that the receipt names. */
export function checkReceiptedOnce(log: readonly EntryInLog[], receipts: readonly ReceiptedScan[]): CheckResult {
  const findings = new Findings('receiptedOnce', 'receipts');
  const placesByHash = new Map<string, number[]>();
  for (const { statementHash, logIndex } of log.filter(isScan)) {
    const places = placesByHash.get(statementHash);
    if (places) places.push(logIndex);
    else placesByHash.set(statementHash, [logIndex]);
  }
  for (const receipt of receipts) {
    findings.saw();
    const places = placesByHash.get(receipt.statementHash) ?? [];
    if (places.length === 0) findings.violated(`${sayScan(receipt)} was receipted and is not in the log`);
    else if (places.length > 1) findings.violated(`${sayScan(receipt)} is in the log at ${places.join(' and ')}`);
    else if (places[0] !== receipt.logIndex)
      findings.violated(`${sayScan(receipt)} is in the log at ${places[0]}, its receipt says ${receipt.logIndex}`);
  }
  return findings.result();
}

/** P1 and P7: with empty outboxes, the log holds each counter that was ever used, and none that no device used. */
export function checkEnqueuedLogged(
  log: readonly EntryInLog[],
  outboxes: readonly OutboxEnd[],
  enqueued: readonly EnqueuedScan[],
): CheckResult {
  const findings = new Findings('enqueuedLogged', 'scans');
  const hashesByBoot = new Map<string, Map<number, string>>();
  for (const scan of log.filter(isScan)) {
    const hashes = hashesByBoot.get(bootName(scan)) ?? new Map<number, string>();
    hashes.set(scan.counter, scan.statementHash);
    hashesByBoot.set(bootName(scan), hashes);
  }
  const known = new Set<string>();
  for (const { unsettled, lastCounter, ...boot } of outboxes) {
    const hashes = hashesByBoot.get(bootName(boot)) ?? new Map<number, string>();
    findings.saw(lastCounter);
    findings.require(
      unsettled === 0,
      () => `device ${boot.device.slice(0, 8)} has ${unsettled} scans left in its outbox`,
    );
    for (let counter = 1; counter <= lastCounter; counter++) {
      if (!hashes.has(counter)) findings.violated(`${sayScan({ ...boot, counter })} was stored and is not in the log`);
    }
    for (const counter of hashes.keys()) {
      if (counter > lastCounter) findings.violated(`${sayScan({ ...boot, counter })} is in the log and was never made`);
    }
    known.add(bootName(boot));
  }
  for (const name of hashesByBoot.keys()) {
    if (!known.has(name)) findings.violated(`the log has scans of a device that was not there: ${name.slice(0, 8)}`);
  }
  for (const scan of enqueued) {
    const logged = hashesByBoot.get(bootName(scan))?.get(scan.counter);
    if (logged === undefined) findings.violated(`${sayScan(scan)} was stored and is not in the log`);
    else if (logged !== scan.statementHash) findings.violated(`${sayScan(scan)} is in the log with other bytes`);
  }
  return findings.result();
}

/** P3: what the log says of each device's order is true, and only late scans are out of it. */
export function checkCounterOrder(log: readonly EntryInLog[]): CheckResult {
  const findings = new Findings('counterOrder', 'scans');
  const boots = new Map<string, { highest: number; scans: Map<number, ScanInLog> }>();
  for (const scan of log.filter(isScan)) {
    findings.saw();
    const boot = boots.get(bootName(scan)) ?? { highest: 0, scans: new Map<number, ScanInLog>() };
    if (boot.scans.has(scan.counter)) findings.violated(`${sayScan(scan)} is in the log twice`);
    // `after` above the counter is the mark of a late scan, so a true `after` is all that order needs.
    else if (scan.after !== boot.highest)
      findings.violated(
        `${sayScan(scan)} at ${scan.logIndex} says it stands after ${scan.after}, the highest before it is ${boot.highest}`,
      );
    boot.highest = Math.max(boot.highest, scan.counter);
    boot.scans.set(scan.counter, scan);
    boots.set(bootName(scan), boot);
  }
  for (const { scans } of boots.values()) {
    for (const scan of scans.values()) {
      const before = scans.get(scan.counter - 1);
      if (before && before.statementHash !== scan.previous)
        findings.violated(`${sayScan(scan)} names another scan as the one before it`);
    }
  }
  return findings.result();
}

/** Scans that stand behind one with a higher counter, and say so. */
export const countLate = (log: readonly EntryInLog[]): number =>
  log.filter(isScan).filter(({ after, counter }) => after > counter).length;

const FORBIDDEN_EVENTS: readonly number[] = [EventKind.EQUIVOCATION, EventKind.REFUSED];

/** P2 and P6 in a run where every device is honest: nobody was accused and nothing refused. */
export function checkNoContradictions(
  log: readonly EntryInLog[],
  complaints: readonly Complaint[],
  rejectRows: readonly string[],
): CheckResult {
  const findings = new Findings('noContradictions', 'entries');
  findings.saw(log.length);
  for (const entry of log) {
    if (entry.kind === 'event' && FORBIDDEN_EVENTS.includes(entry.eventKind))
      findings.violated(`entry ${entry.logIndex} is of kind ${eventKindName(entry.eventKind)}`);
  }
  for (const { deviceId, kind, text } of complaints) findings.violated(`${deviceId}: ${kind}: ${text}`);
  for (const text of rejectRows) findings.violated(`a reject is kept: ${text}`);
  return findings.result();
}
