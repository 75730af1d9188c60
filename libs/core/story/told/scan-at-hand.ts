import type { KeyText } from '#libs/core/entries';
import type { Action, EventType, Precision } from '#libs/core/wire';

/** An object as a scan names it. */
export interface NamedObject {
  readonly key: KeyText;
  /** Role alone, the low four bits of its byte. */
  readonly role: number;
  /** It stands in a quantity list: a class of things, not one thing. */
  readonly isClass: boolean;
}

/** Parties of an open `destination.*`, as party keys; null where there is none, or it is not open. */
export interface Destination {
  readonly possessing: KeyText | null;
  readonly owning: KeyText | null;
}

/** What an event says that declares an earlier one wrong. */
export interface ErrorDeclaration {
  readonly reason: string | null;
  readonly correctiveIds: readonly string[];
}

/**
 * A scan of the log with what the story reads of it. What is not open is null: it changes nothing and is never guessed.
 *
 * @see docs/formats/scan.md
 */
export interface ScanAtHand {
  readonly logIndex: number;
  readonly device: KeyText;
  readonly boot: KeyText;
  readonly counter: number;
  /** Highest counter of the boot that was logged before. */
  readonly after: number;
  /** Milliseconds since 1970 UTC, the beginning of what is known. */
  readonly eventTimeMs: number;
  readonly precision: Precision;
  /** Arrival, milliseconds since 1970 UTC. */
  readonly receivedTimeMs: number;
  readonly eventType: EventType;
  readonly action: Action;
  readonly objects: readonly NamedObject[];
  /** Party that the header names as receiver. */
  readonly to: KeyText | null;
  readonly bizStep: string | null;
  readonly destination: Destination;
  /** It has open readings of sensors. */
  readonly hasReadings: boolean;
  readonly eventId: string | null;
  readonly errorDeclaration: ErrorDeclaration | null;
  /** Whose information it is, where the event says so. */
  readonly informationProvider: KeyText | null;
}

/** It was logged after a higher counter of its boot: it fills a hole. */
export const fillsHole = ({ counter, after }: ScanAtHand): boolean => counter <= after;
