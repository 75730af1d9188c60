import { z } from 'zod';
import { commonEnvironment, explainStartFailure, Health, parseEnvironment, portNumber } from '../index.js';

describe('configuration', () => {
  const schema = z.object({ ...commonEnvironment, CAIRN_API_PORT: portNumber(3000) });

  it('fills in what is not set, and takes an empty string as not set', () => {
    expect(parseEnvironment(schema, { CAIRN_DATA: '' })).toMatchObject({
      CAIRN_DATA: './data',
      CAIRN_API_PORT: 3000,
      CAIRN_PROFILE: 'embedded',
    });
  });

  it('names every wrong variable and never prints its value', () => {
    const wrong = { CAIRN_API_PORT: 'eighty', CAIRN_DATABASE_URL: 'mysql://root:hunter2@db' };
    expect(() => parseEnvironment(schema, wrong)).toThrow(
      /CAIRN_DATABASE_URL.*CAIRN_API_PORT|CAIRN_API_PORT.*CAIRN_DATABASE_URL/u,
    );
    expect(() => parseEnvironment(schema, wrong)).not.toThrow(/hunter2|eighty/u);
  });

  it.each(['eighty', '70000', '-1', '3.5', '1e3', '0x10', ' 80', 'NaN'])(
    'says what a port is in place of %s',
    (port) => {
      expect(() => parseEnvironment(schema, { CAIRN_API_PORT: port })).toThrow(
        'The configuration cannot be used. CAIRN_API_PORT: expected a whole number from 0 to 65535.',
      );
    },
  );

  it.each(['0', '3000', '65535'])('takes %s for a port', (port) => {
    expect(parseEnvironment(schema, { CAIRN_API_PORT: port }).CAIRN_API_PORT).toBe(Number(port));
  });
});

describe('trusted proxies in the environment', () => {
  const schema = z.object(commonEnvironment);
  const read = (text?: string) => parseEnvironment(schema, { CAIRN_TRUSTED_PROXIES: text }).CAIRN_TRUSTED_PROXIES;

  it('are nobody unless set', () => {
    expect(read().isEmpty).toBe(true);
    expect(read('').isEmpty).toBe(true);
  });

  it('are addresses and networks', () => {
    const proxies = read('10.0.0.7, 2001:db8:1::/48');
    expect(['10.0.0.7', '10.0.0.8', '2001:db8:1::9'].map((address) => proxies.includes(address))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it.each(['proxy.example.org', '0.0.0.0/0', '10.0.0.7;10.0.0.8'])('are refused at the start as %s', (text) => {
    expect(() => read(text)).toThrow(/CAIRN_TRUSTED_PROXIES: expected addresses or networks/u);
  });
});

describe('an address in the environment', () => {
  const schema = z.object(commonEnvironment);
  const read = (variables: Record<string, string>) => parseEnvironment(schema, variables);

  it.each([
    'mqtts://cairn-ingest:p%40ss%2Fw%3Frd@broker:8883',
    'mqtt://broker:1883',
    "mqtt://u:!$&'()*+,;=-._~^{|}@broker",
  ])('takes %s for the broker of ingest', (url) => expect(read({ CAIRN_MQTT_URL: url }).CAIRN_MQTT_URL).toBe(url));

  it.each([
    'postgres://cairn:pa%23ss@db:5432/cairn?sslmode=require',
    'postgresql:///cairn?host=/var/run/postgresql&user=me@here',
    'postgres://me%40tenant:secret@db/cairn?application_name=a@b',
  ])('takes %s for the database', (url) => {
    expect(read({ CAIRN_DATABASE_URL: url }).CAIRN_DATABASE_URL).toBe(url);
  });

  // A part of each password would be host, port or path, which errors of pg and mqtt name.
  it.each([
    ['CAIRN_MQTT_URL', 'mqtt://user:12/secret@broker'],
    ['CAIRN_MQTT_URL', 'mqtt://user:12?secret@broker'],
    ['CAIRN_MQTT_URL', 'mqtt://user:12#secret@broker'],
    ['CAIRN_MQTT_URL', 'mqtt://secret/1@broker'],
    ['CAIRN_MQTT_URL', 'mqtt://user:sec ret@broker'],
    ['CAIRN_MQTT_URL', 'mqtt://user:"secret@broker'],
    ['CAIRN_MQTT_URL', 'mqtt://user:secret%zz@broker'],
    ['CAIRN_MQTT_URL', 'mqtt://user:secret@broker:99999'],
    ['CAIRN_MQTT_URL', 'http://user:secret@broker'],
    ['CAIRN_DATABASE_URL', 'postgres://user:12/secret@db/cairn'],
    ['CAIRN_DATABASE_URL', 'postgres://secret#1@db/cairn'],
    ['CAIRN_KAFKA_BROKERS', 'user:secret@kafka:9092'],
    ['CAIRN_KAFKA_BROKERS', 'secret@kafka:9092'],
    ['CAIRN_MQTT_PUBLIC_URL', 'mqtt://cairn-ingest:secret@broker:1883'],
    ['CAIRN_MQTT_PUBLIC_URL', 'mqtt://secret@broker:1883'],
    ['CAIRN_MQTT_PUBLIC_URL', 'mqtt://broker:1883/secret'],
    ['CAIRN_MQTT_PUBLIC_URL', 'mqtt://broker:1883?secret'],
    ['CAIRN_MQTT_PUBLIC_URL', 'tls://secret:8883'],
  ])('refuses %s=%s, and repeats nothing of it', (name, url) => {
    expect(() => read({ [name]: url })).toThrow(
      new RegExp(`^The configuration cannot be used. ${name}: expected `, 'u'),
    );
    expect(() => read({ [name]: url })).not.toThrow(/sec|12/u);
  });
});

describe('what a process says', () => {
  const said = 'cannot reach mqtt://cairn-ingest:hunter2@broker:1883';
  const shown = 'cannot reach mqtt://broker:1883';

  it('holds no login in its health', async () => {
    const health = new Health();
    health.addCheck('mqtt', () => Promise.reject(new Error(said)));
    health.addNote('witness', () => said);
    expect(await health.report()).toMatchObject({ checks: { mqtt: shown }, notes: { witness: shown } });
  });

  it('holds no login in the sentence about a failed start', () => {
    expect(explainStartFailure(new Error(said))).toBe(shown);
  });
});

describe('a start that fails', () => {
  it('says what is wrong in one sentence', () => {
    expect(explainStartFailure(Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 1883 }))).toContain(
      'port 1883 is in use',
    );
    expect(explainStartFailure(Object.assign(new Error('write'), { code: 'ENOSPC', path: '/data/x' }))).toContain(
      'the disk is full',
    );
    expect(explainStartFailure(Object.assign(new Error('open'), { code: 'EACCES', path: '/data/x' }))).toContain(
      '/data/x cannot be written',
    );
  });
});
