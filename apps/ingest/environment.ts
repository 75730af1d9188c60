import { z } from 'zod';
import { MQTT_LIMITS, mqttEnvironment } from '#libs/transport/mqtt';
import { commonEnvironment, type Needs, portNumber, wholeNumber } from '#libs/host/service';

const whole = (min: number, max: number, standard: number) => wholeNumber({ min, max, standard });

/** What ingest reads at its start. */
export const ingestEnvironment = z.object({
  ...commonEnvironment,
  ...mqttEnvironment,
  /** Health and metrics, on loopback. 0 takes a free port. */
  CAIRN_INGEST_HEALTH_PORT: portNumber(3001),
  /** Embedded profile: connections at once. Too few shut devices out; each may cost 200 kB. */
  CAIRN_MQTT_CONNECTIONS_MAX: whole(1, 60_000, MQTT_LIMITS.connectionsMax),
  /** Embedded profile: new connections of strangers at once from one address, then for each second. Too few keep a large site out after an outage. */
  CAIRN_MQTT_CONNECTIONS_PER_ADDRESS_BURST: whole(1, 60_000, MQTT_LIMITS.connectionsPerAddressBurst),
  CAIRN_MQTT_CONNECTIONS_PER_ADDRESS_PER_SECOND: whole(1, 60_000, MQTT_LIMITS.connectionsPerAddressPerSecond),
  /** Bytes of scans in memory. Too few slow devices down; while the database is away the process grows by this and its overhead. */
  CAIRN_INGEST_IN_FLIGHT_BYTES_MAX: whole(1_048_576, 1_073_741_824, MQTT_LIMITS.inFlightBytesMax),
  /** Distributed profile: 5, or 4 (MQTT 3.1.1) for a broker that knows nothing newer. With 4 only the broker bounds the scans in flight. */
  CAIRN_MQTT_VERSION: z.enum(['4', '5']).default('5'),
});

/** What it cannot do without. */
export const INGEST_NEEDS: Needs = { of: ['database', 'stream', 'broker'], program: 'ingest' };

export type IngestEnvironment = z.output<typeof ingestEnvironment>;
