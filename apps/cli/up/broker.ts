import { ownAddress } from '#libs/host/addresses';
import { ServerCertificate } from '#libs/host/tls';
import { demandTlsToBroker, planBroker } from '#libs/transport/mqtt';
import { brokerUrl, demandTlsForDevices } from '../brokers.js';
import type { UpEnvironment } from './configuration.js';
import type { NodePorts } from './node-ports.js';

/**
 * What ingest would refuse, before anything is started.
 * @throws {StartError} for passwords that would go over the network in clear text and for certificates that cannot be used;
 *   {ConfigurationError} for settings that do not fit together
 */
export function demandSafeBroker(environment: UpEnvironment): void {
  const { CAIRN_PROFILE, CAIRN_MQTT_URL: url, CAIRN_MQTT_CLEARTEXT } = environment;
  if (CAIRN_PROFILE === 'embedded') {
    const { tls } = planBroker(environment);
    if (tls) ServerCertificate.load(tls.files);
  } else if (url !== undefined) {
    const isClearTextAllowed = CAIRN_MQTT_CLEARTEXT === 'yes';
    demandTlsToBroker(url, {
      what: 'CAIRN_MQTT_URL',
      secrets: 'the password of ingest and all scans',
      isClearTextAllowed,
    });
  }
}

/** Refuses to tell devices an address at which they would send their passwords in clear text. @throws {StartError} */
export function demandSafePublicBroker(environment: UpEnvironment): void {
  const { CAIRN_MQTT_PUBLIC_URL: open } = environment;
  if (open !== undefined) demandTlsForDevices(open, environment, 'CAIRN_MQTT_PUBLIC_URL');
}

export interface BrokerAddresses {
  /** For programs on this machine, without anybody's login. */
  readonly mqtt: string;
  /** With TLS, in the embedded profile where there is a certificate. */
  readonly mqttTls: string | undefined;
  /** What devices are told, where that is another one. */
  readonly publicMqtt: string | undefined;
}

export function brokerAddresses(
  environment: UpEnvironment,
  { mqtt, mqttTls }: Pick<NodePorts, 'mqtt' | 'mqttTls'>,
): BrokerAddresses {
  const { CAIRN_PROFILE, CAIRN_MQTT_URL: url, CAIRN_MQTT_PUBLIC_URL: publicMqtt } = environment;
  if (CAIRN_PROFILE === 'distributed' && url !== undefined)
    return { mqtt: ownAddress(url), mqttTls: undefined, publicMqtt };
  const { tls, clearText } = planBroker(environment);
  return {
    mqtt: brokerUrl('mqtt', { ...clearText, port: mqtt ?? clearText.port }),
    mqttTls: tls && brokerUrl('mqtts', { ...tls, port: mqttTls ?? tls.port }),
    publicMqtt,
  };
}
