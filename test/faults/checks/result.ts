/** What one check found. A check that had nothing to look at proves nothing, so it says how much it saw. */
export interface CheckResult {
  readonly name: CheckName;
  readonly examined: number;
  /** What was counted in `examined`. */
  readonly unit: string;
  readonly violations: number;
  /** The first ones, in words. */
  readonly texts: readonly string[];
}

export const CHECKS = {
  killsUnderLoad: 'every kill found at least 100 scans sent and not yet receipted',
  flowResumed: 'the flow resumed after every kill',
  logIntact: 'the entries of the public log are those that its checkpoint signs',
  receiptedOnce: 'every receipted scan is in the log exactly once, where its receipt says',
  enqueuedLogged: 'every scan that a device stored is in the log, and no other',
  counterOrder: 'every device is in counter order, late scans are marked, previous leads to previous',
  noContradictions: 'no equivocation, no refusal, no reject, nothing distrusted',
  checkpoints: 'all checkpoints ever shown or stored are of one log',
  privateParts: 'every logged scan has its URIs and disclosures',
  trailHeads: 'cairn check recomputes every trail head and tile',
  stoppedAnchor: 'an anchor that was stopped beyond its lease wrote, signed and published nothing, and stood by',
  recovered: 'with the database lost, cairn recover rebuilds it, the node goes on, and all of the above holds again',
} as const;

export type CheckName = keyof typeof CHECKS;

const TEXTS_MAX = 5;

/** Collects what a check finds. */
export class Findings {
  private examined = 0;
  private violations = 0;
  private readonly texts: string[] = [];

  constructor(
    private readonly name: CheckName,
    private readonly unit: string,
  ) {}

  /** Violations so far. */
  get count(): number {
    return this.violations;
  }

  saw(count = 1): void {
    this.examined += count;
  }

  violated(text: string): void {
    this.violations += 1;
    if (this.texts.length < TEXTS_MAX) this.texts.push(text);
  }

  require(condition: boolean, text: () => string): void {
    if (!condition) this.violated(text());
  }

  /** A check that saw nothing has failed: it would pass on any bug. */
  result(): CheckResult {
    if (this.examined === 0) this.violated(`there were no ${this.unit} to look at`);
    const { name, unit, examined, violations, texts } = this;
    return { name, unit, examined, violations, texts };
  }
}

export const hasPassed = ({ violations }: CheckResult): boolean => violations === 0;
