import { isEventOf, keyText, type ReadEvent, type ReadScan } from '#libs/core/entries';
import { contradicts, type LoggedOfBoot, type SignerOfScan } from '#libs/core/keys';
import {
  bytesEqual,
  EventKind,
  type EquivocationBody,
  type LastStatement,
  refusalAccuses,
  refusedStatements,
  type SignedStatement,
  statementHash,
} from '#libs/core/wire';
import { type BootText, bootText, isOverdue, nameOf, TOLD_WITHIN_ENTRIES } from './boot-text.js';
import { BootWatch, type CounterSpan, type Misfit } from './boot-watch.js';
import { contradiction, type MonitorFinding, notice } from './finding.js';
import { LateWatch } from './late-watch.js';

/** A misfit of which no equivocation entry has told yet. */
export interface OpenMisfit extends Misfit {
  readonly boot: BootText;
  /** Entry at which it showed. */
  readonly logIndex: number;
}

/** A counter that a `refused` entry has taken. */
export interface RefusedCounter {
  readonly boot: BootText;
  readonly counter: number;
  readonly statementHash: Uint8Array;
  readonly logIndex: number;
}

/** Judges the counters of all boots of a log, entry by entry. */
export class CounterWatch {
  readonly boots = new Map<BootText, BootWatch>();
  readonly open = new Map<string, OpenMisfit>();
  readonly refused = new Map<string, RefusedCounter>();
  readonly late = new LateWatch();
  /** Boots of which an equivocation entry tells. It tells of one contradiction, and convicts the device of all. */
  readonly convicted = new Set<BootText>();

  /**
   * Takes a scan that may be signed by whom it will.
   * @param span of counters that its key signs, where that is known
   */
  takeScan(read: ReadScan, span: CounterSpan | undefined): MonitorFinding[] {
    const { scan, logIndex } = read;
    const boot = bootText(scan);
    const watch = this.bootOf(boot);
    const hash = statementHash(scan);
    const findings: MonitorFinding[] = [];
    if (scan.after !== watch.lastCounter) {
      const text = `Entry ${logIndex} says that it comes after counter ${scan.after} of its boot; the highest one in the log is ${watch.lastCounter}.`;
      findings.push(contradiction('AFTER', logIndex, text));
    }
    const refused = this.refused.get(`${boot} ${scan.counter}`);
    if (refused && keyText(refused.statementHash) !== keyText(hash))
      findings.push(twice(logIndex, boot, scan, refused));
    const taken = watch.take({ counter: scan.counter, previous: scan.previous, statementHash: hash }, span);
    if (taken === 'doubled') findings.push(twice(logIndex, boot, scan, null));
    else {
      if (!this.convicted.has(boot))
        for (const misfit of taken) this.open.set(`${boot} ${misfit.counter}`, { ...misfit, boot, logIndex });
      const [oldest] = this.open.values();
      if (oldest && oldest.logIndex + TOLD_WITHIN_ENTRIES <= logIndex) findings.push(untold(oldest));
    }
    return findings;
  }

  /** Takes what the keys say of the scan that was taken last. */
  takeSigned({ scan, logIndex }: ReadScan, { into }: SignerOfScan, span: CounterSpan): MonitorFinding[] {
    if (!into) return [];
    const { counter } = scan;
    const boot = bootText(scan);
    const late = { boot, counter, span: { from: span.from, to: into.counter }, logIndex };
    return this.late.take({ ...late, statementHash: statementHash(scan), lastHash: into.hash }, this.bootOf(boot));
  }

  /** What is logged of the boot that an event of this device names. */
  loggedOf(device: Uint8Array, { boot, counter }: LastStatement): LoggedOfBoot {
    return this.boots.get(bootText({ device, boot }))?.logged(counter) ?? { highestCounter: 0 };
  }

  takeEvent(read: ReadEvent): MonitorFinding[] {
    if (isEventOf(read, EventKind.EQUIVOCATION)) return this.takeEquivocation(read);
    if (!isEventOf(read, EventKind.REFUSED)) return [];
    return refusedStatements(read.body).flatMap((statement) => this.takeRefused(read, statement));
  }

