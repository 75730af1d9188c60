import { type CommonEnvironment, ConfigurationError } from '#libs/host/service';
import { clientTls, isLoopback, readSecret } from '#libs/host/tls';
import type { KafkaConnectionOptions } from './client.js';

/** As much of an environment as says how Kafka is asked. */
export type KafkaEnvironment = {
  readonly [Name in keyof CommonEnvironment as Name extends `CAIRN_KAFKA_${string}` ? Name : never]?:
    CommonEnvironment[Name] | undefined;
};

type Security = Pick<KafkaConnectionOptions, 'ssl' | 'sasl'>;

/**
 * TLS and login towards Kafka. Clear text leaves this machine only where the operator says so.
 *
 * @throws {ConfigurationError} when what belongs together is not set together; {StartError} when a file cannot be used
 */
export function kafkaSecurity(environment: KafkaEnvironment): Security {
  const ssl = tlsOf(environment);
  if (!ssl) demandLoopback(environment);
  const sasl = loginOf(environment);
  return { ...(ssl && { ssl }), ...(sasl && { sasl }) };
}

/** Named by host and port, which are no secret. */
function demandLoopback({ CAIRN_KAFKA_BROKERS, CAIRN_KAFKA_CLEARTEXT, CAIRN_KAFKA_SASL }: KafkaEnvironment): void {
  const far = CAIRN_KAFKA_BROKERS?.split(',').find((broker) => !isLoopback(broker.slice(0, broker.lastIndexOf(':'))));
  if (far === undefined || CAIRN_KAFKA_CLEARTEXT === 'yes') return;
  const read = CAIRN_KAFKA_SASL ? 'the login and every private value' : 'every private value';
  throw new ConfigurationError(
    `Kafka at ${far} would be asked without TLS, and whoever is on the way could read ${read}. ` +
      'Set CAIRN_KAFKA_TLS=yes and CAIRN_KAFKA_TLS_CA to the certificates of its authority (a PEM file). ' +
      'If clear text is meant, set CAIRN_KAFKA_CLEARTEXT=yes.',
  );
}

function tlsOf(environment: KafkaEnvironment): Security['ssl'] {
  const {
    CAIRN_KAFKA_TLS_CA: authorities,
    CAIRN_KAFKA_TLS_CERTIFICATE: certificate,
    CAIRN_KAFKA_TLS_KEY: key,
  } = environment;
  if (environment.CAIRN_KAFKA_TLS !== 'yes') {
    if (authorities !== undefined || certificate !== undefined || key !== undefined)
      throw new ConfigurationError('Files for TLS towards Kafka are set and TLS is not: set CAIRN_KAFKA_TLS=yes.');
    return undefined;
  }
  if ((certificate === undefined) !== (key === undefined))
    throw new ConfigurationError('CAIRN_KAFKA_TLS_CERTIFICATE and CAIRN_KAFKA_TLS_KEY are set together or not at all.');
  return clientTls({ authorities, certificate, key });
}

function loginOf(environment: KafkaEnvironment): Security['sasl'] {
  const { CAIRN_KAFKA_SASL: mechanism, CAIRN_KAFKA_USER: username } = environment;
  const password = passwordOf(environment);
  if (mechanism === undefined && username === undefined && password === undefined) return undefined;
  if (mechanism === undefined || username === undefined || password === undefined)
    throw new ConfigurationError(
      'A login at Kafka needs CAIRN_KAFKA_SASL, CAIRN_KAFKA_USER and one of CAIRN_KAFKA_PASSWORD and CAIRN_KAFKA_PASSWORD_FILE.',
    );
  // kafkajs has a type for each mechanism.
  return mechanism === 'scram-sha-256' ? { mechanism, username, password } : { mechanism, username, password };
}

function passwordOf({ CAIRN_KAFKA_PASSWORD: given, CAIRN_KAFKA_PASSWORD_FILE: file }: KafkaEnvironment) {
  if (file === undefined) return given;
  if (given !== undefined)
    throw new ConfigurationError('Set CAIRN_KAFKA_PASSWORD or CAIRN_KAFKA_PASSWORD_FILE, not both.');
  const [password] = readSecret(file, 'a password').split(/\r?\n/u);
  if (!password) throw new ConfigurationError(`${file} (CAIRN_KAFKA_PASSWORD_FILE) has no password on its first line.`);
  return password;
}
