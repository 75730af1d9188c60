import type { TableRights } from '#libs/host/postgres';

const READ_BY_API = { api: ['SELECT'] } as const;
/** The registry: ingest has to know who may write, and the api who has written. */
const READ_BY_BOTH = { api: ['SELECT'], ingest: ['SELECT'] } as const;

/** Who else may do what with the tables of the log. The anchor owns them. */
export const LEDGER_RIGHTS: TableRights = {
  log_entry: READ_BY_API,
  log_head: READ_BY_BOTH,
  log_root: READ_BY_API,
  trail_link: READ_BY_API,
  device: READ_BY_BOTH,
  device_signing_key: READ_BY_BOTH,
  boot: READ_BY_BOTH,
  key_segment: READ_BY_API,
  party: READ_BY_API,
  code_holder: READ_BY_API,
  operator_signing_key: READ_BY_BOTH,
  // Hashes of the devices' passwords at the broker inside ingest.
  mqtt_credential: { ingest: ['SELECT'] },
  signed_event: {},
  stream_offset: {},
  held_scan: {},
  reject: {},
  // Names of devices alone, of what `reject` says.
  distrusted_device: { ingest: ['SELECT'] },
  equivocation: {},
  refusal: {},
  refused_range: {},
  waiting_refusal: {},
  lease: {},
  ledger_migration: {},
};
