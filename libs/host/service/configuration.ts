import { AddressError, brokerAddress, ProxyListError, TrustedProxies } from '#libs/host/addresses';
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

/** Quotation marks and the like end an address in a text, and with them would end what is taken out before the text is shown. */
const UNENCODED = /[\s"<>\\`]/u;
const ENCODED = 'expected a URL that writes / ? # @, spaces and quotation marks in user and password as %XX';

/**
 * An address that may hold a user and a password. It is read so strictly that a part of the password never counts as host, port or path,
 * which errors of others name.
 */
const loginAddress = (scheme: RegExp, expected: string) =>
  z.string().regex(scheme, expected).refine(isEncoded, { error: ENCODED });

function isEncoded(text: string): boolean {
  if (UNENCODED.test(text) || !URL.canParse(text)) return false;
  const { username, password, host, pathname, search, hash } = new URL(text);
  try {
    decodeURIComponent(username + password);
  } catch {
    return false;
  }
  const behind = username || password || host === '' ? pathname + hash : pathname + search + hash;
  return !behind.includes('@');
}

/** Where devices connect: host and port, and no login. */
const publicBroker = z.string().transform((text, context) => {
  try {
    return brokerAddress(text);
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});

/** Unset is nobody. */
const trustedProxies = z
  .string()
  .default('')
  .transform((text, context) => {
    try {
      return TrustedProxies.parse(text);
    } catch (error) {
      if (!(error instanceof ProxyListError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });

/** What every process of a node reads. Each comment says what goes wrong if the value is bad. */
export const commonEnvironment = {
  /** Which adapters are used: embedded (aedes, PostgreSQL stream) or distributed (MQTT broker, Kafka). Mixed profiles do not see each other's scans. */
  CAIRN_PROFILE: z.enum(['embedded', 'distributed']).default('embedded'),
  /** Folder of keys, public log and embedded database. A wrong folder starts an empty node. */
  CAIRN_DATA: z.string().min(1).default('./data'),
  /** Where PostgreSQL is. Without it the file keys/database-url of the data folder is read, which `cairn up` writes. */
  CAIRN_DATABASE_URL: loginAddress(
    /^postgres(ql)?:\/\//u,
    'expected postgres://user:password@host:port/database',
  ).optional(),
  /** Comma-separated host:port. Needed in the distributed profile only. */
  CAIRN_KAFKA_BROKERS: z
    .string()
    .regex(/^[^:,@/\s]+:\d+(,[^:,@/\s]+:\d+)*$/u, 'expected host:port[,host:port]')
    .optional(),
  /** The MQTT broker of the distributed profile, with the login of ingest, which alone needs it: no device may have this one. */
  CAIRN_MQTT_URL: loginAddress(/^(mqtts?|tls|tcp):\/\//u, 'expected mqtt://user:password@host:port').optional(),
  /** Where devices connect, as they are told. A wrong one sends every device that is enrolled to another broker. */
  CAIRN_MQTT_PUBLIC_URL: publicBroker.optional(),
  /** Name of this log in every checkpoint; cannot change once the log has an entry. */
  CAIRN_LOG_ORIGIN: z
    .string()
    .regex(/^[^\s+]{1,100}$/u, 'expected 1 to 100 characters without space and +')
    .optional(),
  CAIRN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Address on which the node listens. Anything but loopback opens it to the network. */
  CAIRN_HOST: z.string().min(1).default('127.0.0.1'),
  /** Addresses and networks of proxies, with commas between them: their word on who is calling counts. Whoever else is in it can pass for anybody. */
  CAIRN_TRUSTED_PROXIES: trustedProxies,
} satisfies z.ZodRawShape;

const common = z.object(commonEnvironment);
export type CommonEnvironment = z.output<typeof common>;
