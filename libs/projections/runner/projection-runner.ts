import { clientOf, type LedgerSession } from '#libs/log/ledger';
import { ProjectionError } from './error.js';
import { foldBatch } from './fold-batch.js';
import { forgetProjections } from './forget.js';
import { dropLeftSchemas, type Generation, readGenerations } from './generations.js';
import type { ProjectionObserver, ProjectionState } from './observer.js';
import type { Projection } from './projection.js';
import { type Generations, Rebuild } from './rebuild.js';
import { restAfter } from './rest.js';
import { type LeasedSession, underLease } from './under-lease.js';

export interface ProjectionRunnerParts extends Pick<LeasedSession, 'lease'> {
  /** Of the lease, for the runner alone. */
  readonly session: LedgerSession;
  /** Where the tables of a new generation are made. */
  readonly databaseUrl: string;
  readonly projections: readonly Projection[];
  readonly observer: ProjectionObserver;
  /** Whether scans wait to be logged: then projections wait longer. */
  readonly isBusy: () => boolean;
  /** Resolves when something may have been committed or asked for, and when the signal is aborted. */
  readonly idle: (signal: AbortSignal) => Promise<void>;
  /** Default 250; tests take fewer. */
  readonly entriesPerBatchMax?: number;
}

/** An entry that cannot be folded may be folded after all once a column is wider or a disk has room. */
const TRY_AGAIN_MS = 60_000;

const NEVER = new AbortController().signal;

/**
 * Fills projections behind the log, each generation of each with a cursor of its own: a scan is logged and receipted before anybody
 * can ask for it. Runs under the lease; when that is lost nothing is written any more. One call at a time.
 */
export class ProjectionRunner {
  private readonly rebuilds: ReadonlyMap<string, Rebuild>;
  private readonly stopped = new Map<number, { readonly why: string; readonly untilMs: number }>();
  private isSwept = false;
  private readonly parts: ProjectionRunnerParts & LeasedSession;

  constructor(given: ProjectionRunnerParts) {
    const parts = { ...given, client: clientOf(given.session) };
    this.parts = parts;
    this.rebuilds = new Map(parts.projections.map((projection) => [projection.name, new Rebuild(parts, projection)]));
  }

  /** Works until the signal is aborted. @throws LEASE_LOST; errors of the connection. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) if (!(await this.round(signal))) await this.parts.idle(signal);
  }

  /** A batch of each generation, and what has to be begun or ended. @returns whether there may be more to do at once. */
  async round(signal: AbortSignal = NEVER): Promise<boolean> {
    const { client, projections, observer } = this.parts;
    const { size, generations } = await readGenerations(client);
    if (generations.some(({ nextLogIndex }) => nextLogIndex > size)) return this.startOver(generations, size);
    const states: ProjectionState[] = [];
    let isWorking = false;
    for (const projection of projections) {
      const before = generationsOf(projection, generations);
      const after = await this.advance(projection, before, { size, signal });
      isWorking ||= after.isWorking;
      states.push(this.stateOf(projection, after, size));
      if (signal.aborted) return false;
    }
    observer.projectionStates(states);
    if (!isWorking && !this.isSwept) {
      const names = projections.map(({ name }) => name);
      this.isSwept = await dropLeftSchemas(this.parts, names);
    }
    return isWorking;
  }

  private async advance(
    projection: Projection,
    { served, filling }: Generations,
    { size, signal }: { readonly size: number; readonly signal: AbortSignal },
  ): Promise<Generations & { readonly isWorking: boolean }> {
    const rebuild = this.rebuilds.get(projection.name)!;
    if (await rebuild.arrange({ served, filling }, size)) {
      this.isSwept = false;
      return { served, filling: undefined, isWorking: true };
    }
    const folded = await this.fold(projection, served, { size, signal });
    if (!filling) return { served: folded, filling, isWorking: folded.nextLogIndex > served.nextLogIndex };
    await rebuild.makeTablesOf(filling);
    const filled = await this.fold(projection, filling, { size, signal });
    const isStopped = this.stopped.has(served.number);
    const isSwitched = await rebuild.switchWhenReady({ served: folded, filling: filled }, { size, isStopped });
    if (isSwitched) this.isSwept = false;
    const taken = folded.nextLogIndex - served.nextLogIndex + filled.nextLogIndex - filling.nextLogIndex;
    return { served: folded, filling: isSwitched ? undefined : filled, isWorking: isSwitched || taken > 0 };
  }

  /** One batch, and the rest that it asks for. @returns the generation as it is then. */
  private async fold(
    projection: Projection,
    generation: Generation,
    { size, signal }: { readonly size: number; readonly signal: AbortSignal },
  ): Promise<Generation> {
    if (generation.nextLogIndex >= size || this.isStopped(generation)) return generation;
    const startedMs = performance.now();
    try {
      const entriesMax = this.parts.entriesPerBatchMax;
      const { nextLogIndex } = await foldBatch(this.parts, projection, generation, { size, entriesMax });
      this.stopped.delete(generation.number);
      await restAfter(performance.now() - startedMs, this.parts.isBusy(), signal);
      return { ...generation, nextLogIndex };
    } catch (error) {
      if (!(error instanceof ProjectionError)) throw error;
      this.stopped.set(generation.number, { why: error.message, untilMs: performance.now() + TRY_AGAIN_MS });
      this.parts.observer.projectionEvent(projection.name, { kind: 'stopped', why: error });
      return generation;
    }
  }

  private isStopped({ number }: Generation): boolean {
    const stopped = this.stopped.get(number);
    return stopped !== undefined && performance.now() < stopped.untilMs;
  }

  /** Entries that are folded and not in the log any more: the database was set back. All of it is folded again. */
  private async startOver(generations: readonly Generation[], size: number): Promise<boolean> {
    const { client, observer } = this.parts;
    await underLease(this.parts, () => forgetProjections(client));
    for (const { name, nextLogIndex } of generations)
      observer.projectionEvent(name, { kind: 'emptied', folded: nextLogIndex, size });
    return true;
  }

  private stateOf({ name }: Projection, { served, filling }: Generations, size: number): ProjectionState {
    const failure = this.stopped.get(served.number) ?? (filling && this.stopped.get(filling.number));
    return {
      name,
      version: served.version,
      nextLogIndex: served.nextLogIndex,
      size,
      rebuild: filling ? { version: filling.version, nextLogIndex: filling.nextLogIndex } : null,
      failure: failure?.why ?? null,
    };
  }
}

/** @throws {ProjectionError} TABLES_MISSING unless `migrateProjections` was called. */
function generationsOf({ name }: Projection, generations: readonly Generation[]): Generations {
  const served = generations.find((one) => one.name === name && one.isServed);
  if (!served) throw new ProjectionError('TABLES_MISSING', `the projection ${name} has no tables`);
  return { served, filling: generations.find((one) => one.name === name && !one.isServed) };
}
