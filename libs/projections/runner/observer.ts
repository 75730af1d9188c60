/** How far one projection is. */
export interface ProjectionState {
  readonly name: string;
  /** Of the fold that filled the tables that are asked; 0: made before projections had versions. */
  readonly version: number;
  /** Entries that can be found. */
  readonly nextLogIndex: number;
  /** Entries that are committed. */
  readonly size: number;
  /** The generation that is filled beside the one that is asked, null where there is none. */
  readonly rebuild: { readonly version: number; readonly nextLogIndex: number } | null;
  /** Why it does not go on at the moment, null where it does. */
  readonly failure: string | null;
}

export const behindEntries = ({ size, nextLogIndex }: Pick<ProjectionState, 'size' | 'nextLogIndex'>): number =>
  Math.max(0, size - nextLogIndex);

/** What happens to a projection now and then. */
export type ProjectionEvent =
  /** Its tables are filled anew, beside those that are asked. */
  | { readonly kind: 'rebuild-begun'; readonly why: 'version' | 'asked'; readonly size: number }
  /** A further tenth is done, or an interrupted one goes on. */
  | { readonly kind: 'rebuild-progress'; readonly done: number; readonly size: number }
  /** Readers ask the new tables from now on. */
  | { readonly kind: 'rebuilt'; readonly size: number }
  /** What another version had begun to fill is given up. */
  | { readonly kind: 'rebuild-given-up'; readonly version: number }
  /** It was folded from a log that is no more, and begins again, empty. */
  | { readonly kind: 'emptied'; readonly folded: number; readonly size: number }
  /** An entry cannot be folded: it is tried again later, and whatever else is folded goes on. */
  | { readonly kind: 'stopped'; readonly why: unknown };

export interface ProjectionObserver {
  /** After each round: all of them. */
  projectionStates(states: readonly ProjectionState[]): void;
  projectionEvent(name: string, event: ProjectionEvent): void;
}
