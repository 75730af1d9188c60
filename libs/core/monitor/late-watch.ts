import { bytesEqual } from '#libs/core/wire';
import type { BootWatch, CounterSpan } from './boot-watch.js';
import { type BootText, isOverdue, nameOf, TOLD_WITHIN_ENTRIES } from './boot-text.js';
import { contradiction, type MonitorFinding, notice } from './finding.js';

/** A scan that came after its key had ended, and that does not chain yet into the last statement that was named then. */
export interface OpenLate {
  readonly boot: BootText;
  readonly counter: number;
  /** The counters that its key signed; `to` is that of the last statement. */
  readonly span: CounterSpan & { readonly to: number };
  readonly logIndex: number;
}

/** A scan that came after its key had ended. */
export interface LateScan extends OpenLate {
  readonly statementHash: Uint8Array;
  /** Of the last statement. */
  readonly lastHash: Uint8Array;
}

/**
 * Holds late scans against the last statement of their key. The sequencer logs them in ascending order while the proof runs downwards,
 * so that some stand open until the one that closes the hole above them: it comes in the same commit.
 *
 * @see docs/formats/entry.md, Keys that age
 */
export class LateWatch {
  /** By boot and last counter; ascending. A chain that reaches one has reached all above it. */
  private readonly groups = new Map<string, OpenLate[]>();
  private count = 0;

  get open(): OpenLate[] {
    return [...this.groups.values()].flat();
  }

  /** Takes up one that stood open. */
  remember(late: OpenLate): void {
    const group = this.groupOf(late);
    let place = group.length;
    while (place > 0 && group[place - 1]!.counter > late.counter) place--;
    group.splice(place, 0, late);
    this.count++;
  }

  /** Takes a late scan that `watch` has taken before. */
  take({ statementHash, lastHash, ...late }: LateScan, watch: BootWatch): MonitorFinding[] {
    const { counter, span, logIndex } = late;
    const findings: MonitorFinding[] = [];
    if (counter === span.to && !bytesEqual(statementHash, lastHash)) {
      watch.breakAt(counter, span);
      findings.push(chainless(late, 'and another statement of this counter was named then as the last one'));
    } else this.remember(late);
    const group = this.groupOf(late);
    while (group.length > 0 && watch.chain(group.at(-1)!.counter, span) === 'chains') this.settle(group);
    // Below a break nothing chains, so that they are the lowest.
    while (group.length > 0 && watch.chain(group[0]!.counter, span) === 'never')
      findings.push(...this.settle(group, 0).map((lost) => astray(lost, logIndex)));
    if (group.length === 0) this.groups.delete(nameOfGroup(late));
    if (this.count > TOLD_WITHIN_ENTRIES) findings.push(...this.overdue(logIndex + 1, 0).slice(0, 1));
    return findings;
  }

  /** What is open at the end of a checkpoint, the oldest first. */
  overdue(size: number, seenAtSize: number): MonitorFinding[] {
    const open = this.open.sort((one, other) => one.logIndex - other.logIndex);
    return open.map((late) => {
      const { logIndex, span } = late;
      const what = `what chains it into counter ${span.to}, which was named then as the last one,`;
      return isOverdue(logIndex, { size, seenAtSize })
        ? chainless(late, `and ${what} is not logged`)
        : notice('CHAIN_OPEN', logIndex, `${opening(late)}, and ${what} has not come yet.`);
    });
  }

  private settle(group: OpenLate[], place = group.length - 1): OpenLate[] {
    this.count--;
    return group.splice(place, 1);
  }

  private groupOf(late: OpenLate): OpenLate[] {
    const name = nameOfGroup(late);
    let group = this.groups.get(name);
    if (!group) this.groups.set(name, (group = []));
    return group;
  }
}

const nameOfGroup = ({ boot, span }: OpenLate): string => `${boot} ${span.to}`;

const opening = ({ boot, counter, logIndex }: OpenLate): string =>
  `Entry ${logIndex}: counter ${counter} of ${nameOf(boot)} came after its key had ended`;

function astray(late: OpenLate, shownAt: number): MonitorFinding {
  const shown = late.logIndex === shownAt ? '' : `, as entry ${shownAt} shows`;
  return chainless(
    late,
    `and does not chain into counter ${late.span.to}, which was named then as the last one${shown}`,
  );
}

const chainless = (late: OpenLate, why: string): MonitorFinding =>
  contradiction('CHAIN', late.logIndex, `${opening(late)}, ${why}.`);
