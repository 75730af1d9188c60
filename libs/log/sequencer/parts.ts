import { isPasswordChange, type RejectedScan, type SubmittedEvent } from '#libs/core/wire';
import type { IncomingRecord } from './incoming.js';
import type { ScanView } from './scan-view.js';

/** What one transaction takes. */
export interface Part {
  readonly scans: ScanView[];
  readonly rejected: RejectedScan[];
  readonly events: SubmittedEvent[];
  /** PasswordChanges: with events and scans in one part they would be judged by the registry of before. */
  readonly passwordChanges: Uint8Array[];
  readonly offsets: Map<number, number>;
}

export const emptyPart = (): Part => ({ scans: [], rejected: [], events: [], passwordChanges: [], offsets: new Map() });

// Judging a new key takes the event loop 3 ms and more, and the lease has to be renewed meanwhile.
const EVENTS_PER_PART_MAX = 128;

/**
 * Records joined as far as events do not stand behind scans: each part has either, or changes of passwords. A record's events come before its scans, and its
 * offset is stored with the last part that it is in: what came before that is found again as logged.
 */
export function partsOf(records: Iterable<IncomingRecord>): Part[] {
  const parts: Part[] = [];
  let part = emptyPart();
  const begin = (): void => {
    parts.push(part);
    part = emptyPart();
  };
  for (const { partition, offset, scans, rejected, events } of records) {
    const hasScans = part.scans.length + part.rejected.length > 0;
    if (events.length > 0 && hasScans) begin();
    for (const event of events) {
      const isPassword = isPasswordChange(event.signedEvent);
      const [same, other] = isPassword ? [part.passwordChanges, part.events] : [part.events, part.passwordChanges];
      if (other.length > 0 || same.length >= EVENTS_PER_PART_MAX) begin();
      if (isPassword) part.passwordChanges.push(event.signedEvent);
      else part.events.push(event);
    }
    if (scans.length + rejected.length > 0) {
      if (part.events.length + part.passwordChanges.length > 0) begin();
      for (const scan of scans) part.scans.push(scan);
      part.rejected.push(...rejected);
    }
    part.offsets.set(partition, offset + 1);
  }
  // The last one lets scans go whose time is over, also where nothing came.
  if (part.events.length + part.passwordChanges.length > 0) begin();
  return [...parts, part];
}
