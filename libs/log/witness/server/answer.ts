import { formatWitnessSize, WITNESS_SIZE_TYPE } from '#libs/core/tlog';
import type { WitnessDecision } from '../decision.js';

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const TEXT = 'text/plain; charset=utf-8';

/**
 * What a decision is over HTTP. A log that signs two roots of one size is 409 in version 1.0.0 and 422 in the draft after it: 409 goes
 * out, with the size, since 1.0.0 gives every 409 its type.
 *
 * @see C2SP tlog-witness, add-checkpoint
 */
export function httpAnswerOf(decision: WitnessDecision): HttpAnswer {
  switch (decision.kind) {
    case 'cosigned':
      return { status: 200, contentType: TEXT, body: decision.lines };
    case 'malformed':
      return text(400, decision.why);
    case 'unsigned':
      return text(403, decision.why);
    case 'unknown-log':
      return text(404, decision.why);
    case 'stale':
    case 'conflict':
      return { status: 409, contentType: WITNESS_SIZE_TYPE, body: formatWitnessSize(decision.size) };
    case 'inconsistent':
      return text(422, decision.why);
    case 'clock-behind':
      return text(503, decision.why);
  }
}

export const text = (status: number, why: string): HttpAnswer => ({ status, contentType: TEXT, body: `${why}\n` });