  /** Takes one statement that a refusal quotes. */
  private takeRefused(
    { logIndex, body: { reason } }: Extract<ReadEvent, { eventKind: 11 }>,
    statement: SignedStatement,
  ): MonitorFinding[] {
    const boot = bootText(statement);
    const place = `${boot} ${statement.counter}`;
    const hash = statementHash(statement);
    const known = this.refused.get(place);
    const accuses = refusalAccuses(reason);
    if (accuses && !known) this.refused.set(place, { boot, counter: statement.counter, statementHash: hash, logIndex });
    const what = `Entry ${logIndex} refuses counter ${statement.counter} of ${nameOf(boot)}`;
    const findings = [notice('REFUSED', logIndex, `${what}: ${reason}.`)];
    if (accuses && known && keyText(known.statementHash) !== keyText(hash))
      findings.push(twice(logIndex, boot, statement, known));
    // Of other bytes an equivocation entry tells, and the very statement is not refused any more.
    if (accuses && this.boots.get(boot)?.has(statement.counter))
      findings.push(contradiction('COUNTER_DOUBLED', logIndex, `${what} (${reason}), which an entry before it holds.`));
    return findings;
  }

  /** What is open at the end of a checkpoint. @param size entries so far. @param seenAtSize those of the checkpoint before */
  overdue(size: number, seenAtSize: number): MonitorFinding[] {
    const misfits = [...this.open.values()].map((misfit) =>
      isOverdue(misfit.logIndex, { size, seenAtSize })
        ? untold(misfit)
        : notice('PREVIOUS_OPEN', misfit.logIndex, `${misfitText(misfit)} has told of it yet.`),
    );
    return [...misfits, ...this.late.overdue(size, seenAtSize)];
  }

  private takeEquivocation(read: Extract<ReadEvent, { eventKind: 10 }>): MonitorFinding[] {
    const { logIndex, body } = read;
    const { first, second, reason } = body;
    if (!contradicts(body)) {
      const text = `Entry ${logIndex} accuses a device of a contradiction that is none.`;
      return [contradiction('ACCUSATION_EMPTY', logIndex, text)];
    }
    const boot = bootText(second);
    const text = `Entry ${logIndex} tells that ${nameOf(boot)} contradicted itself at counter ${second.counter}: ${reason}.`;
    const findings = [notice('EQUIVOCATION', logIndex, text)];
    if (this.isLogged(body, boot)) this.convict(boot);
    else {
      const why = `Entry ${logIndex} quotes counter ${first.counter} of ${nameOf(boot)} as logged, and the log holds no such statement.`;
      findings.push(contradiction('ACCUSATION_UNLOGGED', logIndex, why));
    }
    return findings;
  }

  private convict(boot: BootText): void {
    this.convicted.add(boot);
    for (const [place, misfit] of this.open) if (misfit.boot === boot) this.open.delete(place);
  }

  /** Whether the first statement is in the log, as far as that is remembered: all hashes are not. */
  private isLogged({ first, second, reason }: EquivocationBody, boot: BootText): boolean {
    const isLogged = this.boots.get(boot)?.has(first.counter) ?? false;
    const hash = statementHash(first);
    if (reason === 'COUNTER_REUSED') {
      const refused = this.refused.get(`${boot} ${first.counter}`);
      return isLogged || (refused !== undefined && bytesEqual(refused.statementHash, hash));
    }
    return isLogged && this.boots.get(boot)!.has(second.counter);
  }

  private bootOf(boot: BootText): BootWatch {
    let watch = this.boots.get(boot);
    if (!watch) this.boots.set(boot, (watch = BootWatch.empty()));
    return watch;
  }
}

const misfitText = ({ boot, counter, logIndex }: OpenMisfit): string =>
  `Entry ${logIndex}: counter ${counter} of ${nameOf(boot)} does not chain into counter ${counter - 1}, and no equivocation entry`;

const untold = (misfit: OpenMisfit): MonitorFinding =>
  contradiction('PREVIOUS_UNTOLD', misfit.logIndex, `${misfitText(misfit)} tells of it.`);

function twice(
  logIndex: number,
  boot: BootText,
  { counter }: { readonly counter: number },
  refused: RefusedCounter | null,
): MonitorFinding {
  const why = refused ? `of which entry ${refused.logIndex} refused other bytes` : 'which an entry before it holds';
  const text = `Entry ${logIndex} holds counter ${counter} of ${nameOf(boot)}, ${why}.`;
  return contradiction('COUNTER_DOUBLED', logIndex, text);
}
