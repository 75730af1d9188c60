import type { SupportedEventKind } from './event-bodies.js';

/** Whose key signs an event. */
export type EventSigner =
  /** The key that it makes known: the operator's first. */
  | 'itself'
  /** An active key of the operator. */
  | 'operator'
  /** An active receipt key of the log. */
  | 'receipt key'
  /** The active key of the device, or the operator's; only the operator's where the event brings a new key. */
  | 'device or operator'
  /** The key that is replaced: the active key of the device; of the operator's, an active one. */
  | 'replaced key'
  /** The key that ends, if it is a device's; or the operator's. */
  | 'ended key or operator'
  /** The active key of a system or of a device without a kind of the party in the body; or the operator's. */
  | 'party or operator'
  /** The active key of a system of the party in the body; or the operator's. */
  | 'system or operator'
  /** The active key of the device in the body, which is a desk. */
  | 'desk';

/** Who may sign which kind. An event signed by anybody else says nothing. */
export const EVENT_SIGNERS: Readonly<Record<SupportedEventKind, EventSigner>> = {
  1: 'itself',
  2: 'operator',
  3: 'operator',
  4: 'device or operator',
  5: 'replaced key',
  6: 'ended key or operator',
  7: 'operator',
  8: 'operator',
  10: 'receipt key',
  11: 'receipt key',
  13: 'party or operator',
  14: 'desk',
  15: 'receipt key',
  16: 'operator',
  17: 'system or operator',
};
