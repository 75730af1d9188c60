// deploy/compose.yaml and the Dockerfile, read as Docker would read them: no engine is needed for what they must not say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { anchorEnvironment } from '../../apps/anchor/environment.js';
import { apiEnvironment } from '../../apps/api/configuration.js';
import { ingestEnvironment } from '../../apps/ingest/environment.js';
import { REPOSITORY } from '../kit/repository.js';

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly command?: readonly string[];
  readonly image?: string;
}
interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const read = (file: string): string => readFileSync(join(REPOSITORY, 'deploy', file), 'utf8');
const { services, volumes } = parse(read('compose.yaml'), { merge: true }) as Composition;
const PROGRAMS = { anchor: anchorEnvironment, ingest: ingestEnvironment, api: apiEnvironment };
const NAMES = Object.keys(PROGRAMS) as (keyof typeof PROGRAMS)[];

/** Named volumes, and whether they can only be read. */
const mountsOf = (name: string): string[] =>
  (services[name]!.volumes ?? []).map((mount) => {
    const [volume, , mode] = mount.split(':');
    return mode === 'ro' ? `${volume} (read-only)` : volume!;
  });

it('gives each program a folder of its own, and the keys of the log to the anchor alone', () => {
  expect(Object.fromEntries(NAMES.map((name) => [name, mountsOf(name)]))).toEqual({
    anchor: ['cairn-data', 'public-log', 'ingest-data', 'api-data'],
    ingest: ['ingest-data'],
    api: ['api-data', 'public-log (read-only)'],
  });
  const named = Object.values(services)
    .flatMap((service) => service.volumes ?? [])
    .map((mount) => mount.split(':')[0]!)
    .filter((source) => !source.startsWith('.'));
  expect(Object.keys(volumes).toSorted()).toEqual([...new Set(named)].toSorted());
});

it('gives each program its own login, and none to another', () => {
  const holders = (secret: string): string[] =>
    Object.keys(services).filter((name) => JSON.stringify(services[name]!.environment ?? {}).includes(`\${${secret}`));
  expect(
    ['OWNER', 'INGEST', 'API', 'MQTT', 'POSTGRES'].map((name) => [name, holders(`CAIRN_${name}_PASSWORD`)]),
  ).toEqual([
    ['OWNER', ['anchor', 'postgres']],
    ['INGEST', ['ingest', 'postgres']],
    ['API', ['api', 'postgres']],
    ['MQTT', ['ingest']],
    ['POSTGRES', ['postgres']],
  ]);
});

it.each(NAMES)('sets nothing for %s that it does not know, and nothing wrong', (name) => {
  const environment = services[name]!.environment!;
  const known = PROGRAMS[name].shape;
  expect(Object.keys(environment).filter((variable) => !(variable in known))).toEqual([]);
  // `${NAME:?why}` is what the operator gives, `${NAME:-value}` what counts where he gives nothing.
  const given = Object.fromEntries(
    Object.entries(environment).map(([variable, value]) => [
      variable,
      value.replaceAll(/\$\{(\w+)(?::-([^}]*))?[^}]*\}/gu, (_, secret: string, standard: string | undefined) =>
        secret === 'CAIRN_MQTT_PUBLIC_URL' ? 'mqtts://scans.example.org:8883' : (standard ?? 'secret'),
      ),
    ]),
  );
  const parsed = PROGRAMS[name].safeParse(given);
  expect([name, parsed.error?.issues ?? []]).toEqual([name, []]);
});

it('opens to other machines the port of devices alone', () => {
  const open = Object.entries(services).flatMap(([name, { ports = [] }]) =>
    ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `${name} ${port}`),
  );
  expect(open).toEqual(['mosquitto 8883:8883']);
});

it('runs programs that the build makes, in folders that the image has made for their user', () => {
  for (const name of NAMES) expect(services[name]!.command).toEqual(['node', `dist/apps/${name}/main.js`]);
  const dockerfile = read('Dockerfile');
  const [, made] = /^RUN mkdir -p (.*) && chown -R node:node \/data \/hand-out$/mu.exec(dockerfile)!;
  const targets = NAMES.flatMap((name) => services[name]!.volumes!.map((mount) => mount.split(':')[1]!));
  for (const target of new Set(targets))
    expect([target, made!.split(' ').some((folder) => `${folder}/`.startsWith(`${target}/`))]).toEqual([target, true]);
  expect(dockerfile).toMatch(/^USER node$/mu);
});
