import { LedgerReader } from '#libs/log/ledger';
import { SearchReader } from '#libs/projections/search';
import { databaseUrl } from '#libs/host/service';
import type { ApiEnvironment } from '../configuration.js';
import { REQUEST_LIMITS } from '../http/limits.js';

/** Settings that PostgreSQL gives every session of the api: a fault of ours cannot write, and none holds a connection for long. */
export const SESSION_SETTINGS = {
  default_transaction_read_only: 'on',
  statement_timeout: String(REQUEST_LIMITS.statementTimeoutMs),
  idle_in_transaction_session_timeout: String(REQUEST_LIMITS.statementTimeoutMs),
};

/**
 * Its statements take lists, for which PostgreSQL finds no plan good for all and makes one for each question: half of what a question takes.
 * There is one way to read each of them, along the primary keys.
 */
export const LEDGER_SETTINGS = { ...SESSION_SETTINGS, plan_cache_mode: 'force_generic_plan' };

/** The ledger for reading. Opens no connection before the first question, and new ones after an outage. */
export const openReadOnlyLedger = (environment: ApiEnvironment): LedgerReader =>
  LedgerReader.open({
    databaseUrl: withSettings(databaseUrl(environment, 'api'), LEDGER_SETTINGS),
    name: 'cairn-api',
    connectionsMax: environment.CAIRN_API_DATABASE_CONNECTIONS,
  });

// Officers search now and then: two questions at a time, the others wait for their turn.
const SEARCH_CONNECTIONS_MAX = 2;

/** The search for reading, as the ledger. */
export const openReadOnlySearch = (environment: ApiEnvironment): SearchReader =>
  SearchReader.open({
    databaseUrl: withSettings(databaseUrl(environment, 'api')),
    name: 'cairn-api',
    connectionsMax: SEARCH_CONNECTIONS_MAX,
  });

/** Adds our settings to those that the address itself brings. */
export function withSettings(address: string, settings: Readonly<Record<string, string>> = SESSION_SETTINGS): string {
  const url = new URL(address);
  const own = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  url.searchParams.set('options', [url.searchParams.get('options'), ...own].filter(Boolean).join(' '));
  return url.toString();
}
