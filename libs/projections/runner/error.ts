/** Why a projection, or the command about it, cannot go on. */
export type ProjectionErrorCode =
  /** An entry cannot be folded, or PostgreSQL refuses the rows that it gives. */
  | 'FOLD_FAILED'
  /** The database has no tables of projections: no node of this version has been started on it. */
  | 'TABLES_MISSING'
  /** There is no projection of this name. */
  | 'UNKNOWN_PROJECTION'
  /** No anchor holds the lease, so nobody folds. */
  | 'NO_ANCHOR';

export class ProjectionError extends Error {
  override readonly name = 'ProjectionError';
  constructor(
    readonly code: ProjectionErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
