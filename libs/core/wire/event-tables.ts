import { timeMs } from './entry-tables.js';
import { LIMITS } from './limits.js';
import { bytes, choice, message, required, text, time } from './rules.js';
import { claims, objects } from './scan-tables.js';
import { SEEN_CHECKPOINT_BYTES } from './seen-checkpoint.js';

// Strict tables of events that are about goods, documents and codes, not about keys.

const party = bytes('party', 32, required);
const objectsOfEvent = objects({ ...required, countMax: LIMITS.eventObjectsMax });
const replaces = bytes('replaces', 32);

export const RECALL_BODY = message('RecallBody', [
  party,
  timeMs,
  claims,
  objectsOfEvent,
  choice('status', 3, required),
  replaces,
]);
export const DECISION_BODY = message(
  'DecisionBody',
  [
    bytes('device', 32, required),
    objectsOfEvent,
    bytes('checkpoint', SEEN_CHECKPOINT_BYTES, required),
    bytes('rules', 32, required),
    replaces,
    timeMs,
    claims,
  ],
  { bytesMax: LIMITS.decisionBytesMax, bytesCode: 'LIMIT_BODY_BYTES' },
);
export const DOCUMENT_BODY = message('DocumentBody', [bytes('capture', 16, required), party, timeMs, claims]);
export const CODES_BODY = message('CodesBody', [
  party,
  text('digits', LIMITS.codeDigitsMax, required),
  choice('role', 2, required),
  time('fromMs', { optional: true }),
  time('untilMs', { optional: true }),
  timeMs,
]);
export const GRANT_BODY = message('GrantBody', [party, timeMs, claims]);
