import type { NodeAddresses } from './node.js';
import type { DemoLinks } from './demo.js';

/** One line about what goes on. Standard output is for people here; the programs write their logs to files. */
export const say = (text: string): void => console.log(`  ${text}`);

const row = (name: string, text: string): void => console.log(`  ${name.padEnd(26)} ${text}`);

/** What is up, and where. */
export function printStarted(
  addresses: NodeAddresses,
  folder: string,
  processIds: Readonly<Record<string, number | undefined>>,
): void {
  console.log('\nUp and where');
  const process = (name: string): string => {
    const pid = processIds[name];
    return pid === undefined ? '' : ` (process ${pid})`;
  };
  if ('postgres' in processIds) row('database', `PostgreSQL, in ${folder}/postgres${process('postgres')}`);
  row('broker', `${addresses.mqtt}${process('ingest')}`);
  if (addresses.mqttTls) row('broker, with TLS', addresses.mqttTls);
  if (addresses.publicMqtt) row('devices connect at', addresses.publicMqtt);
  row('log', `${folder}/log${process('anchor')}`);
  row('web pages and API', `${addresses.api}${process('api')}`);
  row(
    'health',
    `${addresses.ingestHealth}/health/ready  ${addresses.anchorHealth}/health/ready  ${addresses.apiHealth}/health/ready`,
  );
  row('logs of the programs', `${folder}/logs`);
  console.log('');
}

/** The line that tells a newcomer that everything works, and what to look at first. */
export function printReady({ api }: NodeAddresses, folder: string, links: DemoLinks | null): void {
  console.log('\nCairn is ready');
  for (const { what, path } of links?.objects ?? []) row(what, api + path);
  row('the shop page', `${api}/demo/shop`);
  row('the customs page', `${api}/customs  (token: ${folder}/keys/customs-token)`);
  row('the API documentation', `${api}/docs`);
  row('the public log', `${api}/log/checkpoint`);
  if (links) row('the keys to check against', `${folder}/policy.txt`);
  else console.log('  npx cairn simulate sends scans, npx cairn device enrols a device.');
  console.log('  Ctrl-C stops it.\n');
}
