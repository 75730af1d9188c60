import {
  type CredentialCheck,
  demandTlsToBroker,
  EmbeddedTransport,
  type ListenerOptions,
  type MqttObserver,
  planBroker,
  RemoteTransport,
  type ScanTransport,
} from '#libs/transport/mqtt';
import { ConfigurationError, type Logger } from '#libs/host/service';
import { type CertificateLog, readAuthorities, ServerCertificate } from '#libs/host/tls';
import type { IngestEnvironment } from './environment.js';

/** How scans come in: all that the settings say of it has been read, and nothing runs yet. */
export interface WayIn {
  transport(needs: { readonly credentials: CredentialCheck; readonly observer: MqttObserver }): ScanTransport;
}

/**
 * The broker inside this process, or the way to one outside.
 * @throws {StartError} for certificates that cannot be used and for passwords that would go over the network in clear text;
 *   {ConfigurationError} for settings that do not fit together
 */
export const readWayIn = (environment: IngestEnvironment, logger: Logger): WayIn =>
  environment.CAIRN_PROFILE === 'embedded' ? brokerHere(environment, logger) : brokerOutside(environment);

function brokerHere(environment: IngestEnvironment, logger: Logger): WayIn {
  const { tls, clearText } = planBroker(environment);
  const listeners: ListenerOptions[] = [clearText];
  if (tls) {
    const { files, clients, ...place } = tls;
    const certificate = ServerCertificate.load(files);
    listeners.push({ ...place, tls: { certificate, clients, log: logOf(files.certificate, logger) } });
  }
  const limits = {
    connectionsMax: environment.CAIRN_MQTT_CONNECTIONS_MAX,
    connectionsPerAddressBurst: environment.CAIRN_MQTT_CONNECTIONS_PER_ADDRESS_BURST,
    connectionsPerAddressPerSecond: environment.CAIRN_MQTT_CONNECTIONS_PER_ADDRESS_PER_SECOND,
    inFlightBytesMax: environment.CAIRN_INGEST_IN_FLIGHT_BYTES_MAX,
  };
  return { transport: (needs) => new EmbeddedTransport({ ...needs, listeners, limits }) };
}

const logOf = (file: string, logger: Logger): CertificateLog => ({
  replaced: (validUntilTimeMs) =>
    logger.info({ file, validUntil: new Date(validUntilTimeMs).toISOString() }, 'the certificate was replaced'),
  unusable: (why) => logger.warn({ why }, 'the certificate files have changed and cannot be used: the old ones stay'),
});

function brokerOutside(environment: IngestEnvironment): WayIn {
  const { CAIRN_MQTT_URL: url, CAIRN_MQTT_VERSION, CAIRN_INGEST_IN_FLIGHT_BYTES_MAX } = environment;
  if (!url) throw new ConfigurationError('The distributed profile needs CAIRN_MQTT_URL.');
  const isClearTextAllowed = environment.CAIRN_MQTT_CLEARTEXT === 'yes';
  demandTlsToBroker(url, {
    what: 'CAIRN_MQTT_URL',
    secrets: 'the password of ingest and all scans',
    isClearTextAllowed,
  });
  const { CAIRN_MQTT_TLS_CA: authorities } = environment;
  const certificateAuthority = authorities === undefined ? undefined : readAuthorities(authorities);
  return {
    transport: ({ observer }) =>
      new RemoteTransport({
        url,
        certificateAuthority,
        protocolVersion: CAIRN_MQTT_VERSION === '4' ? 4 : 5,
        inFlightBytesMax: CAIRN_INGEST_IN_FLIGHT_BYTES_MAX,
        observer,
      }),
  };
}
