import { z } from 'zod';
import { commonEnvironment, ConfigurationError, parseEnvironment, portNumber } from '#libs/host/service';
import { brokerOption, deviceBroker, nearBroker } from '../node-environment.js';
import { UsageError } from '../run-command.js';

const schema = z.object({ ...commonEnvironment, CAIRN_MQTT_PORT: portNumber(1883) });
const settings = (variables: Record<string, string>) => parseEnvironment(schema, variables);

const DISTRIBUTED = { CAIRN_PROFILE: 'distributed' };
const LOGIN = { CAIRN_MQTT_URL: 'mqtt://cairn-ingest:hunter2@mosquitto:1883' };
const PLAIN = { CAIRN_MQTT_URL: 'tls://mosquitto:8883/' };
const PUBLIC = { CAIRN_MQTT_PUBLIC_URL: 'mqtts://scans.example.org:8883' };

describe('where devices are told to connect', () => {
  it.each<[string, Record<string, string>, string]>([
    ['the broker inside ingest', {}, 'mqtt://127.0.0.1:1883'],
    ['its own port', { CAIRN_MQTT_PORT: '2883', CAIRN_HOST: '0.0.0.0' }, 'mqtt://127.0.0.1:2883'],
    ['its own host', { CAIRN_HOST: '::1' }, 'mqtt://[::1]:1883'],
    ['the public address of the embedded profile', PUBLIC, 'mqtts://scans.example.org:8883'],
    ['the public address', { ...DISTRIBUTED, ...LOGIN, ...PUBLIC }, 'mqtts://scans.example.org:8883'],
    ['the address of ingest, while it holds no login', { ...DISTRIBUTED, ...PLAIN }, 'mqtts://mosquitto:8883'],
  ])('is %s', (_, variables, broker) => {
    expect(deviceBroker(settings(variables))).toBe(broker);
    expect(deviceBroker(settings(variables), 'mqtt://other:1')).toBe('mqtt://other:1');
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
});

it.each<[Record<string, string>, string]>([
  [PUBLIC, 'mqtt://127.0.0.1:1883'],
  [{ ...DISTRIBUTED, ...LOGIN, ...PUBLIC }, 'mqtt://mosquitto:1883'],
  [{ ...DISTRIBUTED, ...LOGIN }, 'mqtt://mosquitto:1883'],
  [{ ...DISTRIBUTED, ...PUBLIC }, 'mqtts://scans.example.org:8883'],
])('simulated devices connect as ingest does, under their own names: %j', (variables, broker) => {
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
