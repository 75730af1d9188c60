import type { EntitySchemaColumnOptions, ValueTransformer } from 'typeorm';

/** PostgreSQL sends bigint as text. Log indexes, counters and times stay below 2^53. */
const wholeNumber: ValueTransformer = {
  to: (value: number | null) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};

const columnOf =
  (shared: EntitySchemaColumnOptions) =>
  (name: string, given: Omit<EntitySchemaColumnOptions, 'type'> = {}): EntitySchemaColumnOptions => ({
    ...given,
    ...shared,
    name,
  });

/** Text that is only compared: its order is that of its bytes and stays when the system's collations change. */
export const text = columnOf({ type: 'text', collation: 'C' });
export const bytes = columnOf({ type: 'bytea' });
export const integer = columnOf({ type: 'integer' });
export const flag = columnOf({ type: 'boolean' });
export const bigint = columnOf({ type: 'bigint', transformer: wholeNumber });
export const moment = columnOf({ type: 'timestamp with time zone' });
