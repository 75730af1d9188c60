import { EventKind } from '#libs/core/wire';
import { type CheckResult, hasPassed } from './faults/checks/result.js';
import {
  checkCounterOrder,
  checkEnqueuedLogged,
  checkNoContradictions,
  checkReceiptedOnce,
  countLate,
} from './faults/checks/scans.js';
import { checkTrailHeads } from './faults/checks/trail-heads.js';
import { type EntryInLog, isScan, type ReceiptedScan, type ScanInLog } from './faults/evidence/records.js';
import { checkFlowResumed, checkKillsUnderLoad, planKills } from './faults/kills/kill-rounds.js';
import { TARGETS } from './faults/kills/targets.js';
import { Random } from './faults/random.js';

const passed = (result: CheckResult): void => expect(result.texts).toEqual([]);
const failed = (result: CheckResult, text: RegExp): void => {
  expect(hasPassed(result)).toBe(false);
  expect(result.texts.join('\n')).toMatch(text);
};

/** Two devices that take turns: scans 1 to 4 of each behind one event. */
function goodLog(): EntryInLog[] {
  const scans = [1, 2, 3, 4].flatMap((counter) =>
    ['d1', 'd2'].map((device) => ({ kind: 'scan' as const, device, boot: `b-${device}`, counter })),
  );
  const hash = (device: string, counter: number): string => (counter === 0 ? 'zeros' : `${device}#${counter}`);
  return [
    { kind: 'event', logIndex: 0, eventKind: EventKind.OPERATOR },
    ...scans.map((scan, n) => ({
      ...scan,
      logIndex: n + 1,
      statementHash: hash(scan.device, scan.counter),
      previous: hash(scan.device, scan.counter - 1),
      after: scan.counter - 1,
    })),
  ];
}
const receiptsOf = (log: readonly EntryInLog[]): ReceiptedScan[] => log.filter(isScan);
const outboxes = ['d1', 'd2'].map((device) => ({ device, boot: `b-${device}`, lastCounter: 4, unsettled: 0 }));
const changed = (log: readonly EntryInLog[], logIndex: number, change: Partial<ScanInLog>): EntryInLog[] =>
  log.map((entry) => (entry.logIndex === logIndex && isScan(entry) ? { ...entry, ...change } : entry));

describe('receipted scans are in the log exactly once', () => {
  const log = goodLog();
  it('passes for a log that holds them', () => passed(checkReceiptedOnce(log, receiptsOf(log))));
  it('notices one that is missing', () =>
    failed(checkReceiptedOnce(log.slice(0, -1), receiptsOf(log)), /scan 4 of device d2 was receipted and is not in/));
  it('notices one that is there twice', () =>
    failed(checkReceiptedOnce([...log, { ...(log[3] as ScanInLog), logIndex: 9 }], receiptsOf(log)), /at 3 and 9/));
  it('notices a receipt that names another place', () =>
    failed(checkReceiptedOnce(log, [{ ...receiptsOf(log)[2]!, logIndex: 7 }]), /at 3, its receipt says 7/));
  it('notices a receipt of other bytes', () =>
    failed(checkReceiptedOnce(log, [{ ...receiptsOf(log)[2]!, statementHash: 'other' }]), /is not in the log/));
  it('has failed when there were no receipts to look at', () => failed(checkReceiptedOnce(log, []), /no receipts/));
});

describe('stored scans are in the log', () => {
  const log = goodLog();
  it('passes when outboxes are empty and all counters are there', () =>
    passed(checkEnqueuedLogged(log, outboxes, receiptsOf(log))));
  it('notices a scan of which only the counter of the outbox knows', () =>
    failed(
      checkEnqueuedLogged(log.slice(0, -1), outboxes, []),
      /scan 4 of device d2 was stored and is not in the log/,
    ));
  it('notices a scan that lost its outbox and its place in the log', () =>
    failed(
      checkEnqueuedLogged(log, outboxes, [{ ...receiptsOf(log)[0]!, counter: 5 }]),
      /scan 5 of device d1 was stored and is not/,
    ));
  it('notices a scan that is in the log with other bytes', () =>
    failed(
      checkEnqueuedLogged(changed(log, 5, { statementHash: 'x' }), outboxes, receiptsOf(log)),
      /with other bytes/,
    ));
  it('notices an outbox that is not empty', () =>
    failed(checkEnqueuedLogged(log, [{ ...outboxes[0]!, unsettled: 2 }, outboxes[1]!], []), /2 scans left/));
  it('notices a logged scan that no device made', () => {
    failed(checkEnqueuedLogged(log, [{ ...outboxes[0]!, lastCounter: 3 }, outboxes[1]!], []), /never made/);
    failed(checkEnqueuedLogged(log, outboxes.slice(1), []), /a device that was not there/);
  });
});

