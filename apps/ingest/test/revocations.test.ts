import { createHash } from 'node:crypto';
import { RawClient } from '../../../test/kit/mqtt/raw-client.js';
import { CutLine } from './cut-line.js';
import { TestDevice } from './test-device.js';
import { World } from './world.js';

describe('a password that is changed or ended while devices are connected', () => {
  let world: World;
  let line: CutLine;

  beforeAll(async () => {
    world = await World.create();
    line = await CutLine.to(world.database.url);
    await world.start({ CAIRN_DATABASE_URL: line.url });
  });
  afterAll(async () => {
    await world.stop();
    await line.stop();
  });

  const enrolled = async (id: string): Promise<TestDevice> => {
    const device = new TestDevice(id);
    await world.enrol(device);
    return device;
  };
  /** By the database alone, as a command in another process changes it. */
  const change = (id: string, password: string | undefined): Promise<unknown> =>
    world.sql.query(
      "WITH changed AS (UPDATE mqtt_credential SET password_sha256 = $2 WHERE device_id = $1) SELECT pg_notify('cairn_registry', '')",
      [id, password === undefined ? Buffer.alloc(0) : createHash('sha256').update(password).digest()],
    );
  const answer = async (id: string, password: string): Promise<number> => {
    const client = await RawClient.open(world.transport.port);
    world.clients.push(client);
    client.connect(id, { password: Buffer.from(password) });
    return (await client.next('connack')).returnCode!;
  };

  it('ends the connection that it opened and no other, and opens nothing more', async () => {
    const [stolen, other] = [await enrolled('stolen'), await enrolled('other')];
    const [thief, honest] = [await world.connect(stolen), await world.connect(other)];
    await change('stolen', 'new');
    await thief.closed;
    expect(await answer('stolen', stolen.password)).toBe(4);
    expect(await answer('stolen', 'new')).toBe(0);
    honest.publish('cairn/v1/scans/other', other.payload());
    await honest.next('puback');
    expect(await world.metrics()).toMatch(/reason="revoked"\} 1\n/u);
  });

  it('that is ended leaves nobody connected, and nobody comes in', async () => {
    const device = await enrolled('ended');
    const client = await world.connect(device);
    await change('ended', undefined);
    await client.closed;
    for (const password of [device.password, '']) expect(await answer('ended', password)).toBe(4);
  });

  it('loses no scan that was under way: each is in the stream, or comes again by the new one', async () => {
    const device = await enrolled('busy');
    const client = await world.connect(device);
    const payloads = Array.from({ length: 60 }, () => device.payload());
    payloads
      .slice(0, 40)
      .forEach((payload, index) => client.publish('cairn/v1/scans/busy', payload, { messageId: index + 1 }));
    await client.next('puback');
    await change('busy', 'new');
    await client.closed;
    const again = await RawClient.connected(world.transport.port, 'busy', { password: Buffer.from('new') });
    world.clients.push(again);
    // As a device does that has no receipt for any of them.
    payloads.forEach((payload, index) => again.publish('cairn/v1/scans/busy', payload, { messageId: index + 1 }));
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
    const logged = (): Set<string> => new Set(world.scans.map(({ signedScan }) => hex(signedScan)));
    await world.until(() => payloads.every((payload) => logged().has(hex(payload))));
  });

  it('during an outage ends nothing before the database is back, and then does', async () => {
    const [stolen, other] = [await enrolled('away-1'), await enrolled('away-2')];
    const [thief, honest] = [await world.connect(stolen), await world.connect(other)];
    line.cut();
    await change('away-1', 'new');
    // Pings are answered by the gate, behind which the database is away.
    while ((await world.health()).checks['stream'] === 'ok');
    for (const client of [thief, honest]) {
      client.send({ cmd: 'pingreq' });
      await client.next('pingresp');
    }
    line.mend();
    await thief.closed;
    expect(await answer('away-1', stolen.password)).toBe(4);
    honest.publish('cairn/v1/scans/away-2', other.payload());
    await honest.next('puback');
  });
});
