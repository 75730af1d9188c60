import { isEventOf, keyText, type ReadEvent, type ReadScan } from '../evidence/read-entry.js';
import { EventKind, statementHash, type StatementSource } from '../wire/index.js';
import { BootWatch, type Misfit } from './boot-watch.js';
import { contradiction, type MonitorFinding, notice } from './finding.js';
import { contradicts } from './quoted-statements.js';

/** Of boots by text: device key and boot in hexadecimal digits, parted by a space. */
export type BootText = string;

/** A misfit of which no equivocation entry has told yet. */
export interface OpenMisfit extends Omit<Misfit, 'previous'> {
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

/**
 * Entries between a misfit and the entry that tells of it, at most. The sequencer logs both in one commit, which has fewer; a
 * checkpoint may come between them only where a recovery published in pieces.
 */
const TOLD_WITHIN_ENTRIES = 16_384;

/** Refusals that take no counter from the device: its key or boot counted no longer, and somebody else may have signed. */
const NOT_ACCUSING: ReadonlySet<string> = new Set(['KEY_NOT_ACTIVE', 'BOOT_ENDED']);

/** Judges the counters of all boots of a log, entry by entry. */
export class CounterWatch {
  readonly boots = new Map<BootText, BootWatch>();
  readonly open = new Map<string, OpenMisfit>();
  readonly refused = new Map<string, RefusedCounter>();

  takeScan(read: ReadScan): MonitorFinding[] {
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
    const taken = watch.take({ counter: scan.counter, previous: scan.previous, statementHash: hash });
    if (taken === 'doubled') findings.push(twice(logIndex, boot, scan, null));
    else {
      for (const { counter, firstHash } of taken)
        this.open.set(`${boot} ${counter}`, { boot, counter, firstHash, logIndex });
    }
    return findings;
  }

  takeEvent(read: ReadEvent): MonitorFinding[] {
    if (isEventOf(read, EventKind.EQUIVOCATION)) return this.takeEquivocation(read);
    if (!isEventOf(read, EventKind.REFUSED)) return [];
    const { logIndex } = read;
    const { statement, reason } = read.body;
    const boot = bootText(statement);
    const place = `${boot} ${statement.counter}`;
    const hash = statementHash(statement);
    const known = this.refused.get(place);
    const accuses = !NOT_ACCUSING.has(reason);
    if (accuses && !known) this.refused.set(place, { boot, counter: statement.counter, statementHash: hash, logIndex });
    const findings = [
      notice(
        'REFUSED',
        logIndex,
        `Entry ${logIndex} refuses counter ${statement.counter} of ${nameOf(boot)}: ${reason}.`,
      ),
    ];
    if (accuses && known && keyText(known.statementHash) !== keyText(hash))
      findings.push(twice(logIndex, boot, statement, known));
    return findings;
  }

  /** @param size entries so far. @param isEnd whether a checkpoint of this size stands; @param before size of the one before it */
  overdue(size: number, seenAtSize: number): MonitorFinding[] {
    return [...this.open.values()].flatMap(({ boot, counter, logIndex }) => {
      const what = `Entry ${logIndex}: counter ${counter} of ${nameOf(boot)} does not chain into counter ${counter - 1}, and no equivocation entry`;
      const isOverdue = logIndex + TOLD_WITHIN_ENTRIES <= size || (logIndex < seenAtSize && size > seenAtSize);
      return isOverdue
        ? [contradiction('PREVIOUS_UNTOLD', logIndex, `${what} tells of it.`)]
        : [notice('PREVIOUS_OPEN', logIndex, `${what} has told of it yet.`)];
    });
  }

  private takeEquivocation(read: Extract<ReadEvent, { eventKind: 10 }>): MonitorFinding[] {
    const { logIndex, body } = read;
    const { first, second, reason } = body;
    if (!contradicts(body)) {
      const text = `Entry ${logIndex} accuses a device of a contradiction that is none.`;
      return [contradiction('ACCUSATION_EMPTY', logIndex, text)];
    }
    const boot = bootText(second);
    const place = `${boot} ${second.counter}`;
    const open = this.open.get(place);
    if (reason === 'PREVIOUS_MISMATCH' && open && keyText(open.firstHash) === keyText(statementHash(first)))
      this.open.delete(place);
    const text = `Entry ${logIndex} tells that ${nameOf(boot)} contradicted itself at counter ${second.counter}: ${reason}.`;
    return [notice('EQUIVOCATION', logIndex, text)];
  }

  private bootOf(boot: BootText): BootWatch {
    let watch = this.boots.get(boot);
    if (!watch) this.boots.set(boot, (watch = BootWatch.empty()));
    return watch;
  }
}

const bootText = ({ device, boot }: Pick<StatementSource, 'device' | 'boot'>): BootText =>
  `${keyText(device)} ${keyText(boot)}`;

/** Enough of the keys to find it, short enough for a line. */
const nameOf = (boot: BootText): string => {
  const [device, number] = boot.split(' ');
  return `boot ${number!.slice(0, 8)} of device ${device!.slice(0, 16)}`;
};

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
