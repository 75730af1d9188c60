import type pg from 'pg';
import { copyOut, text } from './copy-out.js';
import type { Differences } from './findings.js';
import type { RegistryHistory } from './registry-history.js';

/** Each table as rows of key and text, in the form of RegistryHistory. Null is a dash. */
const row = (...columns: string[]): string =>
  `concat_ws(' | ', ${columns.map((column) => `coalesce(${column}::text, '-')`).join(', ')})`;
const hexOf = (column: string): string => `encode(${column}, 'hex')`;

const KEY = [
  'algorithm',
  hexOf('public_key'),
  'from_log_index',
  'to_log_index',
  'compromised_log_index',
  'compromised_since_ms',
];

const TABLES: Readonly<Record<string, string>> = {
  operator_signing_key: `SELECT ${hexOf('key_id')} || '/' || role,
    ${row(hexOf('operator'), ...KEY)} FROM operator_signing_key`,
  party: `SELECT ${hexOf('party_key')}, ${row('gln', 'name', 'country', 'log_index')} FROM party`,
  code_holder: `SELECT digits || '/' || role || '/' || ${hexOf('party_key')}, ${row('from_ms', 'until_ms', 'log_index')} FROM code_holder`,
  device: `SELECT ${hexOf('device_key')}, ${row('device_id', hexOf('party'), 'log_index', 'objects_max', 'claims_max', 'kind', 'changed_log_index')} FROM device`,
  device_signing_key: `SELECT ${hexOf('device_key')} || '/' || ${hexOf('key_id')},
    ${row(...KEY, 'expires_ms')} FROM device_signing_key`,
  key_segment: `SELECT ${hexOf('b.boot')} || '/' || opened_log_index, ${row(
    hexOf('key_id'),
    'from_counter',
    'closed_log_index',
    'closed_by',
    'to_counter',
    hexOf('last_hash'),
    'barred_log_index',
  )} FROM key_segment JOIN boot b USING (boot_number)`,
  boot: `SELECT ${hexOf('boot')}, ${row(hexOf('device_key'), 'from_log_index')} FROM boot`,
  equivocation: `SELECT ${hexOf('b.boot')} || '/' || e.counter || '/' || e.reason, e.log_index::text
    FROM equivocation e JOIN boot b USING (boot_number)`,
  refusal: `SELECT ${hexOf('statement_hash')}, ${row(hexOf('b.boot'), 'r.counter', 'r.reason', 'r.log_index')}
    FROM refusal r JOIN boot b USING (boot_number)`,
  refused_range: `SELECT ${hexOf('b.boot')} || '/' || g.first_counter || '/' || g.log_index, g.last_counter::text
    FROM refused_range g JOIN boot b USING (boot_number)`,
  signed_event: `SELECT ${hexOf('event_hash')}, ${row('kind', 'log_index')} FROM signed_event`,
};

/** Compares the registry tables with what the log says of them. */
export async function checkRegistry(
  client: pg.Client,
  history: RegistryHistory,
  differences: Differences,
): Promise<void> {
  history.complete();
  for (const [table, query] of Object.entries(TABLES)) {
    const expected = history.table(table);
    for await (const rows of copyOut(client, query)) {
      for (const [keyField, rowField] of rows) {
        const [key, found] = [text(keyField!), text(rowField!)];
        const logged = expected.get(key);
        if (logged === undefined) differences.add('REGISTRY', `${table} has ${key}, and no entry of the log says so`);
        else if (logged !== found)
          differences.add('REGISTRY', `${table} says of ${key}: ${found}; the log says: ${logged}`);
        expected.delete(key);
      }
    }
    for (const [key, logged] of expected) differences.add('REGISTRY', `${table} lacks ${key}; the log says: ${logged}`);
  }
}
