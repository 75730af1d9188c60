import { z } from 'zod';
import { commonEnvironment, portNumber } from '#libs/host/service';

const file = z.string().min(1).optional();
const yesOrNo = z.enum(['yes', 'no']).default('no');

/** Settings of everything that speaks MQTT, beside those that every program reads. Those of the broker count in the embedded profile. */
export const mqttEnvironment = {
  /** Address on which the broker listens. Default: CAIRN_HOST. Anything but loopback opens it to the network. */
  CAIRN_MQTT_HOST: z.string().min(1).optional(),
  /** Port without TLS: on loopback alone, for programs of this machine, where there is TLS. 0 takes a free port, which devices then have to be told. */
  CAIRN_MQTT_PORT: portNumber(1883),
  /** Port with TLS. 0 takes a free port. */
  CAIRN_MQTT_TLS_PORT: portNumber(8883),
  /** PEM files: the broker's certificate with those that vouch for it, and its private key. Without them there is no TLS. Wrong ones stop the start. */
  CAIRN_MQTT_TLS_CERTIFICATE: file,
  CAIRN_MQTT_TLS_KEY: file,
  /** PEM file of the authorities that issue certificates to devices, one for each, with the device's name as common name. A wrong one keeps devices out. */
  CAIRN_MQTT_TLS_CLIENT_CA: file,
  /** `required`: no connection without such a certificate. `optional`: who shows one must show that of the device. The password is needed all the same. */
  CAIRN_MQTT_TLS_CLIENTS: z.enum(['optional', 'required']).default('optional'),
  /** PEM file of the authorities that vouch for the broker that is connected to, instead of the system's. A wrong one keeps devices and ingest out. */
  CAIRN_MQTT_TLS_CA: file,
  /** `yes`: passwords of devices may go over the network without TLS, where everybody on the way reads them. */
  CAIRN_MQTT_CLEARTEXT: yesOrNo,
  /** `yes`: those of CAIRN_TRUSTED_PROXIES begin each connection with a PROXY header. If they do not, or `no` is wrong, no device gets in. */
  CAIRN_MQTT_PROXY_PROTOCOL: yesOrNo,
} satisfies z.ZodRawShape;

const broker = z.object({
  ...mqttEnvironment,
  CAIRN_HOST: commonEnvironment.CAIRN_HOST,
  CAIRN_TRUSTED_PROXIES: commonEnvironment.CAIRN_TRUSTED_PROXIES,
});
export type MqttEnvironment = z.output<typeof broker>;
