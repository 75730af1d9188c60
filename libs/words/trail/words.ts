import type { CheckCode } from '#libs/core/verdict';

/** Everything that the element of the shop says, and the customs page where it says the same. */
export interface TrailWords {
  readonly title: string;
  readonly checking: string;
  readonly initial: string;
  readonly headline: {
    /** Nothing known to be missing. */
    readonly intact: string;
    /** Intact, and there is something to know. */
    readonly noticed: string;
    readonly mismatch: string;
    readonly notJudged: string;
    /** Nothing speaks against it but a time that is ahead of the reader's clock. */
    readonly clockOff: string;
  };
  readonly failure: {
    readonly 'object-wrong': string;
    readonly 'key-wrong': string;
    readonly 'unknown-object': string;
    readonly unavailable: string;
    readonly failed: string;
  };
  /** The status of the thing, beside whether its record is intact. */
  readonly status: Readonly<Record<string, string>>;
  /** What some findings say, by code; of the others there are sentences in English alone. */
  readonly findings: Readonly<Record<'FACTS_DISAGREE' | 'STALE', string>>;
  /** As of when the record is. */
  readonly freshness: { readonly age: string; readonly time: string; readonly none: string };
  /** `{n}` stands for the number. */
  readonly steps: { readonly one: string; readonly many: string };
  readonly showSteps: string;
  readonly whatWasChecked: string;
  readonly notChecked: string;
  readonly doesNotProve: string;
  readonly result: Readonly<Record<'passed' | 'failed' | 'notice' | 'not-judged', string>>;
  readonly evidence: string;
  readonly checkedAgainst: string;
  readonly demo: string;
  readonly simulated: string;
  readonly late: string;
  readonly dayOnly: string;
  readonly unknownPlace: string;
  readonly insideUnit: string;
  readonly temperature: Readonly<Record<string, string>>;
  readonly standing: Readonly<Record<string, string>>;
  /** What each check of libs/core/verdict decides, by its code. */
  readonly checks: Readonly<Record<CheckCode, string>>;
  /** What nobody checked, by its code. */
  readonly open: Readonly<Record<string, string>>;
  /** The one line that stands under every verdict. */
  readonly limits: string;
  /** Business steps of CBV 2.0. What is not here is shown as it is. */
  readonly bizStep: Readonly<Record<string, string>>;
}
