import { StartError } from '#libs/host/service';
import { apiHost } from '#libs/host/tls';
import { planBroker } from '#libs/transport/mqtt';
import type { UpEnvironment } from './configuration.js';
import { demandPort, preferPort } from './ports.js';

/** Where each process of each program listens. */
export interface NodePorts {
  readonly api: readonly number[];
  /** Null in the distributed profile: the broker runs already. */
  readonly mqtt: number | null;
  /** With TLS; null where there is none. */
  readonly mqttTls: number | null;
  /** Health and metrics. */
  readonly ingest: readonly number[];
  /** Health and metrics. */
  readonly anchor: readonly number[];
  /** Health and metrics. */
  readonly apiHealth: readonly number[];
  readonly postgres: number;
  /** Of witnesses of this node's own, as many as it may run. */
  readonly witnesses: readonly number[];
}

/** Two: one more than the quorum of a node's own policy. */
export const OWN_WITNESSES_MAX = 2;

// For the database and the witnesses of this node alone.
const LOOPBACK = '127.0.0.1';

/**
 * Chooses the ports of a node. Those that others know by number must be free; the others move away from a busy one.
 * No two programs get the same one, though none of them listens yet.
 *
 * @param say told where a port is another than usual, for whoever scrapes metrics there
 * @throws {StartError} naming the variable to change
 */
export async function chooseNodePorts(environment: UpEnvironment, say: (text: string) => void): Promise<NodePorts> {
  const { CAIRN_HEALTH_HOST: healthHost, CAIRN_PROFILE, CAIRN_API_PORT } = environment;
  const { CAIRN_API_PROCESSES, CAIRN_INGEST_PROCESSES, CAIRN_ANCHOR_PROCESSES } = environment;
  const embedded = CAIRN_PROFILE === 'embedded';
  const taken = new Set<number>();
  const take = (port: number): number => {
    taken.add(port);
    return port;
  };
  const demand = async (host: string, port: number, what: string, variable: string): Promise<number> => {
    if (taken.has(port)) {
      throw new StartError(
        `port ${port} (${what}) is used by another program of this node. Set ${variable} to another port.`,
      );
    }
    return take(await demandPort(host, port, what, variable));
  };
  const prefer = async (port: number, what: string, at = LOOPBACK): Promise<number> => {
    const given = await preferPort(at, port, taken);
    if (port !== 0 && given !== port) say(`port ${port} is in use: ${what} takes ${given}`);
    return take(given);
  };
  const several = async (what: string, first: number, step: number, count: number, at: string): Promise<number[]> => {
    const ports: number[] = [];
    for (let n = 0; n < count; n++) {
      const one = count === 1 ? what : `${what}-${n + 1}`;
      ports.push(await prefer(first === 0 ? 0 : first + step * n, one, at));
    }
    return ports;
  };
  const health = (name: string, first: number, step: number, count: number): Promise<number[]> =>
    several(`health of ${name}`, first, step, count, healthHost);

  const openApi = apiHost(environment);
  const api = [await demand(openApi, CAIRN_API_PORT, 'web pages and API', 'CAIRN_API_PORT')];
  for (let n = 1; n < CAIRN_API_PROCESSES; n++)
    api.push(await demand(openApi, api[0]! + 10 * n, `API, process ${n + 1}`, 'CAIRN_API_PORT'));
  const broker = embedded ? planBroker(environment) : undefined;
  const demandOf = (place: { host: string; port: number } | undefined, what: string, variable: string) =>
    place ? demand(place.host, place.port, what, variable) : null;
  const mqtt = await demandOf(broker?.clearText, 'MQTT', 'CAIRN_MQTT_PORT');
  const mqttTls = await demandOf(broker?.tls, 'MQTT with TLS', 'CAIRN_MQTT_TLS_PORT');
  // The broker of the embedded profile runs in the one ingest.
  const ingestCount = embedded ? 1 : CAIRN_INGEST_PROCESSES;
  return {
    api,
    mqtt,
    mqttTls,
    ingest: await health('ingest', environment.CAIRN_INGEST_HEALTH_PORT, 10, ingestCount),
    anchor: await health('anchor', environment.CAIRN_ANCHOR_HEALTH_PORT, 10, CAIRN_ANCHOR_PROCESSES),
    apiHealth: await health('api', environment.CAIRN_API_HEALTH_PORT, 1, CAIRN_API_PROCESSES),
    witnesses: await several('witness', environment.CAIRN_WITNESS_PORT, 1, OWN_WITNESSES_MAX, LOOPBACK),
    postgres: embedded ? await prefer(environment.CAIRN_POSTGRES_PORT, 'PostgreSQL') : 0,
  };
}
