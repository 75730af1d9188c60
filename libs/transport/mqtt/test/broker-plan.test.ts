import { z } from 'zod';
import { commonEnvironment, ConfigurationError, parseEnvironment, StartError } from '#libs/host/service';
import { demandTlsToBroker, mqttEnvironment, planBroker } from '../index.js';

const schema = z.object({ ...commonEnvironment, ...mqttEnvironment });
const plan = (variables: Record<string, string> = {}) => planBroker(parseEnvironment(schema, variables));
const places = (variables: Record<string, string>) => {
  const { tls, clearText } = plan(variables);
  return { tls: tls && `${tls.host} ${tls.port}`, clearText: `${clearText.host} ${clearText.port}` };
};

const FILES = { CAIRN_MQTT_TLS_CERTIFICATE: 'server.pem', CAIRN_MQTT_TLS_KEY: 'server.key' };
const FAR = { CAIRN_MQTT_HOST: '192.0.2.1' };
const CLEAR = { CAIRN_MQTT_CLEARTEXT: 'yes' };
const PROXIES = { CAIRN_MQTT_PROXY_PROTOCOL: 'yes', CAIRN_TRUSTED_PROXIES: '192.0.2.200' };

describe('where the broker inside ingest listens', () => {
  it.each<[string, Record<string, string>, string | undefined, string]>([
    ['as shipped', {}, undefined, '127.0.0.1 1883'],
    ['clear text on purpose', { CAIRN_HOST: '0.0.0.0', ...CLEAR }, undefined, '0.0.0.0 1883'],
    ['TLS on loopback', FILES, '127.0.0.1 8883', '127.0.0.1 1883'],
    ['TLS for all', { ...FILES, CAIRN_HOST: '0.0.0.0' }, '0.0.0.0 8883', '127.0.0.1 1883'],
    ['TLS while the api stays on loopback', { ...FILES, ...FAR }, '192.0.2.1 8883', '127.0.0.1 1883'],
    ['both for all', { ...FILES, ...FAR, ...CLEAR }, '192.0.2.1 8883', '192.0.2.1 1883'],
    ['loopback in IPv6', { ...FILES, CAIRN_MQTT_HOST: '::1' }, '::1 8883', '::1 1883'],
    [
      'ports of its own',
      { ...FILES, CAIRN_MQTT_TLS_PORT: '18', CAIRN_MQTT_PORT: '19' },
      '127.0.0.1 18',
      '127.0.0.1 19',
    ],
    ['the api beyond loopback', { CAIRN_HOST: '0.0.0.0', CAIRN_MQTT_HOST: '127.0.0.1' }, undefined, '127.0.0.1 1883'],
  ])('%s', (_, variables, tls, clearText) => expect(places(variables)).toEqual({ tls, clearText }));

  it.each([{ CAIRN_HOST: '0.0.0.0' }, { CAIRN_HOST: '::' }, FAR, { CAIRN_MQTT_HOST: 'gate.example.org' }])(
    'is refused beyond loopback without TLS, with the sentence that says what to do: %j',
    (variables) => {
      const host = Object.values(variables)[0]!;
      expect(() => plan(variables)).toThrow(StartError);
      expect(() => plan(variables)).toThrow(
        `The broker would listen on ${host} without TLS, and whoever is on the way reads the passwords of devices. ` +
          'Set CAIRN_MQTT_TLS_CERTIFICATE and CAIRN_MQTT_TLS_KEY to the PEM files of a certificate and its key, or listen on 127.0.0.1 behind a proxy that speaks TLS. ' +
          'If clear text is meant, set CAIRN_MQTT_CLEARTEXT=yes.',
      );
      expect(() => plan({ ...variables, CAIRN_MQTT_CLEARTEXT: 'no' })).toThrow(StartError);
    },
  );

  it('asks clients for certificates only where there is an authority, and demands them only then', () => {
    const authority = { CAIRN_MQTT_TLS_CLIENT_CA: 'clients.pem' };
    expect(plan(FILES).tls!.clients).toBe('none');
    expect(plan({ ...FILES, ...authority }).tls).toMatchObject({
      clients: 'optional',
      files: { clientAuthorities: 'clients.pem' },
    });
    expect(plan({ ...FILES, ...authority, CAIRN_MQTT_TLS_CLIENTS: 'required' }).tls!.clients).toBe('required');
    expect(() => plan({ ...FILES, CAIRN_MQTT_TLS_CLIENTS: 'required' })).toThrow(
      'CAIRN_MQTT_TLS_CLIENTS=required needs CAIRN_MQTT_TLS_CLIENT_CA',
    );
  });

  it.each(['CERTIFICATE', 'KEY', 'CLIENT_CA'])('is refused with one file alone: %s', (name) =>
    expect(() => plan({ [`CAIRN_MQTT_TLS_${name}`]: 'file.pem' })).toThrow(ConfigurationError),
  );

  it('hears proxies where devices come in, and not where programs of this machine do', () => {
    const { tls, clearText } = plan({ ...FILES, ...FAR, ...PROXIES });
    expect([tls!.proxies?.networks, clearText.proxies]).toEqual([['192.0.2.200'], undefined]);
    expect(plan(PROXIES).clearText.proxies?.networks).toEqual(['192.0.2.200']);
    expect(plan({ ...FILES, ...FAR, ...CLEAR, ...PROXIES }).clearText.proxies?.networks).toEqual(['192.0.2.200']);
    expect(plan({ CAIRN_TRUSTED_PROXIES: '192.0.2.200' }).clearText.proxies).toBeUndefined();
    expect(() => plan({ CAIRN_MQTT_PROXY_PROTOCOL: 'yes' })).toThrow(
      'CAIRN_MQTT_PROXY_PROTOCOL=yes needs CAIRN_TRUSTED_PROXIES',
    );
  });
});

describe('the way to a broker', () => {
  const demand =
    (url: string, isClearTextAllowed = false) =>
    () =>
      demandTlsToBroker(url, { what: 'CAIRN_MQTT_URL', secrets: 'the password of ingest', isClearTextAllowed });

  it.each([
    'mqtt://127.0.0.1:1883',
    'mqtt://localhost',
    'mqtt://[::1]:1883',
    'mqtts://broker:8883',
    'tls://cairn-ingest:hunter2@broker:8883',
  ])('may be %s', (url) => expect(demand(url)).not.toThrow());

  it.each([
    'mqtt://cairn-ingest:hunter2@broker:1883',
    'tcp://cairn-ingest:hunter2@192.0.2.1',
    'mqtt://[2001:db8::1]:1883',
  ])('may be %s only if that is meant', (url) => {
    expect(demand(url)).toThrow(StartError);
    expect(demand(url)).toThrow(
      /^CAIRN_MQTT_URL is (mqtt|tcp):\/\/[^@]*, without TLS, and whoever is on the way reads the password of ingest\. Write mqtts:\/\/.* If clear text is meant, set CAIRN_MQTT_CLEARTEXT=yes\.$/u,
    );
    expect(demand(url)).not.toThrow(/hunter2/u);
    expect(demand(url, true)).not.toThrow();
  });
});
