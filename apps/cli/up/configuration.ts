import { z } from 'zod';
import { commonEnvironment, type Needs, portNumber, wholeNumber } from '#libs/host/service';
import { apiListenerEnvironment } from '#libs/host/tls';
import { mqttEnvironment } from '#libs/transport/mqtt';

const processes = wholeNumber({ min: 1, max: 16, standard: 1 });

/** What `cairn up` reads. The programs that it starts read the same variables, each with its own schema. */
export const upEnvironment = z.object({
  ...commonEnvironment,
  ...apiListenerEnvironment,
  /** Web pages, API and public log. */
  CAIRN_API_PORT: portNumber(3000),
  ...mqttEnvironment,
  /** Health and metrics of ingest, anchor and api, on loopback. A busy port is replaced by a free one, and the terminal says so. */
  CAIRN_INGEST_HEALTH_PORT: portNumber(3001),
  CAIRN_ANCHOR_HEALTH_PORT: portNumber(3002),
  CAIRN_API_HEALTH_PORT: portNumber(3003),
  CAIRN_POSTGRES_PORT: portNumber(25_432),
  /** Whether a new log gets two witnesses that this node runs itself. Default: own in the embedded profile, none in the distributed one. */
  CAIRN_WITNESSES: z.enum(['own', 'none']).optional(),
  /** Folder of these witnesses, never inside CAIRN_DATA. Default: CAIRN_DATA with -witnesses behind it. */
  CAIRN_WITNESS_DATA: z.string().min(1).optional(),
  /** Port of the first of them, on loopback; the second has the next. */
  CAIRN_WITNESS_PORT: portNumber(3010),
  /** Distributed profile: how many of each program this machine runs. A second anchor is a stand-by. */
  CAIRN_INGEST_PROCESSES: processes,
  CAIRN_ANCHOR_PROCESSES: processes,
  CAIRN_API_PROCESSES: processes,
  /** Bytes of the log of one program in CAIRN_DATA/logs, then the next file begins. Large ones are slow to search, small ones hold too short a time. */
  CAIRN_UP_LOG_BYTES_MAX: wholeNumber({ min: 10_000, max: 10_000_000_000, standard: 50_000_000 }),
  /** Log files of each program that stay beside the one that is written. Too few lose what led to a failure; all together fill a disk. */
  CAIRN_UP_LOG_FILES_KEPT: wholeNumber({ min: 0, max: 100, standard: 3 }),
});

/** What a node cannot do without. Its own database it makes. */
export const UP_NEEDS: Needs = { of: ['database', 'stream', 'broker'], makesDatabase: true };

export type UpEnvironment = z.output<typeof upEnvironment>;
