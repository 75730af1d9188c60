import { z } from 'zod';

/** A variable of the environment has no usable value. The message names the variable and what is allowed, never the value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads one app's configuration, once, at start.
 *
 * @param schema one zod shape for the app; names carry their units.
 * @param environment usually `process.env`; empty strings count as not set.
 * @throws {ConfigurationError} naming every variable that is missing or wrong.
 */
export function parseEnvironment<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<z.ZodObject<Shape>> {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`);
  throw new ConfigurationError(`The configuration cannot be used. ${problems.join('; ')}.`);
}

/** A number of the environment. Only digits are read: `1e3`, `0x10` and ` 7 ` are taken for mistakes. */
export const wholeNumber = ({
  min,
  max,
  standard,
}: {
  readonly min: number;
  readonly max: number;
  readonly standard: number;
}) => {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z
    .string(expected)
    .regex(/^\d{1,15}$/u, expected)
    .transform(Number)
    .refine((value) => min <= value && value <= max, expected)
    .default(standard);
};

export const portNumber = (standard: number) => wholeNumber({ min: 0, max: 65_535, standard });

/** What every process of a node reads. Each comment says what goes wrong if the value is bad. */
export const commonEnvironment = {
  /** Which adapters are used: embedded (aedes, PostgreSQL stream) or distributed (MQTT broker, Kafka). Mixed profiles do not see each other's scans. */
  CAIRN_PROFILE: z.enum(['embedded', 'distributed']).default('embedded'),
  /** Folder of keys, public log and embedded database. A wrong folder starts an empty node. */
  CAIRN_DATA: z.string().min(1).default('./data'),
  /** Where PostgreSQL is. Without it the file keys/database-url of the data folder is read, which `cairn up` writes. */
  CAIRN_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//u, 'expected postgres://user:password@host:port/database')
    .optional(),
  /** Comma-separated host:port. Needed in the distributed profile only. */
  CAIRN_KAFKA_BROKERS: z
    .string()
    .regex(/^[^:,\s]+:\d+(,[^:,\s]+:\d+)*$/u, 'expected host:port[,host:port]')
    .optional(),
  /** The MQTT broker of the distributed profile. */
  CAIRN_MQTT_URL: z
    .string()
    .regex(/^(mqtts?|tls|tcp):\/\//u, 'expected mqtt://host:port')
    .optional(),
  /** Name of this log in every checkpoint; cannot change once the log has an entry. */
  CAIRN_LOG_ORIGIN: z
    .string()
    .regex(/^[^\s+]{1,100}$/u, 'expected 1 to 100 characters without space and +')
    .optional(),
  CAIRN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Address on which the node listens. Anything but loopback opens it to the network. */
  CAIRN_HOST: z.string().min(1).default('127.0.0.1'),
} satisfies z.ZodRawShape;

const common = z.object(commonEnvironment);
export type CommonEnvironment = z.output<typeof common>;
