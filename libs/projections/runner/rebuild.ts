import type pg from 'pg';
import { beginGeneration, type Generation, giveUpGeneration, schemaOf, switchTo } from './generations.js';
import { makeTables } from './make-tables.js';
import type { ProjectionObserver } from './observer.js';
import type { Projection } from './projection.js';
import { letTheApiRead } from './reader-rights.js';
import type { LeasedSession } from './under-lease.js';

export interface RebuildParts extends LeasedSession {
  readonly databaseUrl: string;
  readonly observer: ProjectionObserver;
}

/** The generations of one projection. */
export interface Generations {
  readonly served: Generation;
  readonly filling: Generation | undefined;
}

const PROGRESS_STEPS = 10;

/** Fills the tables of one projection anew, beside those that are asked, and switches to them. */
export class Rebuild {
  /** Numbers of generations whose tables this process has seen to. */
  private readonly made = new Set<number>();
  private toldStep = -1;

  constructor(
    private readonly parts: RebuildParts,
    private readonly projection: Projection,
  ) {}

  /** Begins or gives up what has to be. @returns whether the generations are others now. */
  async arrange({ served, filling }: Generations, size: number): Promise<boolean> {
    const { projection, parts } = this;
    if (filling && filling.version !== projection.version) {
      await giveUpGeneration(parts, filling);
      this.tell({ kind: 'rebuild-given-up', version: filling.version });
      return true;
    }
    const isOld = served.version !== projection.version;
    if (filling || !(isOld || served.isAsked)) return false;
    await beginGeneration(parts, projection.name, projection.version);
    this.toldStep = -1;
    this.tell({ kind: 'rebuild-begun', why: isOld ? 'version' : 'asked', size });
    return true;
  }

  /**
   * Makes the tables of a generation, or brings those that are there to the code's shape. Outside the lease, which is why the number
   * of a generation is never given out again: what a process leaves behind here is only swept away.
   */
  async makeTablesOf(generation: Generation): Promise<void> {
    if (this.made.has(generation.number)) return;
    const { databaseUrl, client } = this.parts;
    const { tables, migrations } = this.projection;
    const ledgerSchema = await currentSchema(client);
    const schema = schemaOf(generation);
    await makeTables({ databaseUrl, ledgerSchema, schema, tables, migrations });
    await letTheApiRead(client, schema, tables);
    this.made.add(generation.number);
  }

  /**
   * Switches when nothing that can be found would be found no more.
   * @param isStopped the one that is asked does not go on: then the log itself is the measure.
   * @returns whether it has switched.
   */
  async switchWhenReady(
    { served, filling }: Required<Generations>,
    { size, isStopped }: { readonly size: number; readonly isStopped: boolean },
  ): Promise<boolean> {
    if (!filling) return false;
    if (filling.nextLogIndex < (isStopped ? size : served.nextLogIndex)) {
      this.tellProgress(filling.nextLogIndex, size);
      return false;
    }
    await switchTo(this.parts, served, filling);
    this.tell({ kind: 'rebuilt', size: filling.nextLogIndex });
    return true;
  }

  private tellProgress(done: number, size: number): void {
    const step = Math.floor((done / size) * PROGRESS_STEPS);
    if (step === this.toldStep) return;
    this.toldStep = step;
    this.tell({ kind: 'rebuild-progress', done, size });
  }

  private tell(event: Parameters<ProjectionObserver['projectionEvent']>[1]): void {
    this.parts.observer.projectionEvent(this.projection.name, event);
  }
}

async function currentSchema(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_schema() AS name');
  return rows[0]!.name;
}
