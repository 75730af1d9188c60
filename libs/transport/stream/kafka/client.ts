import { Kafka, logLevel, type KafkaConfig, type LogEntry } from 'kafkajs';
import { StreamError } from '../stream-error.js';
import type { StreamLog, StreamLogLevel } from '../stream-log.js';
import { mendRequestQueue } from './request-queue.js';

const CONNECT_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;

export interface KafkaConnectionOptions {
  /** host:port of at least one broker. */
  readonly brokers: readonly string[];
  readonly clientId?: string;
  readonly ssl?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
}

export function createKafka({ brokers, clientId = 'cairn', ssl, sasl }: KafkaConnectionOptions, log: StreamLog): Kafka {
  mendRequestQueue();
  return new Kafka({
    brokers: [...brokers],
    clientId,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 4 },
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => log(LEVELS[entry.level], message(entry), details(entry)),
  });
}

/** One step down: kafkajs calls errors what it tries again by itself; the adapter says what is one. */
const LEVELS: Record<logLevel, StreamLogLevel> = {
  [logLevel.NOTHING]: 'debug',
  [logLevel.ERROR]: 'warn',
  [logLevel.WARN]: 'info',
  [logLevel.INFO]: 'debug',
  [logLevel.DEBUG]: 'debug',
};

const message = ({ namespace, log }: LogEntry): string => `kafkajs ${namespace}: ${log.message}`;

const details = ({ log }: LogEntry): Record<string, unknown> => {
  const { timestamp: _timestamp, logger: _logger, message: _message, stack: _stack, ...rest } = log;
  return rest;
};

/** Errors of the broker that no second try mends: Kafka protocol, error codes. */
const FINAL = new Set([
  'MESSAGE_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'RECORD_LIST_TOO_LARGE',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'POLICY_VIOLATION',
  'INVALID_REPLICATION_FACTOR',
]);

/** Whether the same request may succeed later. */
export function isTemporary(error: unknown): boolean {
  if (error instanceof StreamError) return error.code === 'UNAVAILABLE';
  if (error instanceof TypeError || error instanceof RangeError) return false;
  const { type, cause } = error as { type?: unknown; cause?: unknown };
  if (typeof type === 'string' && FINAL.has(type)) return false;
  return cause === undefined || cause === error ? true : isTemporary(cause);
}
