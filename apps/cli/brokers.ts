import { AddressError, brokerAddress, isAddressWithUserinfo, ownAddress } from '#libs/host/addresses';
import { ConfigurationError } from '#libs/host/service';
import { readAuthorities } from '#libs/host/tls';
import { demandTlsToBroker, planBroker } from '#libs/transport/mqtt';
import { isAnyInterface, localHost, type NodeEnvironment } from './node-environment.js';
import { UsageError } from './run-command.js';

/** What `--broker` was given as. @throws {UsageError} that holds nothing of it */
export function brokerOption(given: string | undefined): string | undefined {
  try {
    return given === undefined ? undefined : brokerAddress(given);
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    throw new UsageError(`--broker: ${error.message}.`);
  }
}

/** A broker's address, as a program or a device on this machine reaches it. */
export const brokerUrl = (scheme: 'mqtt' | 'mqtts', { host, port }: { host: string; port: number }): string =>
  `${scheme}://${localHost(host)}:${port}`;

/**
 * Devices send their passwords over a network without TLS only where the operator says so.
 * @param what gave the address, as the begin of a sentence
 * @throws {StartError}
 */
export function demandTlsForDevices(address: string, environment: NodeEnvironment, what: string): void {
  const isClearTextAllowed = environment.CAIRN_MQTT_CLEARTEXT === 'yes';
  demandTlsToBroker(address, { what, secrets: 'the passwords of devices', isClearTextAllowed });
}

/**
 * Where the devices of this node are told to connect. CAIRN_MQTT_URL is ingest's own way to the broker: it says where devices go only
 * while nobody's login stands in it.
 *
 * @param given the option `--broker`
 * @throws {UsageError} as `brokerOption`; {ConfigurationError} where no setting tells; {StartError} as `demandTlsForDevices`
 */
export function deviceBroker(environment: NodeEnvironment, given?: string): string {
  const { what, address } = toldBroker(environment, brokerOption(given));
  demandTlsForDevices(address, environment, what);
  return address;
}

function toldBroker(
  environment: NodeEnvironment,
  given: string | undefined,
): { readonly what: string; readonly address: string } {
  const { CAIRN_PROFILE: profile, CAIRN_MQTT_URL: url, CAIRN_MQTT_PUBLIC_URL: open } = environment;
  if (given !== undefined) return { what: '--broker', address: given };
  if (open !== undefined) return { what: 'CAIRN_MQTT_PUBLIC_URL', address: open };
  if (url === undefined && profile === 'embedded')
    return { what: 'The broker inside ingest', address: embeddedForDevices(environment) };
  if (url !== undefined && !isAddressWithUserinfo(url)) return { what: 'CAIRN_MQTT_URL', address: ownAddress(url) };
  const why =
    url === undefined ? 'no broker is known' : 'CAIRN_MQTT_URL holds the login of ingest, which no device may have';
  throw new ConfigurationError(
    `${why}: set CAIRN_MQTT_PUBLIC_URL to where devices connect, as mqtts://host:8883, or give --broker.`,
  );
}

/** With TLS where there is a certificate. It names hosts, so the address of every interface is none. */
function embeddedForDevices(environment: NodeEnvironment): string {
  const { tls, clearText } = planBroker(environment);
  if (!tls) return brokerUrl('mqtt', clearText);
  if (isAnyInterface(tls.host))
    throw new ConfigurationError(
      `the broker listens on ${tls.host}, which is no address to connect to: set CAIRN_MQTT_PUBLIC_URL to mqtts://, a host name of its certificate and :${tls.port}, or give --broker.`,
    );
  return brokerUrl('mqtts', tls);
}

/**
 * Where simulated devices on this machine connect, under their own names: to the broker inside ingest without TLS, else as all devices do.
 * @throws as `deviceBroker`
 */
export function nearBroker(environment: NodeEnvironment, given?: string): string {
  const { CAIRN_PROFILE: profile, CAIRN_MQTT_URL: url, CAIRN_MQTT_PUBLIC_URL: open } = environment;
  if (given !== undefined) return deviceBroker(environment, given);
  if (profile === 'embedded' && url === undefined) return brokerUrl('mqtt', planBroker(environment).clearText);
  if (url === undefined || open !== undefined) return deviceBroker(environment);
  const address = ownAddress(url);
  demandTlsForDevices(address, environment, 'CAIRN_MQTT_URL');
  return address;
}

/** Authorities that vouch for the broker where those of the system do not. @throws {StartError} naming the file */
export const brokerAuthorities = ({
  CAIRN_MQTT_TLS_CA: file,
}: Pick<NodeEnvironment, 'CAIRN_MQTT_TLS_CA'>): string | undefined =>
  file === undefined ? undefined : readAuthorities(file);
