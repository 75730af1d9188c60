import { EventKind, refusedStatements, type StatementFields } from '#libs/core/wire';
import { isEventOf, keyText, type ReadEntry, type ReadScan } from '#libs/core/entries';

/** Counters of one boot of a device. */
const bootText = ({ device, boot }: StatementFields): string => `${keyText(device)} ${keyText(boot)}`;

/** Which counters are accounted for: logged within these entries, or refused and logged as such. */
export class CounterBook {
  private readonly logged = new Map<string, Set<number>>();
  private readonly refused = new Map<string, Set<number>>();

  constructor(entries: Iterable<ReadEntry>) {
    for (const entry of entries) {
      if (entry.kind === 'scan') note(this.logged, entry.scan);
      else if (entry.kind === 'event' && isEventOf(entry, EventKind.REFUSED))
        for (const statement of refusedStatements(entry.body)) note(this.refused, statement);
    }
  }

  /** The hole below a scan when it was logged: counters that were not logged then, and what became of them as far as these entries say. */
  holeBelow({ scan }: ReadScan): CounterHole {
    const boot = bootText(scan);
    const first = scan.after + 1;
    const last = scan.counter - 1;
    const within = (book: Map<string, Set<number>>): number[] =>
      [...(book.get(boot) ?? [])].filter((counter) => first <= counter && counter <= last);
    const size = Math.max(0, last - first + 1);
    // A counter that was used twice may be both: one scan logged, the other refused.
    const refused = within(this.refused).filter((counter) => !this.logged.get(boot)?.has(counter)).length;
    return { first, last, refused, missing: size - refused - within(this.logged).length };
  }
}

/** Counters `first` to `last` were not logged before the scan. */
export interface CounterHole {
  readonly first: number;
  readonly last: number;
  /** How many of them were finally refused, and not logged later. */
  readonly refused: number;
  /** How many of them these entries do not account for. */
  readonly missing: number;
}

function note(book: Map<string, Set<number>>, statement: StatementFields): void {
  const boot = bootText(statement);
  const counters = book.get(boot) ?? new Set();
  book.set(boot, counters.add(statement.counter));
}
