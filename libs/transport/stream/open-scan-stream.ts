import {
  type CommonEnvironment,
  ConfigurationError,
  type DatabaseProgram,
  databaseUrl,
  type Logger,
} from '#libs/host/service';
import { createScanStream } from './create-scan-stream.js';
import { type KafkaEnvironment, kafkaSecurity } from './kafka/security.js';
import type { ScanStream } from './scan-stream.js';
import type { StreamLog } from './stream-log.js';

/** As much of a process's environment as its stream follows from. */
export type StreamEnvironment = Pick<CommonEnvironment, 'CAIRN_PROFILE' | 'CAIRN_DATA' | 'CAIRN_DATABASE_URL'> &
  Partial<Pick<CommonEnvironment, 'CAIRN_DATABASE_CLEARTEXT'>> &
  KafkaEnvironment;

/** What one process wants otherwise than the others. */
export interface ProcessStreamOptions {
  /** Where the stream tells of its troubles. Default: nowhere. */
  readonly logger?: Logger;
  /** Whose role in PostgreSQL it is; none: the owner of the tables. */
  readonly program?: DatabaseProgram;
  /** Name towards Kafka. */
  readonly clientId?: string;
  readonly appendTimeoutMs?: number;
}

/**
 * The stream of the node whose environment this is: PostgreSQL in the embedded profile, Kafka in the distributed one. Connects when
 * first used.
 *
 * @throws {ConfigurationError} when the profile's database or brokers are not known, or would be asked in clear text;
 *   {StartError} when a file for TLS cannot be used
 */
export function openScanStream(
  environment: StreamEnvironment,
  { logger, program, clientId, appendTimeoutMs }: ProcessStreamOptions = {},
): ScanStream {
  const shared = {
    ...(logger && { log: logOf(logger) }),
    ...(appendTimeoutMs !== undefined && { appendTimeoutMs }),
  };
  if (environment.CAIRN_PROFILE === 'embedded')
    return createScanStream({ kind: 'postgres', databaseUrl: databaseUrl(environment, program), ...shared });
  const brokers = environment.CAIRN_KAFKA_BROKERS?.split(',');
  if (!brokers) throw new ConfigurationError('The distributed profile needs CAIRN_KAFKA_BROKERS.');
  const security = kafkaSecurity(environment);
  const prefix = environment.CAIRN_KAFKA_PREFIX;
  return createScanStream({
    kind: 'kafka',
    brokers,
    ...security,
    ...(clientId !== undefined && { clientId }),
    ...(prefix !== undefined && { topicPrefix: prefix, groupPrefix: prefix }),
    ...shared,
  });
}

const logOf =
  (logger: Logger): StreamLog =>
  (level, message, details) =>
    logger[level](details ?? {}, message);
