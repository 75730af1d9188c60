import type { KeptTable } from '#libs/log/ledger';
import { SCHEMA } from './schema/names.js';

/** Nothing else holds what officers asked. */
export const keptLookups: KeptTable = {
  name: `${SCHEMA}.lookup`,
  columns: ['id', 'asked_at', 'who', 'question', 'status', 'answer_hash'],
  order: 'asked_at, id',
};
