import type { MigrationClass } from './projection.js';
import { bigint, flag, integer, moment, text } from './columns.js';
import { type Table, tableOf } from './projection.js';
import { Projections1764700000000 } from './migrations/1764700000000-projections.js';

/** One set of tables of a projection, and how far it is filled. At most one of a projection is asked, and one filled beside it. */
export interface GenerationRow {
  /** Never given out again, so that what a process leaves behind is never taken for something new. */
  readonly number: number;
  readonly name: string;
  /** Of the projection whose fold has filled it; 0: made before projections had versions. */
  readonly version: number;
  readonly isServed: boolean;
  /** The cursor: entries below it are folded. */
  readonly nextLogIndex: number;
}

/** An operator wants this projection to be filled anew. */
export interface RebuildRequestRow {
  readonly name: string;
  readonly askedAt: Date;
}

export const GENERATION = tableOf<GenerationRow>({
  name: 'generation',
  tableName: 'generation',
  columns: {
    number: integer('number', { primary: true, generated: 'increment', primaryKeyConstraintName: 'generation_pkey' }),
    name: text('name'),
    version: integer('version'),
    isServed: flag('is_served'),
    nextLogIndex: bigint('next_log_index'),
  },
  indices: [{ name: 'generation_name_is_served', columns: ['name', 'isServed'], unique: true }],
});

export const REBUILD_REQUEST = tableOf<RebuildRequestRow>({
  name: 'rebuild_request',
  tableName: 'rebuild_request',
  columns: {
    name: text('name', { primary: true, primaryKeyConstraintName: 'rebuild_request_pkey' }),
    askedAt: moment('asked_at'),
  },
});

export const CONTROL_TABLES: readonly Table[] = [GENERATION, REBUILD_REQUEST];
export const CONTROL_MIGRATIONS: readonly MigrationClass[] = [Projections1764700000000];
