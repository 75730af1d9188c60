import { EventKind, type SupportedEventKind } from '../wire/events.js';

/** Whose key signs an event. */
export type Signer = 'the operator itself' | 'the operator' | 'a receipt key';

/**
 * Which signer may sign which kind of event. Kinds without a form in this version are not here: an entry of such a kind cannot be judged.
 * @see docs/formats/entry.md, Signers
 */
export const SIGNERS: Readonly<Record<SupportedEventKind, Signer>> = {
  [EventKind.OPERATOR]: 'the operator itself',
  [EventKind.PARTY]: 'the operator',
  [EventKind.ENROL]: 'the operator',
  [EventKind.RECEIPT_KEY]: 'the operator',
  [EventKind.EQUIVOCATION]: 'a receipt key',
  [EventKind.REFUSED]: 'a receipt key',
};
