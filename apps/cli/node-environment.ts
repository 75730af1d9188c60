import { z } from 'zod';
import { AddressError, brokerAddress, isAddressWithUserinfo, ownAddress } from '#libs/host/addresses';
import type { EnvironmentKeys } from '#libs/host/keys';
import { commonEnvironment, ConfigurationError, parseEnvironment, portNumber } from '#libs/host/service';
import { apiHost, apiListenerEnvironment, type ApiListenerEnvironment } from '#libs/host/tls';
import { UsageError } from './run-command.js';

/** What the commands read that work on a node: where its data are, and where its devices connect. */
const nodeEnvironment = z.object({
  ...commonEnvironment,
  /** Port of the broker inside ingest. Ignored where CAIRN_MQTT_URL names another broker. */
  CAIRN_MQTT_PORT: portNumber(1883),
});

export type NodeEnvironment = z.output<typeof nodeEnvironment>;

/** @throws {ConfigurationError} naming the variables that cannot be used. */
export const readNodeEnvironment = (): NodeEnvironment => parseEnvironment(nodeEnvironment, process.env);

/** Address of this machine for a program on it. */
const localHost = (host: string): string => {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return reachable.includes(':') ? `[${reachable}]` : reachable;
};

/** What `--broker` was given as. @throws {UsageError} that holds nothing of it */
export function brokerOption(given: string | undefined): string | undefined {
  try {
    return given === undefined ? undefined : brokerAddress(given);
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    throw new UsageError(`--broker: ${error.message}.`);
  }
}

type BrokerSettings = Pick<
  NodeEnvironment,
  'CAIRN_PROFILE' | 'CAIRN_MQTT_URL' | 'CAIRN_MQTT_PUBLIC_URL' | 'CAIRN_MQTT_PORT' | 'CAIRN_HOST'
>;

/**
 * Where the devices of this node are told to connect. CAIRN_MQTT_URL is ingest's own way to the broker: it says where devices go only
 * while nobody's login stands in it.
 *
 * @param given the option `--broker`
 * @throws {UsageError} as `brokerOption`; {ConfigurationError} where no setting tells
 */
export function deviceBroker(environment: BrokerSettings, given?: string): string {
  const { CAIRN_PROFILE: profile, CAIRN_MQTT_URL: url, CAIRN_MQTT_PUBLIC_URL: open } = environment;
  const told = brokerOption(given) ?? open;
  if (told !== undefined) return told;
  if (url === undefined && profile === 'embedded') return embeddedBroker(environment);
  if (url !== undefined && !isAddressWithUserinfo(url)) return ownAddress(url);
  const why =
    url === undefined ? 'no broker is known' : 'CAIRN_MQTT_URL holds the login of ingest, which no device may have';
  throw new ConfigurationError(
    `${why}: set CAIRN_MQTT_PUBLIC_URL to where devices connect, as mqtts://host:8883, or give --broker.`,
  );
}

/**
 * Where simulated devices on this machine connect: as ingest does, under their own names.
 * @throws as `deviceBroker`
 */
export function nearBroker(environment: BrokerSettings, given?: string): string {
  const { CAIRN_PROFILE: profile, CAIRN_MQTT_URL: url } = environment;
  const told = brokerOption(given) ?? (url === undefined ? undefined : ownAddress(url));
  return told ?? (profile === 'embedded' ? embeddedBroker(environment) : deviceBroker(environment));
}

/** The broker inside ingest. */
export const embeddedBroker = ({
  CAIRN_HOST,
  CAIRN_MQTT_PORT,
}: Pick<BrokerSettings, 'CAIRN_HOST' | 'CAIRN_MQTT_PORT'>): string =>
  `mqtt://${localHost(CAIRN_HOST)}:${CAIRN_MQTT_PORT}`;

/** Said below the help of each command that works on a node. */
export const ENVIRONMENT_HELP = `
Environment: CAIRN_DATA (./data) the node's folder; where devices connect: CAIRN_MQTT_PUBLIC_URL, or the broker inside ingest, at
CAIRN_MQTT_PORT (1883).`;

const apiEnvironment = z.object({
  ...apiListenerEnvironment,
  CAIRN_API_PORT: portNumber(3000),
  CAIRN_HOST: commonEnvironment.CAIRN_HOST,
});

/** Where the api of this node answers. @throws {ConfigurationError} */
export function apiUrl(): string {
  const environment = parseEnvironment(apiEnvironment, process.env);
  return apiAddress(environment, environment.CAIRN_API_PORT);
}

/** Where the api answers programs and browsers on its own machine. */
export const apiAddress = (environment: ApiListenerEnvironment, port: number): string =>
  `${environment.CAIRN_API_TLS_CERTIFICATE ? 'https' : 'http'}://${localHost(apiHost(environment))}:${port}`;

/** What a command needs that signs as the operator. */
export interface OperatorEnvironment extends NodeEnvironment {
  /** Keys that came in the environment, and stand in the place of files. */
  readonly keys: EnvironmentKeys | undefined;
}

/** @throws {ConfigurationError} as `readNodeEnvironment` */
export const readOperatorEnvironment = (keys: EnvironmentKeys | undefined): OperatorEnvironment => ({
  ...readNodeEnvironment(),
  keys,
});
