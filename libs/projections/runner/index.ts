/** What is folded from the log so that it can be asked: the port, its tables and migrations, the runner, and who asks for a rebuild. */
export { bigint, bytes, flag, integer, moment, text } from './columns.js';
export { ProjectionControl, type RebuildProgress } from './control.js';
export { ProjectionError, type ProjectionErrorCode } from './error.js';
export { forgetProjections } from './forget.js';
export { migrateProjections } from './migrate.js';
export { servedSchema } from './names.js';
export { behindEntries, type ProjectionEvent, type ProjectionObserver, type ProjectionState } from './observer.js';
export { type Change, type MigrationClass, type Projection, type Table, tableOf } from './projection.js';
export { ProjectionRunner, type ProjectionRunnerParts } from './projection-runner.js';
export { openQueries, type QueriesOptions } from './queries.js';
