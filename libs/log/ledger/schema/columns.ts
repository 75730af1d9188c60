import type { ValueTransformer } from 'typeorm';

/** PostgreSQL sends bigint as text. Log indexes, counters and times stay below 2^53. */
const wholeNumber: ValueTransformer = {
  to: (value: number | null) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};

type Kind = 'bytea' | 'text' | 'integer' | 'smallint' | 'bigint' | 'timestamp with time zone';

/** Options of one column of a kind. */
const columnOf =
  <Type extends Kind>(type: Type) =>
  <Given extends object = object>(name: string, given: Given = {} as Given) => ({ ...given, name, type });

export const bytes = columnOf('bytea');
/** Text is only compared, never sorted for people: by its bytes, whatever collations the system has after its next update. */
export const text = <Given extends object = object>(name: string, given: Given = {} as Given) => ({
  ...columnOf('text')(name, given),
  collation: 'C' as const,
});
export const integer = columnOf('integer');
export const smallint = columnOf('smallint');
export const moment = columnOf('timestamp with time zone');
export const bigint = <Given extends object = object>(name: string, given: Given = {} as Given) => ({
  ...columnOf('bigint')(name, given),
  transformer: wholeNumber,
});
