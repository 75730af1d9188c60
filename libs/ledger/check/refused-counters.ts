import { type RefusedBody, type StatementFields, statementHash } from '#libs/provenance';
import { accuses } from '../append/findings.js';
import { hex } from './findings.js';

interface Refused {
  readonly logIndex: number;
  readonly statementHash: string;
}

/** Which counters `refused` entries of the log have taken. */
export class RefusedCounters {
  private readonly byCounter = new Map<string, Refused>();

  /** Takes the next refusal of the log. @returns the entry before it that refused other bytes of the counter. */
  take(logIndex: number, { statement, reason }: RefusedBody): number | undefined {
    if (!accuses(reason)) return undefined;
    const hash = hex(statementHash(statement));
    const place = placeOf(statement);
    const known = this.byCounter.get(place);
    if (!known) this.byCounter.set(place, { logIndex, statementHash: hash });
    return known && known.statementHash !== hash ? known.logIndex : undefined;
  }

  /** @returns the entry that refused other bytes of this counter before. */
  contradictedBy(statement: StatementFields, hash: Uint8Array): number | undefined {
    if (this.byCounter.size === 0) return undefined;
    const known = this.byCounter.get(placeOf(statement));
    return known && known.statementHash !== hex(hash) ? known.logIndex : undefined;
  }
}

const placeOf = ({ boot, counter }: StatementFields): string => `${hex(boot)}/${counter}`;
