import { contradicts, isCounterReused } from '../contradiction.js';
import { type EquivocationBody, type SignedStatement, statementHash } from '../../wire/index.js';

const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

const statement = (fields: Partial<SignedStatement> = {}): SignedStatement => ({
  device: filled(32, 1),
  keyId: filled(8, 2),
  boot: filled(16, 3),
  counter: 5,
  previous: filled(32, 4),
  headerHash: filled(32, 5),
  signature: filled(64, 6),
  ...fields,
});
const accusation = (
  reason: EquivocationBody['reason'],
  first: SignedStatement,
  second: SignedStatement,
): EquivocationBody => ({ first, second, reason, timeMs: 1 });

const five = statement();
const sixOf = (fields: Partial<SignedStatement>): SignedStatement => statement({ counter: 6, ...fields });

describe('a counter used twice', () => {
  it.each([
    ['other bytes', { headerHash: filled(32, 9) }],
    ['another statement before it', { previous: filled(32, 9) }],
    ['another key of the device', { keyId: filled(8, 9) }],
  ])('is one with %s', (_, fields) => {
    const other = statement(fields);
    expect(isCounterReused(five, other)).toBe(true);
    expect(isCounterReused(other, five)).toBe(true);
    expect(contradicts(accusation('COUNTER_REUSED', five, other))).toBe(true);
  });

  it.each([
    ['the same statement', {}],
    ['the same statement, signed once more', { signature: filled(64, 9) }],
    ['another boot', { boot: filled(16, 9), headerHash: filled(32, 9) }],
    ['another counter', { counter: 6, headerHash: filled(32, 9) }],
    ['a counter before', { counter: 4, headerHash: filled(32, 9) }],
  ])('is none with %s', (_, fields) => {
    const other = statement(fields);
    expect(isCounterReused(five, other)).toBe(false);
    expect(contradicts(accusation('COUNTER_REUSED', five, other))).toBe(false);
  });
});

describe('a statement that names another before it', () => {
  it('contradicts the one that is there', () => {
    expect(contradicts(accusation('PREVIOUS_MISMATCH', five, sixOf({ previous: filled(32, 9) })))).toBe(true);
  });

  it.each([
    ['names that one', sixOf({ previous: statementHash(five) })],
    ['is of another boot', sixOf({ boot: filled(16, 9), previous: filled(32, 9) })],
    ['has the same counter', statement({ headerHash: filled(32, 9) })],
    ['is not the next one', statement({ counter: 7, previous: filled(32, 9) })],
    ['is the one before', statement({ counter: 4, previous: filled(32, 9) })],
  ])('does not when it %s', (_, second) => {
    expect(contradicts(accusation('PREVIOUS_MISMATCH', five, second))).toBe(false);
  });
});
