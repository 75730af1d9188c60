/** What a check came to. */
export type CheckResult =
  | 'passed'
  /** The evidence contradicts itself or the pinned key. */
  | 'failed'
  /** Intact, with something that a person should know. */
  | 'notice'
  /** A key, version or policy is missing without which nothing can be said. */
  | 'not-judged';

/** Every check with what it decides, in the order in which they are told. */
export const CHECKS = {
  FORM: 'The text is evidence in its one spelling',
  OBJECT: 'It is evidence of the object that was asked for',
  CHECKPOINT: 'The checkpoint is signed by a log key of the policy',
  QUORUM: 'The witnesses that the policy asks for have cosigned the checkpoint',
  INCLUSION: 'Every entry stands at its place in the log',
  ENTRIES: 'Every entry is of the known format',
  KEYS: 'Every key was made known by the operator of the log, before it was used',
  SIGNATURES: 'Every entry is signed by the key that was active at its place in the log',
  TRAILS: 'What is here belongs to the trails of the object and of the keys behind it, and nothing foreign is among it',
  COUNTERS: 'The counters of the devices contradict nothing',
  DEVICES: 'No device of the trail was caught contradicting itself, and no key of it was reported as compromised',
  CUSTODY: 'Nobody without custody has scanned the object',
  PACKING: 'Every packing and unpacking was by the party that had custody',
  GAPS: 'Nothing is missing that the entries themselves imply',
  TEMPERATURE: 'No reading was outside of its band',
} as const;
export type CheckCode = keyof typeof CHECKS;

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

  /** All checks in the order of the table; one that never came to its turn is not judged. */
  all(): Check[] {
    return (Object.keys(CHECKS) as CheckCode[]).flatMap((code) => {
      const done = this.checks.filter((check) => check.code === code);
      return done.length > 0
        ? done
        : [{ code, result: 'not-judged', text: 'Not judged, because of what was found before.' } as const];
    });
  }
}
