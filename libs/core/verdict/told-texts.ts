import { partyText, type PartyView, type ToldFact, type ToldFinding, type UnitView, unitText } from '#libs/core/story';
import type { KeyText } from '#libs/core/entries';
import { type Finding, type FindingCode, finding } from './status.js';

/** How parties and things are called. */
export interface Names {
  /** @param logIndex of the entry at which it is told */
  readonly party: (key: KeyText, logIndex?: number) => PartyView;
  readonly unit: (key: KeyText) => UnitView;
}

/** What the story notices, as sentences. That nobody is known to own a code is no finding: it stands under what was not checked. */
export function toldFindings(findings: readonly ToldFinding[], names: Names): Finding[] {
  return findings.flatMap((told) => {
    if (told.code === 'OWNER_UNKNOWN') return [];
    return [finding(told.code, sentenceOf(told, new Facts(told, names)), told.entries)];
  });
}

function sentenceOf({ code, entries }: ToldFinding, facts: Facts): string {
  const { party } = facts;
  switch (code as FindingCode) {
    case 'HOLDER_UNCONFIRMED':
      return `${party} handled it, and no holder had named it. What it says stands under its own name.`;
    case 'LATE_NO_EFFECT':
      return `A scan by ${party} came late and would have changed who held it: it is told, and changes nothing.`;
    case 'TOLD_LATE':
      return `Entry ${entries[0]} came late and added to what was told before.`;
    case 'SEEN_ELSEWHERE':
      return `Also scanned by ${party}, which did not hold it (${facts.times}).`;
    case 'CODE_SEEN_TWICE':
      return `${party}, which did not hold it, made, sold or ended a thing with this code: there may be two of them.`;
    case 'DISPUTED':
      return `Another party declared entry ${entries[0]} wrong${facts.because}. That changes nothing.`;
    case 'DECLARED_WRONG':
      return `Entry ${entries[0]} was declared wrong by its own party${facts.because}.`;
    case 'REPORTED_FOR':
      return `${party} signed entry ${entries[0]} for ${facts.provider}, whose information it is.`;
    case 'SPAN_UNCERTAIN':
      return `How long ${facts.child} was in ${facts.parent} is uncertain.`;
    case 'PACKING_NOT_CONFIRMED':
      return `${facts.child} and ${facts.parent}: packed or unpacked by a party that did not hold it.`;
    case 'PACKING_IMPOSSIBLE':
      return `${facts.child} packed into ${facts.parent}: it would lie in itself.`;
    case 'UNPACKED_NOT_PACKED':
      return `${facts.child} taken out of ${facts.parent}: nothing says that it was put in.`;
    case 'DEPTH':
      return `${facts.child} packed into ${facts.parent}: deeper than eight units in each other; what happened to the outer unit is not checked.`;
    default:
      throw new RangeError(`the story notices ${code}, and nobody has words for it`);
  }
}

/** Reasons of CBV 2.0. What a party writes freely is never put into a sentence of ours. */
const ERROR_REASONS: ReadonlyMap<string, string> = new Map([
  ['did_not_occur', 'it did not happen'],
  ['incorrect_data', 'its data are wrong'],
]);

/** The facts of one finding in words. */
class Facts {
  private readonly facts: readonly ToldFact[];
  /** The newest entry that shows it: names are those of then. */
  private readonly logIndex: number | undefined;

  constructor(
    { facts, entries }: ToldFinding,
    private readonly names: Names,
  ) {
    this.facts = facts;
    this.logIndex = entries.length === 0 ? undefined : Math.max(...entries);
  }

  get party(): string {
    return this.partyCalled('party');
  }

  get provider(): string {
    return this.partyCalled('provider');
  }

  get child(): string {
    return this.unitCalled('child');
  }

  get parent(): string {
    return this.unitCalled('parent');
  }

  get times(): string {
    const scans = this.facts.find((fact) => fact.name === 'scans');
    return scans?.count === 1 || !scans ? 'once' : `${scans.count} times`;
  }

  get because(): string {
    const reason = this.facts.find((one): one is Extract<ToldFact, { text: string }> => one.name === 'reason');
    const word = reason && ERROR_REASONS.get(reason.text);
    return word === undefined ? '' : ` (${word})`;
  }

  private partyCalled(name: 'party' | 'provider'): string {
    const fact = this.facts.find((one): one is Extract<ToldFact, { party: KeyText }> => one.name === name);
    return partyText(fact ? this.names.party(fact.party, this.logIndex) : null);
  }

  private unitCalled(name: 'child' | 'parent'): string {
    const fact = this.facts.find((one): one is Extract<ToldFact, { object: KeyText }> => one.name === name);
    return fact ? unitText(this.names.unit(fact.object)) : 'it';
  }
}
