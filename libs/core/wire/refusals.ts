import { bytesEqual } from './bytes.js';
import { leafHash, nodeHash } from '#libs/core/tlog';
import { WireError } from './errors.js';
import type { CounterRange, RefusedBody } from './event-bodies.js';
import { checkPrevious } from './scan.js';
import { type SignedStatement, statementHash } from './statement.js';

/** The statements that a refusal quotes, by counter: only these take their counters, however many its ranges name. */
export const refusedStatements = ({ statement, last }: RefusedBody): readonly SignedStatement[] =>
  last ? [statement, last] : [statement];

/** Last counter of a range. */
export const lastCounterOf = ({ first, last = first }: CounterRange): number => last;

/**
 * Decides whether the parts of a refusal fit each other.
 *
 * @throws {WireError} PREVIOUS_FORM, STATEMENTS_UNRELATED, RANGES_FORM; FIELD_MISSING or VALUE_INVALID for `last` or `root` that is
 *   missing, or there where it cannot be.
 * @see docs/formats/entry.md, RefusedBody
 */
export function checkRefusal(body: RefusedBody): void {
  const { statement, last, ranges, root } = body;
  for (const { counter, previous } of refusedStatements(body)) checkPrevious(counter, previous);
  if (!ranges) {
    if (last || root) throw new WireError('VALUE_INVALID', 'a refusal without ranges is of one statement');
    return;
  }
  if (!root) throw new WireError('FIELD_MISSING', 'RefusedBody.root is missing');
  checkRanges(ranges);
  const highest = lastCounterOf(ranges.at(-1)!);
  if (statement.counter !== ranges[0]!.first)
    throw new WireError('RANGES_FORM', 'statement is not of the first counter');
  if (highest === statement.counter) {
    if (last) throw new WireError('VALUE_INVALID', 'one counter has no other statement');
  } else checkLastStatement(statement, last, highest);
  checkRoot(body, highest);
}

function checkRanges(ranges: readonly CounterRange[]): void {
  let before = -1;
  for (const { first, last } of ranges) {
    if (first <= before + 1) throw new WireError('RANGES_FORM', 'the ranges do not ascend, or touch each other');
    if (last !== undefined && last <= first) throw new WireError('RANGES_FORM', 'a range ends above its first counter');
    before = last ?? first;
  }
}

function checkLastStatement(statement: SignedStatement, last: SignedStatement | undefined, highest: number): void {
  if (!last) throw new WireError('FIELD_MISSING', 'RefusedBody.last is missing');
  if (last.counter !== highest) throw new WireError('RANGES_FORM', 'last is not of the last counter');
  if (!bytesEqual(statement.device, last.device) || !bytesEqual(statement.boot, last.boot))
    throw new WireError('STATEMENTS_UNRELATED', 'the two statements are of different devices or boots');
}

/** Of one and two counters all statements are at hand, and so is the root. */
function checkRoot({ statement, last, ranges, root }: RefusedBody, highest: number): void {
  const isTwo =
    ranges!.length === 2 ? ranges!.every((range) => range.last === undefined) : highest === statement.counter + 1;
  if (last && !isTwo) return;
  const leaves = [statement, ...(last ? [last] : [])].map((one) => leafHash(statementHash(one)));
  const expected = leaves.length === 1 ? leaves[0]! : nodeHash(leaves[0]!, leaves[1]!);
  if (!bytesEqual(expected, root!)) throw new WireError('RANGES_FORM', 'root is not that of the statements');
}
