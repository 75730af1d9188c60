import type pg from 'pg';
import { setTableRights } from '#libs/host/postgres';
import type { Table } from './projection.js';

/** The api asks the tables of every projection, and writes none of them. */
export const letTheApiRead = (client: pg.ClientBase, schema: string, tables: readonly Table[]): Promise<void> =>
  setTableRights(client, schema, Object.fromEntries(tables.map(({ tableName }) => [tableName, { api: ['SELECT'] }])));