describe('scans of a device are in order', () => {
  const log = goodLog();
  const swapped = (): EntryInLog[] => {
    const [earlier, later] = [log[3] as ScanInLog, log[5] as ScanInLog];
    return log.map((entry) =>
      entry === earlier ? { ...later, logIndex: 3 } : entry === later ? { ...earlier, logIndex: 5 } : entry,
    );
  };
  it('passes for ascending counters', () => passed(checkCounterOrder(log)));
  it('notices two that changed places', () =>
    failed(
      checkCounterOrder(swapped()),
      /scan 3 of device d1 at 3 says it stands after 2, the highest before it is 1/,
    ));
  it('takes a late scan that is marked as late', () => {
    const marked = changed(changed(swapped(), 3, { after: 1 }), 5, { after: 3 });
    passed(checkCounterOrder(marked));
    expect(countLate(marked)).toBe(1);
  });
  it('notices a late mark that is not true', () => failed(checkCounterOrder(changed(log, 5, { after: 3 })), /says/));
  it('notices a counter that stands twice', () =>
    failed(
      checkCounterOrder([...log, { ...(log[8] as ScanInLog), logIndex: 9 }]),
      /scan 4 of device d2 is in the log twice/,
    ));
  it('notices a scan that follows another one than it says', () =>
    failed(checkCounterOrder(changed(log, 5, { previous: 'x' })), /scan 3 of device d1 names another scan/));
});

describe('nobody is accused in an honest run', () => {
  const log = goodLog();
  it('passes for a log of scans and enrolments', () => passed(checkNoContradictions(log, [], [])));
  it.each([
    [EventKind.EQUIVOCATION, /entry 9 is of kind equivocation/],
    [EventKind.REFUSED, /entry 9 is of kind refused/],
  ])('notices an entry of kind %i', (eventKind, text) =>
    failed(checkNoContradictions([...log, { kind: 'event', logIndex: 9, eventKind }], [], []), text),
  );
  it('notices what a device complained about', () =>
    failed(
      checkNoContradictions(log, [{ kind: 'postponed', deviceId: 'd1', text: '7: BUSY' }], []),
      /d1: postponed: 7/,
    ));
  it('notices a kept reject', () => failed(checkNoContradictions(log, [], ['SIGNATURE_INVALID']), /SIGNATURE_INVALID/));
});

describe('kills', () => {
  const record = { target: 'anchor', who: 'anchor-1', inFlight: 100, resumedAfterMs: 1 } as const;
  it('must find a hundred scans on their way', () => {
    passed(checkKillsUnderLoad([record]));
    failed(checkKillsUnderLoad([record, { ...record, inFlight: 99 }]), /with only 99 scans/);
    failed(checkKillsUnderLoad([]), /no kills/);
  });
  it('must all be made, and be followed by receipts', () => {
    passed(checkFlowResumed([record], 1));
    failed(checkFlowResumed([record], 2), /1 of 2 kills/);
    failed(checkFlowResumed([{ ...record, resumedAfterMs: null }], 1), /no receipts came after anchor-1/);
  });
  it('reach every target before any comes twice as often, in an order that the seed repeats', () => {
    const plan = planKills(TARGETS.distributed, 13, new Random(5));
    for (const target of TARGETS.distributed)
      expect(plan.slice(0, 12).filter((each) => each === target)).toHaveLength(2);
    expect(planKills(TARGETS.distributed, 13, new Random(5))).toEqual(plan);
    expect(planKills(TARGETS.distributed, 13, new Random(6))).not.toEqual(plan);
  });
});

describe('the trail heads', () => {
  it('cairn check has failed unless it exits 0, and says what it said', () => {
    passed(checkTrailHeads({ exitCode: 0, output: '' }, 9));
    failed(checkTrailHeads({ exitCode: 20, output: 'trail x differs\n' }, 9), /ended with 20: trail x differs/);
  });
});
