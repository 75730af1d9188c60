/** A table with rows that follow from nothing else: a backup takes them, and a restore puts them back. */
export interface KeptTable {
  /** As SQL writes it, with its schema where that is not the one of the connection. */
  readonly name: string;
  /** Those that are kept; numbers that the database gives out by itself are not. */
  readonly columns: readonly string[];
  /** Columns that order the rows, so that the same rows give the same file. */
  readonly order: string;
  /**
   * What comes behind INSERT INTO name (columns), given the name of a table that holds the rows of the backup. Default: all of them
   * as they are.
   */
  readonly rowsFrom?: (incoming: string) => string;
}

const REJECT_COLUMNS = [
  'payload_hash',
  'reason',
  'text',
  'final',
  'device_key',
  'boot',
  'counter',
  'payload_head',
  'log_index',
  'times',
  'first_at',
  'last_at',
];

const WAITING_COLUMNS = ['boot', 'counter', 'device_key', 'statement_hash', 'reason', 'statement', 'refused_time_ms'];

/** Of the tables of the log. All others follow from the log and the private parts, or name what runs at the moment. */
export const LEDGER_KEPT: readonly KeptTable[] = [
  {
    name: 'mqtt_credential',
    columns: ['device_id', 'password_sha256'],
    order: 'device_id',
    // A device that was enrolled after the newest signed checkpoint is none of this log.
    rowsFrom: (incoming) => `SELECT device_id, password_sha256 FROM ${incoming} JOIN device USING (device_id)`,
  },
  {
    name: 'reject',
    columns: REJECT_COLUMNS,
    order: 'id',
    // The entry that tells of it may lie behind the newest signed checkpoint.
    rowsFrom: (incoming) =>
      `SELECT ${REJECT_COLUMNS.map((column) => (column === 'log_index' ? 'CASE WHEN log_index < (SELECT size FROM log_head) THEN log_index END' : column)).join(', ')} FROM ${incoming}`,
  },
  {
    name: 'waiting_refusal',
    columns: WAITING_COLUMNS,
    order: 'boot, counter',
    // The log may have told of it up to the newest signed checkpoint, or its boot may lie behind that.
    rowsFrom: (incoming) =>
      `SELECT ${WAITING_COLUMNS.join(', ')} FROM ${incoming} w JOIN boot b USING (boot, device_key) WHERE NOT EXISTS (
         SELECT FROM refused_range g WHERE g.boot_number = b.boot_number AND w.counter BETWEEN g.first_counter AND g.last_counter)`,
  },
];

/** Tables of the log that hold neither: they are of processes that run, and begin empty. */
export const LEDGER_PASSING = ['stream_offset', 'held_scan', 'lease', 'ledger_migration'] as const;
