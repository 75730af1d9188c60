import { DataSource } from 'typeorm';
import { Ledger1764000000000 } from '../migrations/1764000000000-ledger.js';
import { RefusalPlace1764300000000 } from '../migrations/1764300000000-refusal-place.js';
import { ReceiptedSize1764400000000 } from '../migrations/1764400000000-receipted-size.js';
import { AgingKeys1764500000000 } from '../migrations/1764500000000-aging-keys.js';
import { LogRotation1764600000000 } from '../migrations/1764600000000-log-rotation.js';
import { SearchLeaves1764650000000 } from '../migrations/1764650000000-search-leaves.js';
import { LookupsLeave1764700000000 } from '../migrations/1764700000000-lookups-leave.js';
import { TextByBytes1764800000000 } from '../migrations/1764800000000-text-by-bytes.js';
import { DistrustedDevices1764900000000 } from '../migrations/1764900000000-distrusted-devices.js';
import { DeviceKinds1764950000000 } from '../migrations/1764950000000-device-kinds.js';
import { WaitingRefusals1765000000000 } from '../migrations/1765000000000-waiting-refusals.js';
import { CodeHolders1765100000000 } from '../migrations/1765100000000-code-holders.js';
import * as intake from './intake.js';
import * as log from './log.js';
import { TABLE_OF_MIGRATIONS } from './names.js';
import * as registry from './registry.js';

/** The schema for TypeORM: entities and migrations. Not connected yet. */
export function ledgerDataSource(databaseUrl: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    applicationName: 'cairn-schema',
    entities: [log, registry, intake].flatMap((room) => Object.values(room)),
    migrations: [
      Ledger1764000000000,
      RefusalPlace1764300000000,
      ReceiptedSize1764400000000,
      AgingKeys1764500000000,
      LogRotation1764600000000,
      SearchLeaves1764650000000,
      LookupsLeave1764700000000,
      TextByBytes1764800000000,
      DistrustedDevices1764900000000,
      DeviceKinds1764950000000,
      WaitingRefusals1765000000000,
      CodeHolders1765100000000,
    ],
    migrationsTableName: TABLE_OF_MIGRATIONS,
    migrationsTransactionMode: 'all',
    poolSize: 2,
  });
}
