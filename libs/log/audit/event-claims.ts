import { decodeEventBody, isSupportedEventKind, type SignedEvent } from '#libs/core/wire';

/** Commitments of the claims of an event; none for a kind that has none or no form yet. */
export function claimsOfEvent({ kind, body }: SignedEvent): readonly Uint8Array[] {
  if (!isSupportedEventKind(kind)) return [];
  const decoded = decodeEventBody(kind, body);
  return 'claims' in decoded ? decoded.claims : [];
}
