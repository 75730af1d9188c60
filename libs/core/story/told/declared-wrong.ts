import type { Placed } from './placed.js';

/** An event that was declared wrong later, and by whom. */
export interface WrongEvent {
  readonly declaration: Placed;
  /** The event that is declared wrong; null where it is not at hand. */
  readonly event: Placed | null;
  /** The party of the event says it itself. */
  readonly isByItself: boolean;
}

/** STORY T12: an EPCIS error declaration repeats the event, with reason and corrective events. */
export function wrongEvents(placed: readonly Placed[]): WrongEvent[] {
  const declarations = placed.filter(({ scan }) => scan.errorDeclaration !== null);
  if (declarations.length === 0) return [];
  const events = new Map<string, Placed[]>();
  for (const one of placed) {
    if (one.scan.errorDeclaration) continue;
    const alike = events.get(headOf(one)) ?? [];
    events.set(headOf(one), [...alike, one]);
  }
  return declarations.map((declaration) => {
    const alike = (events.get(headOf(declaration)) ?? []).filter((event) => mayBeOneEvent(event, declaration));
    const event = alike.find(({ party }) => party === declaration.party) ?? alike[0] ?? null;
    return { declaration, event, isByItself: event === null || event.party === declaration.party };
  });
}

/** What an event and its error declaration have in common, whatever of them is open. */
function headOf({ scan: { eventTimeMs, eventType, action, objects } }: Placed): string {
  return [eventTimeMs, eventType, action, ...objects.map(({ key, role }) => `${key} ${role}`)].join('|');
}

const mayBeOneEvent = ({ scan: one }: Placed, { scan: other }: Placed): boolean =>
  one.eventId === null || other.eventId === null || one.eventId === other.eventId;
