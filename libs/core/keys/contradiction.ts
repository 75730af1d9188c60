import { bytesEqual, type EquivocationBody, statementHash, type StatementSource } from '#libs/core/wire';

/**
 * Whether two statements use one counter of one boot for different bytes. Which key signed them does not matter: a boot is one
 * device's, and its counter is used once.
 */
export const isCounterReused = (first: StatementSource, second: StatementSource): boolean =>
  first.counter === second.counter &&
  bytesEqual(first.boot, second.boot) &&
  !bytesEqual(statementHash(first), statementHash(second));

/** Whether a statement is of the counter behind the other one's, and names another as the one before it. */
const isPreviousMisfit = (first: StatementSource, second: StatementSource): boolean =>
  second.counter === first.counter + 1 &&
  bytesEqual(first.boot, second.boot) &&
  !bytesEqual(statementHash(first), second.previous);

/** Whether the two statements of an equivocation cannot both be honest, in the way that the entry says. */
export const contradicts = ({ first, second, reason }: EquivocationBody): boolean =>
  reason === 'COUNTER_REUSED' ? isCounterReused(first, second) : isPreviousMisfit(first, second);
