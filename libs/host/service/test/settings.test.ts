import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  commonEnvironment,
  describeSettings,
  type Needs,
  parseEnvironment,
  portNumber,
  shownValue,
  unknownSettings,
  unknownText,
} from '../index.js';

const schema = z.object({ ...commonEnvironment, CAIRN_API_PORT: portNumber(3000) });
const ALL: Needs = { of: ['database', 'stream', 'broker'] };

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cairn-settings-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what a profile lacks', () => {
  const read = (variables: Record<string, string>, needs = ALL) =>
    parseEnvironment(schema, { CAIRN_DATA: folder, ...variables }, needs);

  it('is named at once, beside what is wrong, and without values', () => {
    const wrong = { CAIRN_PROFILE: 'distributed', CAIRN_API_PORT: 'hunter2', CAIRN_KAFKA_BROKERS: '' };
    const said = attempt(() => read(wrong));
    for (const name of ['CAIRN_DATABASE_URL', 'CAIRN_KAFKA_BROKERS', 'CAIRN_MQTT_URL', 'CAIRN_API_PORT'])
      expect(said).toContain(`${name}: `);
    expect(said).not.toContain('hunter2');
    expect(said.split('\n')).toHaveLength(1);
  });

  it('is not what is set and wrong: that is named once', () => {
    const said = attempt(() => read({ CAIRN_PROFILE: 'distributed', CAIRN_DATABASE_URL: 'mysql://x' }));
    expect(said.match(/CAIRN_DATABASE_URL/gu)).toHaveLength(1);
  });

  it('is nothing in the embedded profile but a database, which cairn up makes', () => {
    expect(attempt(() => read({}))).toMatch(/CAIRN_DATABASE_URL: no node has been started/u);
    expect(read({}, { ...ALL, makesDatabase: true }).CAIRN_PROFILE).toBe('embedded');
    expect(attempt(() => read({ CAIRN_PROFILE: 'distributed' }, { ...ALL, makesDatabase: true }))).toContain(
      'CAIRN_DATABASE_URL',
    );
  });

  it('is no database where cairn up has left the address for this program', () => {
    mkdirSync(join(folder, 'keys'));
    writeFileSync(join(folder, 'keys/database-url'), 'postgres://127.0.0.1/cairn');
    expect(read({}).CAIRN_DATA).toBe(folder);
    expect(attempt(() => read({}, { ...ALL, program: 'api' }))).toContain('CAIRN_DATABASE_URL');
    writeFileSync(join(folder, 'keys/database-url-api'), 'postgres://127.0.0.1/cairn');
    expect(read({}, { ...ALL, program: 'api' }).CAIRN_DATA).toBe(folder);
  });
});

describe('a name that is no setting', () => {
  it.each([
    ['CAIRN_MQTT_PROT', 'CAIRN_MQTT_PORT'],
    ['CAIRN_API_PROT', 'CAIRN_API_PORT'],
    ['CAIRN_DATABASE_ULR', 'CAIRN_DATABASE_URL'],
    ['CAIRN_KAFKA_BROKER', 'CAIRN_KAFKA_BROKERS'],
    ['CAIRN_SOMETHING_ELSE', null],
  ])('%s is told, with %s', (name, nearest) => {
    expect(unknownSettings({ [name]: 'hunter2' })).toEqual([{ name, nearest }]);
    expect(unknownText({ name, nearest })).toMatch(
      nearest ? new RegExp(`did you mean ${nearest}\\?`, 'u') : /changes nothing$/u,
    );
  });

  it.each([
    'CAIRN_DATA',
    'CAIRN_LOG_KEY',
    'CAIRN_TEST_GO',
    'CAIRN_SERVICES_RUN',
    'CAIRN_OWNER_PASSWORD',
    'PATH',
    'cairn_data',
  ])('%s is none of these', (name) => expect(unknownSettings({ [name]: 'x' })).toEqual([]));

  it('and is not set tells nothing', () => expect(unknownSettings({ CAIRN_MQTT_PROT: '' })).toEqual([]));
});

describe('a value for people', () => {
  it.each([
    ['CAIRN_DATABASE_URL', 'postgres://cairn:hunter2@db:5432/cairn', 'postgres://***@db:5432/cairn'],
    ['CAIRN_DATABASE_URL', 'postgres://db/cairn?user=me&password=hunter2', 'postgres://db/cairn?user=me&password=***'],
    ['CAIRN_MQTT_URL', 'mqtts://u:p%40ss@broker:8883', 'mqtts://***@broker:8883'],
    ['CAIRN_LOG_KEY', 'MC4CAQ', '***'],
    ['CAIRN_STREAM_KEY', '', '***'],
    ['CAIRN_KAFKA_SASL_PASSWORD', 'hunter2', '***'],
    ['CAIRN_SOME_TOKEN', 'hunter2', '***'],
    ['CAIRN_DATA', './data', './data'],
  ])('%s: %s is shown as %s', (name, text, shown) => expect(shownValue(name, text)).toBe(shown));
});

it('settings are described with where each comes from; what cannot be used is not shown', () => {
  const environment = { CAIRN_API_PORT: 'hunter2', CAIRN_HOST: '::1', CAIRN_DATA: '', CAIRN_OTHER: 'x' };
  const { settings, problems } = describeSettings(schema, environment, { of: [] });
  const of = (name: string) => settings.find((one) => one.name === name);
  expect(of('CAIRN_API_PORT')).toEqual({ name: 'CAIRN_API_PORT', source: 'environment', value: null });
  expect(of('CAIRN_HOST')).toEqual({ name: 'CAIRN_HOST', source: 'environment', value: '::1' });
  expect(of('CAIRN_DATA')).toEqual({ name: 'CAIRN_DATA', source: 'default', value: './data' });
  expect(of('CAIRN_MQTT_URL')).toEqual({ name: 'CAIRN_MQTT_URL', source: 'unset', value: null });
  expect(problems).toEqual(['CAIRN_API_PORT: expected a whole number from 0 to 65535']);
  expect(JSON.stringify({ settings, problems })).not.toContain('hunter2');
});

function attempt(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was taken');
}
