import type { TrustedProxies } from '#libs/host/addresses';
import { ConfigurationError } from '#libs/host/service';
import { type CertificateFiles, certificateFiles, demandTls, isLoopback } from '#libs/host/tls';
import type { MqttEnvironment } from './mqtt-environment.js';
import type { ListenerTls } from './tls-entrance.js';

/** Where the broker inside ingest listens. */
export interface BrokerPlan {
  /** For devices; undefined where there is no certificate. */
  readonly tls: (Place & { readonly files: CertificateFiles; readonly clients: ListenerTls['clients'] }) | undefined;
  /** For programs of this machine where there is TLS, else for devices too. */
  readonly clearText: Place;
}

interface Place {
  readonly host: string;
  readonly port: number;
  /** Who begins each connection with a PROXY header. */
  readonly proxies: TrustedProxies | undefined;
}

const LOOPBACK = '127.0.0.1';
const CERTIFICATE = 'CAIRN_MQTT_TLS_CERTIFICATE';
const KEY = 'CAIRN_MQTT_TLS_KEY';

/**
 * What the settings of the broker come to.
 * @throws {StartError} where passwords would go over the network in clear text; {ConfigurationError} for settings that do not fit together
 */
export function planBroker(environment: MqttEnvironment): BrokerPlan {
  const { CAIRN_HOST, CAIRN_MQTT_HOST: host = CAIRN_HOST, CAIRN_MQTT_TLS_CLIENT_CA: authorities } = environment;
  const files = certificateFiles({
    certificate: { variable: CERTIFICATE, value: environment.CAIRN_MQTT_TLS_CERTIFICATE },
    key: { variable: KEY, value: environment.CAIRN_MQTT_TLS_KEY },
    clientAuthorities: { variable: 'CAIRN_MQTT_TLS_CLIENT_CA', value: authorities },
  });
  const isClearTextAllowed = environment.CAIRN_MQTT_CLEARTEXT === 'yes';
  demandTls({
    what: 'The broker',
    host,
    secrets: 'the passwords of devices',
    hasTls: files !== undefined,
    isClearTextAllowed,
    variables: { certificate: CERTIFICATE, key: KEY, clearText: 'CAIRN_MQTT_CLEARTEXT' },
  });
  const clients = environment.CAIRN_MQTT_TLS_CLIENTS;
  if (clients === 'required' && authorities === undefined)
    throw new ConfigurationError(
      'CAIRN_MQTT_TLS_CLIENTS=required needs CAIRN_MQTT_TLS_CLIENT_CA: the PEM file of the authorities that issue certificates to devices.',
    );
  const proxies = proxiesOf(environment);
  const { CAIRN_MQTT_PORT, CAIRN_MQTT_TLS_PORT } = environment;
  if (!files) return { tls: undefined, clearText: { host, port: CAIRN_MQTT_PORT, proxies } };
  const tls = {
    host,
    port: CAIRN_MQTT_TLS_PORT,
    files,
    clients: authorities === undefined ? ('none' as const) : clients,
    proxies,
  };
  // Programs of this machine come without a proxy, whatever address that one has.
  const near = { host: isLoopback(host) ? host : LOOPBACK, port: CAIRN_MQTT_PORT, proxies: undefined };
  const open = { host, port: CAIRN_MQTT_PORT, proxies };
  return { tls, clearText: isClearTextAllowed && !isLoopback(host) ? open : near };
}

function proxiesOf({ CAIRN_MQTT_PROXY_PROTOCOL, CAIRN_TRUSTED_PROXIES }: MqttEnvironment): TrustedProxies | undefined {
  if (CAIRN_MQTT_PROXY_PROTOCOL === 'no') return undefined;
  if (CAIRN_TRUSTED_PROXIES.isEmpty)
    throw new ConfigurationError(
      'CAIRN_MQTT_PROXY_PROTOCOL=yes needs CAIRN_TRUSTED_PROXIES: the addresses of the proxies whose PROXY header counts.',
    );
  return CAIRN_TRUSTED_PROXIES;
}
