import { z } from 'zod';
import type { EnvironmentKeys } from '#libs/host/keys';
import { commonEnvironment, parseEnvironment, portNumber } from '#libs/host/service';
import { apiHost, apiListenerEnvironment, type ApiListenerEnvironment } from '#libs/host/tls';
import { mqttEnvironment } from '#libs/transport/mqtt';

/** What the commands read that work on a node: where its data are, and where its devices connect. */
const nodeEnvironment = z.object({ ...commonEnvironment, ...mqttEnvironment });

export type NodeEnvironment = z.output<typeof nodeEnvironment>;

/** @throws {ConfigurationError} naming the variables that cannot be used. */
export const readNodeEnvironment = (): NodeEnvironment => parseEnvironment(nodeEnvironment, process.env);

/** An address to listen on that is none to connect to. */
export const isAnyInterface = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** Address of this machine for a program on it. */
export const localHost = (host: string): string => {
  const reachable = isAnyInterface(host) ? '127.0.0.1' : host;
  return reachable.includes(':') ? `[${reachable}]` : reachable;
};

/** Said below the help of each command that works on a node. */
export const ENVIRONMENT_HELP = `
Environment: CAIRN_DATA (./data) the node's folder; where devices connect: CAIRN_MQTT_PUBLIC_URL, or the broker inside ingest, at
CAIRN_MQTT_PORT (1883), with TLS CAIRN_MQTT_TLS_PORT (8883); CAIRN_MQTT_TLS_CA, authorities that vouch for the broker.`;

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
