import type { EnvironmentKeys } from '#libs/host/keys';
import { z } from 'zod';
import { commonEnvironment, parseEnvironment, portNumber } from '#libs/host/service';

/** What the commands read that work on a node: where its data are, and where its devices connect. */
const nodeEnvironment = z.object({
  ...commonEnvironment,
  /** Port of the broker inside ingest. Ignored where CAIRN_MQTT_URL names another broker. */
  CAIRN_MQTT_PORT: portNumber(1883),
});

export type NodeEnvironment = z.output<typeof nodeEnvironment>;

/** @throws {ConfigurationError} naming the variables that cannot be used. */
export const readNodeEnvironment = (): NodeEnvironment => parseEnvironment(nodeEnvironment, process.env);

/** Where the devices of this node connect. */
export const brokerUrl = ({ CAIRN_MQTT_URL, CAIRN_MQTT_PORT, CAIRN_HOST }: NodeEnvironment): string => {
  const host = CAIRN_HOST === '0.0.0.0' || CAIRN_HOST === '::' ? '127.0.0.1' : CAIRN_HOST;
  return CAIRN_MQTT_URL ?? `mqtt://${host}:${CAIRN_MQTT_PORT}`;
};

/** Said below the help of each command that works on a node. */
export const ENVIRONMENT_HELP = `
Environment: CAIRN_DATA (./data) the node's folder; CAIRN_MQTT_PORT (1883) or CAIRN_MQTT_URL the broker.`;

const apiEnvironment = z.object({ CAIRN_API_PORT: portNumber(3000), CAIRN_HOST: commonEnvironment.CAIRN_HOST });

/** Where the api of this node answers. @throws {ConfigurationError} */
export function apiUrl(): string {
  const { CAIRN_API_PORT, CAIRN_HOST } = parseEnvironment(apiEnvironment, process.env);
  const host = CAIRN_HOST === '0.0.0.0' || CAIRN_HOST === '::' ? '127.0.0.1' : CAIRN_HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${CAIRN_API_PORT}`;
}

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
