import mqtt from 'mqtt';
import { describeWithReal } from '../../../../test/support/services.js';
import { receiptTopic, scanTopic } from '#libs/core/wire';
import { RemoteTransport, type ScanArrival } from '../index.js';
import { Mosquitto } from '../../../../test/kit/mqtt/mosquitto.js';

describeWithReal('mosquitto', 'a connection to a broker outside', (program) => {
  let broker: Mosquitto;
  const transports: RemoteTransport[] = [];
  const start = async (
    onArrival: (arrival: ScanArrival) => void,
    protocolVersion: 4 | 5 = 5,
  ): Promise<RemoteTransport> => {
    const transport = new RemoteTransport({ url: broker.url, protocolVersion, reconnectPeriodMs: 20 });
    transports.push(transport);
    await transport.open(onArrival);
    return transport;
  };

  beforeEach(async () => {
    broker = await Mosquitto.start(program);
  });
  afterEach(async () => {
    await Promise.all(transports.splice(0).map((transport) => transport.close()));
    await broker.stop();
  });

  it.each([4, 5] as const)(
    'takes every scan once and keeps each device’s order, with MQTT version %i',
    async (version) => {
      const counts = new Map<string, number[]>();
      let all = 0;
      let done: () => void = () => {};
      const everything = new Promise<void>((resolve) => (done = resolve));
      await start((arrival) => {
        const seen = counts.get(arrival.deviceId) ?? [];
        seen.push(Buffer.from(arrival.payload).readUInt32BE(0));
        counts.set(arrival.deviceId, seen);
        all += 1;
        // Late and in bursts, as after a group commit.
        setTimeout(() => arrival.acknowledge(), 5);
        if (all === 2_000) done();
      }, version);
      const devices = await Promise.all(
        ['a', 'b', 'c', 'd'].map(async (id) => ({ id, client: await mqtt.connectAsync(broker.url) })),
      );
      const payload = (index: number): Buffer => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(index);
        return bytes;
      };
      for (const { id, client } of devices) {
        for (let index = 0; index < 500; index++) client.publish(scanTopic(id), payload(index), { qos: 1 });
      }
      await everything;
      const expected = Array.from({ length: 500 }, (_, index) => index);
      for (const { id } of devices) expect(counts.get(id)).toEqual(expected);
      await Promise.all(devices.map(({ client }) => client.endAsync()));
    },
  );

  it('shares the scans with another process, each going to one of them', async () => {
    const seen: string[] = [];
    let done: () => void = () => {};
    const everything = new Promise<void>((resolve) => (done = resolve));
    const take = (who: string) => (arrival: ScanArrival) => {
      seen.push(who);
      arrival.acknowledge();
      if (seen.length === 200) done();
    };
    await start(take('first'));
    await start(take('second'));
    const device = await mqtt.connectAsync(broker.url);
    for (let index = 0; index < 200; index++) device.publish(scanTopic('a'), Buffer.from('x'), { qos: 1 });
    await everything;
    expect(new Set(seen)).toEqual(new Set(['first', 'second']));
    await device.endAsync();
  });

  it('brings messages to devices, and both again after the broker was killed', async () => {
    let arrived: (payload: string) => void = () => {};
    const transport = await start((arrival) => {
      arrived(Buffer.from(arrival.payload).toString());
      arrival.acknowledge();
    });
    const device = mqtt.connect(broker.url, { reconnectPeriod: 20 });
    const exchange = async (text: string): Promise<void> => {
      const scan = new Promise<string>((resolve) => (arrived = resolve));
      const message = new Promise<string>((resolve) =>
        device.once('message', (_topic, bytes) => resolve(bytes.toString())),
      );
      await device.publishAsync(scanTopic('a'), text, { qos: 1 });
      expect(await scan).toBe(text);
      await transport.send('a', Buffer.from(`receipt for ${text}`));
      expect(await message).toBe(`receipt for ${text}`);
    };
    await device.subscribeAsync(receiptTopic('a'), { qos: 1 });
    await exchange('one');
    const back = new Promise((resolve) => device.once('connect', resolve));
    await broker.kill();
    await broker.run();
    await back;
    for (;;) {
      try {
        transport.check();
        break;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    await device.subscribeAsync(receiptTopic('a'), { qos: 1 });
    await exchange('two');
    await device.endAsync();
  });
});
