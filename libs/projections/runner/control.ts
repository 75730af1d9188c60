import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import {
  CONTROL_TABLES,
  GENERATION,
  type GenerationRow,
  REBUILD_REQUEST,
  type RebuildRequestRow,
} from './control-tables.js';
import { ProjectionError } from './error.js';
import { CONTROL_SCHEMA } from './names.js';
import type { ProjectionState } from './observer.js';

/** How far a rebuild that was asked for is. */
export type RebuildProgress =
  /** Not begun: the anchor has not seen the request, or ends another rebuild first. */
  { readonly kind: 'waiting' } | { readonly kind: 'filling'; readonly done: number; readonly size: number };

const LOOK_EVERY_MS = 250;
const QUERY_TIMEOUT_MS = 30_000;
// A lease that passes to a stand-by is free for as long as it lasts, by default 6 s.
const NO_ANCHOR_MS_MAX = 20_000;

/** What an operator sees and asks for. The rebuild itself is the work of the anchor that holds the lease. */
export class ProjectionControl {
  private constructor(private readonly dataSource: DataSource) {}

  /** @throws errors of the connection as they are. */
  static async open(databaseUrl: string): Promise<ProjectionControl> {
    const { openTables } = await import('./data-source.js');
    const dataSource = await openTables({
      databaseUrl,
      schema: CONTROL_SCHEMA,
      tables: CONTROL_TABLES,
      applicationName: 'cairn-projections',
      queryTimeoutMs: QUERY_TIMEOUT_MS,
    });
    return new ProjectionControl(dataSource);
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }

  /** In the order of their names. @throws {ProjectionError} TABLES_MISSING */
  async list(): Promise<readonly Omit<ProjectionState, 'failure'>[]> {
    await this.requireTables();
    const size = await this.logSize();
    const generations = await this.generations();
    return generations
      .filter(({ isServed }) => isServed)
      .map(({ name, version, nextLogIndex }) => {
        const filling = generations.find((one) => one.name === name && !one.isServed);
        const rebuild = filling ? { version: filling.version, nextLogIndex: filling.nextLogIndex } : null;
        return { name, version, nextLogIndex, size, rebuild };
      });
  }

  /**
   * Has a projection filled anew and waits until its new tables are asked. The request stays when the waiting is aborted.
   * @throws {ProjectionError} TABLES_MISSING, UNKNOWN_PROJECTION, NO_ANCHOR; the signal's reason.
   */
  async rebuild(
    name: string,
    { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (progress: RebuildProgress) => void },
  ): Promise<void> {
    const known = (await this.list()).map((one) => one.name);
    if (!known.includes(name))
      throw new ProjectionError(
        'UNKNOWN_PROJECTION',
        `there is no projection "${name}". There ${known.length === 1 ? 'is' : 'are'}: ${known.join(', ')}.`,
      );
    if (!(await this.hasAnchor()))
      throw new ProjectionError('NO_ANCHOR', 'no anchor is active on this database. Start the node first.');
    const requests = this.dataSource.getRepository<RebuildRequestRow>(REBUILD_REQUEST.name);
    await requests.upsert({ name, askedAt: new Date() }, ['name']);
    await this.untilRebuilt(name, { signal, onProgress });
  }

  private async untilRebuilt(
    name: string,
    { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (progress: RebuildProgress) => void },
  ): Promise<void> {
    let wanted: number | undefined;
    let anchorSeenMs = performance.now();
    for (;;) {
      signal.throwIfAborted();
      if (await this.hasAnchor()) anchorSeenMs = performance.now();
      else if (performance.now() - anchorSeenMs > NO_ANCHOR_MS_MAX)
        throw new ProjectionError(
          'NO_ANCHOR',
          'no anchor is active any more. The rebuild goes on when one is started.',
        );
      const isWaiting = await this.isAsked(name);
      const generations = (await this.generations()).filter((one) => one.name === name);
      const filling = generations.find(({ isServed }) => !isServed);
      // Once the request is gone, the generation that answers it is there: the newest.
      if (!isWaiting) wanted ??= Math.max(...generations.map(({ number }) => number));
      if (wanted !== undefined && generations.some(({ number, isServed }) => isServed && number >= wanted!)) return;
      if (wanted === undefined || !filling) onProgress({ kind: 'waiting' });
      else onProgress({ kind: 'filling', done: filling.nextLogIndex, size: await this.logSize() });
      await wait(LOOK_EVERY_MS, undefined, { signal });
    }
  }

  private generations(): Promise<GenerationRow[]> {
    return this.dataSource.getRepository<GenerationRow>(GENERATION.name).find({ order: { name: 'ASC' } });
  }

  private isAsked(name: string): Promise<boolean> {
    return this.dataSource.getRepository<RebuildRequestRow>(REBUILD_REQUEST.name).existsBy({ name });
  }

  private async logSize(): Promise<number> {
    const rows = await this.dataSource.query<{ size: string }[]>('SELECT size FROM log_head');
    return Number(rows[0]?.size ?? 0);
  }

  private async hasAnchor(): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>('SELECT 1 FROM lease WHERE expires_at > clock_timestamp()');
    return rows.length > 0;
  }

  private async requireTables(): Promise<void> {
    const [row] = await this.dataSource.query<{ there: boolean }[]>(
      `SELECT to_regclass('${CONTROL_SCHEMA}.generation') IS NOT NULL AND to_regclass('log_head') IS NOT NULL AS there`,
    );
    if (!row?.there)
      throw new ProjectionError(
        'TABLES_MISSING',
        'the database has no tables of projections yet. Start the node once: it makes them.',
      );
  }
}
