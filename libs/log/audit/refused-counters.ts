import { refusalAccuses, type RefusedBody, statementHash } from '#libs/core/wire';
import { asBuffer, keyOf } from '#libs/log/ledger';

interface Refused {
  readonly logIndex: number;
  readonly statementHash: Buffer;
}

/** Which counters `refused` entries of the log have taken. */
export class RefusedCounters {
  private readonly byBoot = new Map<string, Map<number, Refused>>();

  /** Takes a statement that the next refusal of the log quotes. @returns the entry before it that refused other bytes of the counter. */
  take(logIndex: number, { statement, reason }: Pick<RefusedBody, 'statement' | 'reason'>): number | undefined {
    if (!refusalAccuses(reason)) return undefined;
    const hash = asBuffer(statementHash(statement));
    const boot = keyOf(statement.boot);
    let counters = this.byBoot.get(boot);
    if (!counters) this.byBoot.set(boot, (counters = new Map()));
    const known = counters.get(statement.counter);
    if (!known) counters.set(statement.counter, { logIndex, statementHash: hash });
    return known && !known.statementHash.equals(hash) ? known.logIndex : undefined;
  }

  /** @returns the entry that refused other bytes of this counter before. */
  contradictedBy(boot: string, counter: number, hash: Buffer): number | undefined {
    const known = this.byBoot.get(boot)?.get(counter);
    return known && !known.statementHash.equals(hash) ? known.logIndex : undefined;
  }
}
