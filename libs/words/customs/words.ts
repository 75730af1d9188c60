/** What the customs page says beside the words of a trail. `{name}` stands for what is put in. */
export interface CustomsWords {
  readonly title: string;
  readonly skip: string;
  readonly language: string;
  readonly signIn: string;
  readonly signOut: string;
  readonly token: string;
  readonly tokenHelp: string;
  readonly tokenRefused: string;
  readonly recorded: string;
  readonly search: string;
  readonly searchLabel: string;
  readonly searchHelp: string;
  readonly searching: string;
  readonly results: string;
  readonly noResults: string;
  readonly more: string;
  readonly moreNotListed: string;
  readonly back: string;
  readonly open: string;
  readonly loading: string;
  readonly download: string;
  readonly print: string;
  readonly lookup: string;
  readonly error: {
    readonly unauthorized: string;
    readonly 'not-found': string;
    readonly refused: string;
    readonly unavailable: string;
    readonly 'no-answer': string;
    readonly failed: string;
  };
  readonly policy: {
    readonly heading: string;
    readonly log: string;
    readonly fingerprint: string;
    readonly 'first-use': string;
    readonly compared: string;
    readonly file: string;
    readonly load: string;
    readonly confirm: string;
    readonly changed: string;
    readonly malformed: string;
    readonly none: string;
  };
  readonly verdict: {
    readonly heading: string;
    readonly here: string;
    readonly findings: string;
    readonly nothing: string;
    readonly entries: string;
  };
  readonly facts: {
    readonly heading: string;
    readonly custodian: string;
    readonly handOver: string;
    readonly units: string;
    /** What happened to the keys of the devices; the events themselves are told in English, as findings are. */
    readonly deviceKeys: string;
    readonly until: string;
    readonly since: string;
    readonly still: string;
    readonly uncertain: string;
    readonly unknown: string;
    readonly checkpoint: string;
    readonly entriesCount: string;
  };
  readonly readings: {
    readonly heading: string;
    readonly summary: string;
    readonly band: string;
    readonly outside: string;
    readonly table: string;
    readonly time: string;
    readonly value: string;
  };
  readonly step: {
    readonly heading: string;
    readonly none: string;
    readonly place: string;
    readonly location: string;
    readonly by: string;
    readonly device: string;
    readonly custody: string;
    readonly handsTo: string;
    readonly via: string;
    readonly packed: string;
    readonly unpacked: string;
    readonly notConfirmed: string;
    readonly time: string;
    readonly arrived: string;
    readonly entry: string;
    readonly missing: string;
    readonly details: string;
    readonly stated: string;
    readonly hidden: string;
    readonly minuteOnly: string;
    /** Heading of the scans by whoever did not hold it. */
    readonly others: string;
    /** Of readings. */
    readonly notCounted: string;
  };
  readonly checks: {
    readonly code: string;
    readonly result: string;
    readonly reason: string;
  };
  /** Names of claims (docs/formats/claims.md). What is not here is shown by its own name. */
  readonly claims: Readonly<Record<string, string>>;
  /** Kinds of objects. */
  readonly kind: Readonly<Record<string, string>>;
  /** What a number is to an object that was found by it. */
  readonly match: Readonly<Record<string, string>>;
}
