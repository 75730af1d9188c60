import { z } from 'zod';
import { commonEnvironment, ConfigurationError, parseEnvironment, StartError } from '#libs/host/service';
import { mqttEnvironment } from '#libs/transport/mqtt';
import { brokerOption, deviceBroker, nearBroker } from '../brokers.js';
import { UsageError } from '../run-command.js';

const schema = z.object({ ...commonEnvironment, ...mqttEnvironment });
const settings = (variables: Record<string, string>) => parseEnvironment(schema, variables);

const DISTRIBUTED = { CAIRN_PROFILE: 'distributed' };
const LOGIN = { CAIRN_MQTT_URL: 'mqtts://cairn-ingest:hunter2@mosquitto:8884' };
const PLAIN = { CAIRN_MQTT_URL: 'tls://mosquitto:8883/' };
const PUBLIC = { CAIRN_MQTT_PUBLIC_URL: 'mqtts://scans.example.org:8883' };
const TLS = { CAIRN_MQTT_TLS_CERTIFICATE: 'server.pem', CAIRN_MQTT_TLS_KEY: 'server.key' };
const CLEAR = { CAIRN_MQTT_CLEARTEXT: 'yes' };

describe('where devices are told to connect', () => {
  it.each<[string, Record<string, string>, string]>([
    ['the broker inside ingest', {}, 'mqtt://127.0.0.1:1883'],
    ['its own port', { CAIRN_MQTT_PORT: '2883', CAIRN_HOST: '0.0.0.0', ...CLEAR }, 'mqtt://127.0.0.1:2883'],
    ['its own host', { CAIRN_HOST: '::1' }, 'mqtt://[::1]:1883'],
    ['with TLS where it has a certificate', TLS, 'mqtts://127.0.0.1:8883'],
    ['its host and port with TLS', { ...TLS, CAIRN_MQTT_HOST: 'gate.example.org' }, 'mqtts://gate.example.org:8883'],
    ['the public address of the embedded profile', PUBLIC, 'mqtts://scans.example.org:8883'],
    ['the public address beside a certificate', { ...TLS, ...PUBLIC }, 'mqtts://scans.example.org:8883'],
    ['the public address', { ...DISTRIBUTED, ...LOGIN, ...PUBLIC }, 'mqtts://scans.example.org:8883'],
    ['the address of ingest, while it holds no login', { ...DISTRIBUTED, ...PLAIN }, 'mqtts://mosquitto:8883'],
  ])('is %s', (_, variables, broker) => {
    expect(deviceBroker(settings(variables))).toBe(broker);
    expect(deviceBroker(settings(variables), 'mqtts://other:1')).toBe('mqtts://other:1');
  });

  it.each([
    ['no broker is known', DISTRIBUTED],
    ['CAIRN_MQTT_URL holds the login of ingest, which no device may have', { ...DISTRIBUTED, ...LOGIN }],
    ['CAIRN_MQTT_URL holds the login of ingest, which no device may have', LOGIN],
  ])('is refused where %s', (why, variables) => {
    const told = () => deviceBroker(settings(variables));
    expect(told).toThrow(ConfigurationError);
    expect(told).toThrow(
      `${why}: set CAIRN_MQTT_PUBLIC_URL to where devices connect, as mqtts://host:8883, or give --broker.`,
    );
  });

  it('is no address that nobody can connect to', () => {
    for (const host of ['0.0.0.0', '::'])
      expect(() => deviceBroker(settings({ ...TLS, CAIRN_MQTT_HOST: host }))).toThrow(
        `the broker listens on ${host}, which is no address to connect to: set CAIRN_MQTT_PUBLIC_URL to mqtts://, a host name of its certificate and :8883, or give --broker.`,
      );
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['CAIRN_MQTT_PUBLIC_URL', { CAIRN_MQTT_PUBLIC_URL: 'mqtt://far:1883' }, undefined],
    ['CAIRN_MQTT_URL', { ...DISTRIBUTED, CAIRN_MQTT_URL: 'mqtt://far:1883' }, undefined],
    ['--broker', {}, 'mqtt://far:1883'],
  ])('is beyond this machine no address without TLS, unless that is meant: %s', (what, variables, given) => {
    // Simulated devices of this machine go to the broker inside ingest, wherever others go.
    const ways = what === 'CAIRN_MQTT_PUBLIC_URL' ? [deviceBroker] : [deviceBroker, nearBroker];
    for (const told of ways) {
      expect(() => told(settings(variables), given)).toThrow(StartError);
      expect(() => told(settings(variables), given)).toThrow(
        `${what} is mqtt://far:1883, without TLS, and whoever is on the way reads the passwords of devices. Write mqtts://`,
      );
      expect(told(settings({ ...variables, ...CLEAR }), given)).toBe('mqtt://far:1883');
    }
  });
});

it.each<[Record<string, string>, string]>([
  [PUBLIC, 'mqtt://127.0.0.1:1883'],
  [{ ...TLS, CAIRN_MQTT_HOST: '0.0.0.0' }, 'mqtt://127.0.0.1:1883'],
  [{ ...TLS, ...CLEAR, CAIRN_MQTT_HOST: '192.0.2.1' }, 'mqtt://192.0.2.1:1883'],
  // The listener for ingest takes no devices.
  [{ ...DISTRIBUTED, ...LOGIN, ...PUBLIC }, 'mqtts://scans.example.org:8883'],
  [{ ...DISTRIBUTED, ...LOGIN }, 'mqtts://mosquitto:8884'],
  [{ ...DISTRIBUTED, ...PUBLIC }, 'mqtts://scans.example.org:8883'],
])('simulated devices connect under their own names: %j', (variables, broker) => {
  expect(nearBroker(settings(variables))).toBe(broker);
});

it.each(['mqtt://u:hunter2@h', 'mqtt://hunter2@h', 'hunter2', 'mqtt://h/hunter2'])(
  '--broker %s is refused by its name alone',
  (given) => {
    for (const read of [
      () => brokerOption(given),
      () => deviceBroker(settings({}), given),
      () => nearBroker(settings({}), given),
    ]) {
      expect(read).toThrow(UsageError);
      expect(read).toThrow(/^--broker: expected (?!.*hunter2)/u);
    }
  },
);
