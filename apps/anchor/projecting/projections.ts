import type { Projection } from '#libs/projections/runner';
import { searchProjection } from '#libs/projections/search';

/** All that this node folds from its log. */
export const projections: readonly Projection[] = [searchProjection];
