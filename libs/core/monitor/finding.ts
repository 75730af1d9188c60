/** What a monitor may find: codes for programs, and what each means. */
export const MONITOR_FINDINGS = {
  ENTRY_UNREADABLE: 'an entry is not of this format',
  KEYS: 'an entry does not fit the keys that the log made known before it',
  KEY_UNUSABLE: 'a key is made known that no verifier should take',
  SIGNATURE: 'a signature is not by the key that was active there',
  COUNTER_DOUBLED: 'a counter of a boot stands twice',
  AFTER: 'what an entry says of the counters before it is not true',
  ARRIVAL: 'an entry says that it arrived before one that stands above it',
  PREVIOUS_UNTOLD: 'two scans do not chain, and no equivocation entry tells of it',
  CHAIN: 'a scan came after its key had ended, and does not chain into the last statement that was named then',
  ENROLMENT: 'an enrolment names a party that the log does not know, or a scan exceeds what its enrolment allows',
  ACCUSATION_EMPTY: 'an equivocation entry holds no contradiction',
  ACCUSATION_UNLOGGED: 'an equivocation entry quotes as logged what the log does not hold',
  PREVIOUS_OPEN: 'two scans do not chain, and no equivocation entry has told of it yet',
  CHAIN_OPEN: 'a scan came after its key had ended, and what chains it into the last statement has not come yet',
  EQUIVOCATION: 'a device contradicted itself, and the log tells of it',
  REFUSED: 'a signed scan was refused, and the log tells of it',
  KEY_COMPROMISED: 'a key was reported as being in other hands',
  TIME_ODD: 'a device states a time that cannot be',
  KIND_UNKNOWN: 'an entry is of a kind that this version cannot judge',
} as const;
export type MonitorFindingCode = keyof typeof MONITOR_FINDINGS;

/**
 * `contradiction`: the log says two things that cannot both be true, or one that is not; `not judged`: this version cannot say;
 * `notice`: worth knowing, and nothing that speaks against the log.
 */
export type MonitorWeight = 'contradiction' | 'not judged' | 'notice';

export interface MonitorFinding {
  readonly code: MonitorFindingCode;
  readonly weight: MonitorWeight;
  /** Entry at which it showed. */
  readonly logIndex: number;
  /** One line: what contradicts what. */
  readonly text: string;
}

export const contradiction = (code: MonitorFindingCode, logIndex: number, text: string): MonitorFinding => ({
  code,
  weight: 'contradiction',
  logIndex,
  text,
});
export const notice = (code: MonitorFindingCode, logIndex: number, text: string): MonitorFinding => ({
  code,
  weight: 'notice',
  logIndex,
  text,
});
