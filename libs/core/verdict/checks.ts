/** What a check came to. */
export type CheckResult =
  | 'passed'
  /** The evidence contradicts itself or the pinned key. */
  | 'failed'
  /** Intact, with something that a person should know. */
  | 'notice'
  /** A key, version or policy is missing without which nothing can be said. */
  | 'not-judged';

/** Every check, in the order in which they are told. What each decides is said in libs/words. */
export const CHECK_CODES = [
  'FORM',
  'OBJECT',
  'CHECKPOINT',
  'QUORUM',
  'FRESHNESS',
  'INCLUSION',
  'ENTRIES',
  'KEYS',
  'SIGNATURES',
  'TRAILS',
  'COUNTERS',
  'DEVICES',
  'CUSTODY',
  'PACKING',
  'GAPS',
  'TEMPERATURE',
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

/** Asked only where there is something to ask it with: the clock of the asker, and a time. Else it stands under what was not checked. */
const WHERE_ASKED: ReadonlySet<CheckCode> = new Set(['FRESHNESS']);

/** One check with its result and reason. */
export interface Check {
  readonly code: CheckCode;
  readonly result: CheckResult;
  /** The reason, in sentences for a person. */
  readonly text: string;
  /** Log indexes of the entries it is about, where it is about some. */
  readonly entries?: readonly number[];
}

/** Collects the checks of one judgement. */
export class CheckList {
  private readonly checks: Check[] = [];

  add(code: CheckCode, result: CheckResult, text: string, entries?: readonly number[]): void {
    this.checks.push({ code, result, text, ...(entries && entries.length > 0 && { entries }) });
  }

  has(result: CheckResult): boolean {
    return this.checks.some((check) => check.result === result);
  }

  isAnswered(code: CheckCode): boolean {
    return this.checks.some((check) => check.code === code);
  }

  isNotJudged(code: CheckCode): boolean {
    return this.checks.some((check) => check.code === code && check.result === 'not-judged');
  }

  /** All checks in the order of the codes; one that never came to its turn is not judged. */
  all(): Check[] {
    return CHECK_CODES.flatMap((code) => {
      const done = this.checks.filter((check) => check.code === code);
      return done.length > 0
        ? done
        : WHERE_ASKED.has(code)
          ? []
          : [{ code, result: 'not-judged', text: 'Not judged, because of what was found before.' } as const];
    });
  }
}
