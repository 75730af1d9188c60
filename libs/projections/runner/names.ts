import type { Projection } from './projection.js';

/** Schema of the tables that say which generations there are. */
export const CONTROL_SCHEMA = 'projection';

/** In each schema here: which migrations its tables have had. */
export const MIGRATIONS_TABLE = 'projection_migration';

const NAME = /^[a-z]{1,30}$/u;

/** Schema of the tables that readers ask: always this one, whichever generation it is. */
export const servedSchema = (name: string): string => `projection_${name}`;

/** Schema of a generation that is not asked: it is filled, or is to go. */
export const asideSchema = (name: string, number: number): string => `projection_${name}_${number}`;

/** @throws {TypeError} for a name that would not do as part of the name of a schema, or stands twice. */
export function requireNames(projections: readonly Projection[]): void {
  const names = projections.map(({ name }) => name);
  const wrong = names.find((name, at) => !NAME.test(name) || names.indexOf(name) !== at);
  if (wrong !== undefined) throw new TypeError(`"${wrong}" cannot be the name of a projection, or is that of two`);
}
