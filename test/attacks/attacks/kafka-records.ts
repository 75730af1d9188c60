import { randomBytes } from 'node:crypto';
import kafkajs, { type Message, type Transaction } from 'kafkajs';
import { type Alarm, type Attack, HARMLESS, SET_ASIDE } from '../attack.js';
import type { Field } from '../arena/field.js';

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs;

const WHO = 'Whoever may write to the topic with a client of his own, and has no key.';

async function produce(
  { live, partition }: Field,
  messages: readonly Message[],
  compression = CompressionTypes.None,
): Promise<void> {
  const { environment } = live.node;
  const kafka = new Kafka({ brokers: environment['CAIRN_KAFKA_BROKERS']!.split(','), logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  try {
    const topic = `${environment['CAIRN_KAFKA_PREFIX']}scans.v1`;
    await producer.send({ topic, compression, messages: messages.map((message) => ({ ...message, partition })) });
  } finally {
    await producer.disconnect();
  }
}

async function inTransaction(
  { live, partition }: Field,
  work: (transaction: Transaction, send: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const { environment } = live.node;
  const kafka = new Kafka({ brokers: environment['CAIRN_KAFKA_BROKERS']!.split(','), logLevel: logLevel.NOTHING });
  const transactionalId = `attack-${Date.now()}`;
  const producer = kafka.producer({ transactionalId, maxInFlightRequests: 1, idempotent: true });
  await producer.connect();
  try {
    const transaction = await producer.transaction();
    const topic = `${environment['CAIRN_KAFKA_PREFIX']}scans.v1`;
    await work(transaction, async () => {
      await transaction.send({ topic, messages: [{ value: Buffer.from(randomBytes(50)), partition }] });
    });
  } finally {
    await producer.disconnect();
  }
}

const kafkaAttack = (name: string, run: (field: Field) => Promise<void>, alarm: Alarm = SET_ASIDE): Attack => ({
  name,
  who: WHO,
  profiles: ['distributed'],
  run: async (field) => {
    await run(field);
    await field.taken();
    return { alarm };
  },
});

/** A broker that unpacks what it keeps finds the message too large, and nobody else ever sees it. @throws what is no answer of it */
function isRefused(error: unknown): false {
  if (error instanceof kafkajs.KafkaJSProtocolError) return false;
  throw error;
}

/** Snappy's format with literals alone: enough for a broker to take it. */
function snappy(bytes: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    if (rest < 128) {
      length.push(rest);
      break;
    }
    length.push((rest & 127) | 128);
  }
  const parts: Buffer[] = [Buffer.from(length)];
  for (let at = 0; at < bytes.length; at += 60) {
    const literal = bytes.subarray(at, at + 60);
    parts.push(Buffer.of((literal.length - 1) << 2), literal);
  }
  return Buffer.concat(parts);
}

export const kafkaRecords: readonly Attack[] = [
  kafkaAttack('kafka-null-value', (field) => produce(field, [{ value: null }])),
  kafkaAttack('kafka-key-and-headers', (field) =>
    produce(field, [
      { key: 'k', value: Buffer.from(randomBytes(50)), headers: { h: Buffer.from(randomBytes(5_000)) } },
    ]),
  ),
  kafkaAttack('kafka-record-of-4-mib', (field) => produce(field, [{ value: Buffer.alloc(4 * 1_048_576, 1) }])),
  kafkaAttack('kafka-gzip', (field) =>
    produce(field, [{ value: Buffer.from(randomBytes(50)) }], CompressionTypes.GZIP),
  ),
  {
    name: 'kafka-gzip-bomb',
    who: WHO,
    profiles: ['distributed'],
    run: async (field) => {
      const bomb = [{ value: Buffer.alloc(200 * 1_048_576) }];
      const isTaken = await produce(field, bomb, CompressionTypes.GZIP).then(() => true, isRefused);
      await field.taken();
      return { alarm: isTaken ? SET_ASIDE : HARMLESS };
    },
  },
  kafkaAttack('kafka-snappy', (field) => {
    const codecs = CompressionCodecs as Record<number, unknown>;
    codecs[CompressionTypes.Snappy] = () => ({
      compress: ({ buffer }: { buffer: Buffer }) => Promise.resolve(snappy(buffer)),
    });
    return produce(field, [{ value: Buffer.from(randomBytes(50)) }], CompressionTypes.Snappy);
  }),
  // The marker that ends a transaction has an offset and no contents.
  kafkaAttack('kafka-aborted-transaction', (field) =>
    inTransaction(field, async (transaction, send) => {
      await send();
      await transaction.abort();
    }),
  ),
  // The broker ends it after a minute at the earliest.
  kafkaAttack('kafka-transaction-left-open', (field) => inTransaction(field, (_, send) => send())),
];
