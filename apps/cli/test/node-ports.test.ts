import { createServer, type AddressInfo, type Server } from 'node:net';
import { parseEnvironment } from '#libs/host/service';
import { upEnvironment } from '../up/configuration.js';
import { chooseNodePorts } from '../up/node-ports.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const listening = (port: number): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      servers.push(server);
      done((server.address() as AddressInfo).port);
    });
  });

/** First of some ports in a row of which only the one at `busyAt` is in use. */
async function row(busyAt: number): Promise<number> {
  for (;;) {
    const first = (await listening(0)) - busyAt;
    const isFree = await listening(first).then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    await new Promise((done) => servers.pop()!.close(done));
    return first;
  }
}

const choose = (variables: Record<string, string>, words: string[] = []) =>
  chooseNodePorts(
    parseEnvironment(upEnvironment, {
      CAIRN_API_PORT: '0',
      CAIRN_MQTT_PORT: '0',
      CAIRN_INGEST_HEALTH_PORT: '0',
      CAIRN_ANCHOR_HEALTH_PORT: '0',
      CAIRN_API_HEALTH_PORT: '0',
      CAIRN_POSTGRES_PORT: '0',
      CAIRN_WITNESS_PORT: '0',
      ...variables,
    }),
    (text) => words.push(text),
  );
const distributed = {
  CAIRN_PROFILE: 'distributed',
  CAIRN_INGEST_PROCESSES: '2',
  CAIRN_ANCHOR_PROCESSES: '2',
  CAIRN_API_PROCESSES: '2',
};

describe('the ports of a node', () => {
  it('move away from a busy health port of any process, and the terminal hears of it', async () => {
    const words: string[] = [];
    const ingest = await row(10);
    const anchor = await row(10);
    const api = await row(1);
    const first = {
      CAIRN_INGEST_HEALTH_PORT: String(ingest),
      CAIRN_ANCHOR_HEALTH_PORT: String(anchor),
      CAIRN_API_HEALTH_PORT: String(api),
    };
    const ports = await choose({ ...distributed, ...first }, words);
    expect([ports.ingest[0], ports.anchor[0], ports.apiHealth[0]]).toEqual([ingest, anchor, api]);
    expect(words).toEqual([
      `port ${ingest + 10} is in use: health of ingest-2 takes ${ports.ingest[1]}`,
      `port ${anchor + 10} is in use: health of anchor-2 takes ${ports.anchor[1]}`,
      `port ${api + 1} is in use: health of api-2 takes ${ports.apiHealth[1]}`,
    ]);
    for (const port of [...ports.ingest, ...ports.anchor, ...ports.apiHealth]) await listening(port);
  });

  it('of health are looked for on loopback, where they are, whatever address the pages have', async () => {
    const busy = await listening(0);
    const ports = await choose({ CAIRN_HOST: '127.0.0.2', CAIRN_INGEST_HEALTH_PORT: String(busy) });
    expect(ports.ingest[0]).not.toBe(busy);
  });

  it('of health are looked for where CAIRN_HEALTH_HOST says, those of witnesses on loopback', async () => {
    const busy = await listening(0);
    const elsewhere = { CAIRN_HEALTH_HOST: '127.0.0.2' };
    const ports = await choose({ ...elsewhere, CAIRN_INGEST_HEALTH_PORT: String(busy) });
    expect(ports.ingest[0]).toBe(busy);
    expect((await choose({ ...elsewhere, CAIRN_WITNESS_PORT: String(busy) })).witnesses[0]).not.toBe(busy);
  });

  it('are each given to one program only', async () => {
    const { api } = await choose({});
    const same = String(api[0]);
    const ports = await choose({ CAIRN_API_PORT: same, CAIRN_INGEST_HEALTH_PORT: same });
    expect(ports.api[0]).toBe(api[0]);
    expect(ports.ingest[0]).not.toBe(api[0]);
    await expect(choose({ CAIRN_API_PORT: same, CAIRN_MQTT_PORT: same })).rejects.toThrow(/CAIRN_MQTT_PORT/u);
  });

  it('have one with TLS for devices where there is a certificate, which must be free where devices come in', async () => {
    const files = { CAIRN_MQTT_TLS_CERTIFICATE: 'a.pem', CAIRN_MQTT_TLS_KEY: 'a.key', CAIRN_MQTT_TLS_PORT: '0' };
    expect((await choose({})).mqttTls).toBeNull();
    const { mqtt, mqttTls } = await choose(files);
    expect(new Set([mqtt, mqttTls, null]).size).toBe(3);
    const busy = String(await listening(0));
    await expect(choose({ ...files, CAIRN_MQTT_TLS_PORT: busy })).rejects.toThrow(
      `port ${busy} (MQTT with TLS) is in use by another program. Stop it, or set CAIRN_MQTT_TLS_PORT`,
    );
    // The api listens elsewhere: a port that is taken there is free for the broker.
    await choose({ ...files, CAIRN_MQTT_HOST: '127.0.0.3', CAIRN_MQTT_TLS_PORT: busy });
  });

  it('that others know by number must be free, those of further processes too', async () => {
    const api = await row(10);
    await expect(choose({ ...distributed, CAIRN_API_PORT: String(api), CAIRN_API_PROCESSES: '2' })).rejects.toThrow(
      `port ${api + 10} (API, process 2) is in use by another program. Stop it, or set CAIRN_API_PORT`,
    );
  });
});
