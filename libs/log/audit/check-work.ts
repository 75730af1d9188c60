/** What is gone through, in this order. */
export type CheckPhase = 'entries' | 'trails' | 'registry';

// What one costs, in the time of a link; measured at 10^6 entries of two objects and five claims.
const ENTRY = 4;
const SIGNED_ENTRY = 20;
/** Registry and boots, as a part of the whole. */
const REST_SHARE = 0.01;

/** How far the whole check is. How many links there are shows only with the entries: until then those to come are taken to have as many. */
export class CheckWork {
  private entriesDone = 0;

  constructor(
    private readonly size: number,
    private readonly withSignatures: boolean,
  ) {}

  /** @param links that the entries so far have. @returns 0 to 1. */
  share(phase: CheckPhase, done: number, links: number): number {
    if (phase === 'registry') return done === 0 ? 1 - REST_SHARE : 1;
    if (phase === 'entries') this.entriesDone = done;
    const entries = this.size * (this.withSignatures ? SIGNED_ENTRY : ENTRY);
    const entriesShare = this.size === 0 ? 1 : this.entriesDone / this.size;
    const linksExpected = entriesShare === 0 ? this.size : links / entriesShare;
    const worked = entries * entriesShare + (phase === 'trails' ? done : 0);
    return (1 - REST_SHARE) * (worked / Math.max(1, entries + linksExpected));
  }
}
