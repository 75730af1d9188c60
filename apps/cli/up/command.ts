import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import type { EnvironmentKeys } from '#libs/host/keys';
import { parseEnvironment, reportFailedStart, unknownSettings, unknownText } from '#libs/host/service';
import { brokerAuthorities, nearBroker } from '../brokers.js';
import { UP_NEEDS, upEnvironment, type UpEnvironment } from './configuration.js';
import { DataFolder } from './data-folder.js';
import { Demo } from './demo.js';
import { Node, STOP_PATIENCE_MS } from './node.js';
import { printReady, printStarted, say } from './terminal.js';

const HELP = `
The node keeps everything in one folder (CAIRN_DATA, ./data unless set): keys, database, the public log. Ctrl-C stops it in
order; the next start goes on where it stopped, also after a crash or kill -9.

Ports, loopback unless CAIRN_HOST says otherwise: CAIRN_API_PORT (3000), CAIRN_MQTT_PORT (1883), with a certificate CAIRN_MQTT_TLS_PORT
(8883). Beyond loopback both need TLS: CAIRN_API_TLS_CERTIFICATE and CAIRN_API_TLS_KEY, CAIRN_MQTT_TLS_CERTIFICATE and CAIRN_MQTT_TLS_KEY; see
docs/guides/operators.md, «TLS and proxies».
Profiles: CAIRN_PROFILE=embedded needs nothing but Node; CAIRN_PROFILE=distributed uses an MQTT broker (CAIRN_MQTT_URL),
Apache Kafka (CAIRN_KAFKA_BROKERS) and PostgreSQL (CAIRN_DATABASE_URL) that run already; see docs/guides/operators.md.`;

/** @param keys that came in the environment: handed to the programs that work with them. */
export function registerUpCommand(program: Command, keys: EnvironmentKeys): void {
  program
    .command('up')
    .description('start a node: database, broker, log and web pages')
    .option('--demo', 'replay real shipments at the first start, then go on with a slow live simulation')
    .addHelpText('after', HELP)
    .action(async (options: { demo?: boolean }) => {
      try {
        const environment = parseEnvironment(upEnvironment, process.env, UP_NEEDS);
        for (const unknown of unknownSettings(process.env)) say(unknownText(unknown));
        await run(environment, keys, options.demo === true);
      } catch (error) {
        reportFailedStart('Cairn', error);
        process.exit(1);
      }
    });
}

async function run(environment: UpEnvironment, keys: EnvironmentKeys, withDemo: boolean): Promise<void> {
  const folder = DataFolder.open(environment.CAIRN_DATA);
  const node = new Node(environment, keys, say);
  const stopDemo = new AbortController();
  let demo: Demo | undefined;
  let stopping = false;

  const stop = async (exitCode: number): Promise<never> => {
    stopping = true;
    stopDemo.abort();
    await Promise.race([demo?.ended(), wait(STOP_PATIENCE_MS)]);
    await node.stop();
    folder.release();
    process.exit(exitCode);
  };
  const onSignal = (): void => {
    if (stopping) return;
    say('stopping');
    void stop(0);
  };
  // A terminal that was closed takes no more words; the programs are still stopped in order.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);

  try {
    const addresses = await node.start();
    printStarted(addresses, folder.root, node.processIds());
    if (withDemo) {
      // Its port may be one that nobody has set.
      const brokerUrl = environment.CAIRN_PROFILE === 'embedded' ? addresses.mqtt : nearBroker(environment);
      const certificateAuthority = brokerAuthorities(environment);
      demo = new Demo({ dataFolder: folder.root, brokerUrl, certificateAuthority, keys, signal: stopDemo.signal });
      const links = await demo.replay(say);
      if (stopping) return;
      printReady(addresses, folder.root, links);
      demo.goOnLive(say);
    } else {
      printReady(addresses, folder.root, null);
    }
  } catch (error) {
    if (stopping) return;
    reportFailedStart('Cairn', error);
    await stop(1);
  }
}
