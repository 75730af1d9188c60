import { type KeptTable, LEDGER_KEPT } from '#libs/log/ledger';
import { keptLookups } from '#libs/stores/lookups';

/** Everything in the database of a node that does not follow from its log: what a backup takes and a restore puts back. */
export const KEPT_TABLES: readonly KeptTable[] = [...LEDGER_KEPT, keptLookups];

const PEOPLE_SAY: Readonly<Record<string, string>> = {
  mqtt_credential: 'passwords of devices (hashes)',
  reject: 'rejects',
  waiting_refusal: 'refusals that the log has still to tell of',
  'stores.lookup': 'look-ups of officers',
};

/** `3 passwords of devices (hashes), 12 rejects`. */
export const keptText = (rows: ReadonlyMap<string, number>): string =>
  [...rows].map(([name, count]) => `${count} ${PEOPLE_SAY[name] ?? `rows of ${name}`}`).join(', ') || 'nothing';
