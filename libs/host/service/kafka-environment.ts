import { z } from 'zod';

/** How the programs of the distributed profile connect to Kafka: read by all of them, used by none in the embedded profile. */
export const kafkaEnvironment = {
  /** Begins the names of this node's topics and groups, where several nodes share one Kafka: with one prefix they read each other's scans. Default: topics begin with `cairn.` */
  CAIRN_KAFKA_PREFIX: z
    .string()
    .regex(/^[\w.-]{1,100}$/u, 'expected 1 to 100 letters, digits, dots, underscores and hyphens')
    .optional(),
  /** Whether Kafka is asked over TLS. A `no` beyond loopback sends every private value in clear text. */
  CAIRN_KAFKA_TLS: z.enum(['yes', 'no']).default('no'),
  /** PEM file: certificates of the authority that vouches for the brokers. Without it those that Node brings count, and a private authority is refused. */
  CAIRN_KAFKA_TLS_CA: z.string().min(1).optional(),
  /** PEM files: a certificate of this program, and its private key, for brokers that ask for one. */
  CAIRN_KAFKA_TLS_CERTIFICATE: z.string().min(1).optional(),
  CAIRN_KAFKA_TLS_KEY: z.string().min(1).optional(),
  /** How this program logs in at Kafka. A wrong one is refused by the broker. */
  CAIRN_KAFKA_SASL: z.enum(['scram-sha-256', 'scram-sha-512']).optional(),
  /** Its user at Kafka. With one for each program, none may do what only another has to. */
  CAIRN_KAFKA_USER: z.string().min(1).optional(),
  /** The password, or the file in which it stands on the first line. */
  CAIRN_KAFKA_PASSWORD: z.string().min(1).optional(),
  CAIRN_KAFKA_PASSWORD_FILE: z.string().min(1).optional(),
  /** Lets the programs ask Kafka beyond loopback without TLS. Then whoever is on the way reads every private value. */
  CAIRN_KAFKA_CLEARTEXT: z.enum(['yes', 'no']).default('no'),
} satisfies z.ZodRawShape;
