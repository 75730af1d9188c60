import { createHash } from 'node:crypto';
import {
  decodeDeviceMessage,
  decodeRejectBody,
  encodeSignedEvent,
  EventKind,
  type RejectBody,
  signEvent,
} from '#libs/core/wire';
import type { RawClient } from '../../../test/kit/mqtt/raw-client.js';
import { DeviceRegistry } from '../registry/device-registry.js';
import { EventAllowance } from '../scans/event-allowance.js';
import { passwordChange, rotation } from './device-events.js';
import { TestDevice } from './test-device.js';
import { World } from './world.js';

describe('events of devices over MQTT', () => {
  let world: World;
  let messageId = 0;
  beforeAll(async () => {
    world = await World.create();
    await world.start();
  });
  afterAll(() => world.stop());

  const enrolled = async (id: string): Promise<{ device: TestDevice; client: RawClient }> => {
    const device = new TestDevice(id);
    await world.enrol(device);
    return { device, client: await world.connect(device) };
  };
  const publish = (client: RawClient, id: string, payload: Uint8Array): number => {
    client.publish(`cairn/v1/events/${id}`, payload, { messageId: ++messageId });
    return messageId;
  };
  const none = (device: TestDevice) => ({ boot: device.boot, counter: 0 });

  it('are acknowledged when they lie in the stream as they were sent, behind the scans before them', async () => {
    const { device, client } = await enrolled('aging');
    const event = rotation(device, none(device));
    const from = world.order.length;
    client.publish('cairn/v1/scans/aging', device.payload(), { messageId: ++messageId });
    const id = publish(client, 'aging', event);
    client.publish('cairn/v1/scans/aging', device.payload(), { messageId: ++messageId });
    for (const expected of [id - 1, id, id + 1]) expect((await client.next('puback')).messageId).toBe(expected);
    await world.until(() => world.order.length >= from + 3);
    expect(world.order.slice(from)).toEqual(['scan', 'event', 'scan']);
    expect(Buffer.from(world.events.at(-1)!.signedEvent).equals(event)).toBe(true);
    expect(await world.metrics()).toContain('cairn_ingest_events_taken_total 1');
  });

  it('are refused with a signed reason where they are not an event of this device by which keys age', async () => {
    const { device, client } = await enrolled('bad');
    const { device: other } = await enrolled('other');
    const good = rotation(device, none(device));
    const body = { subject: device.key, keyId: device.signer.keyId, timeMs: 1 };
    const compromised = encodeSignedEvent(signEvent(EventKind.COMPROMISED, body, device.signer));
    const cases: [string, Uint8Array][] = [
      ['TOPIC_MISMATCH', rotation(other, none(other))],
      ['EVENT_KIND_NOT_SUBMITTED', compromised],
      ['TOPIC_MISMATCH', passwordChange(other)],
      ['TRUNCATED', passwordChange(device).subarray(0, -1)],
      ['TRUNCATED', good.subarray(0, good.length - 1)],
      ['PAYLOAD_TOO_LARGE', new Uint8Array(4_097)],
      ['FIELD_MISSING', new Uint8Array()],
      ['LENGTH_WRONG', device.payload()],
      ['WIRE_TYPE', Uint8Array.of(0x0d, 1, 2, 3, 4)],
    ];
    for (const [reason, payload] of cases) {
      const id = publish(client, 'bad', payload);
      const reject = await nextReject(client);
      expect([reason, reject.reason, reject.final]).toEqual([reason, reason, true]);
      expect(Buffer.from(reject.scanHash)).toEqual(createHash('sha256').update(payload).digest());
      expect((await client.next('puback')).messageId).toBe(id);
    }
    await world.until(() => world.rejected.some(({ reason }) => reason === 'WIRE_TYPE'));
    publish(client, 'bad', good);
    await client.next('puback');
  });

  it('take a change of the password with them to the anchor, whose tables it is about', async () => {
    const { device, client } = await enrolled('redeemed');
    const payload = passwordChange(device);
    const id = publish(client, 'redeemed', payload);
    expect((await client.next('puback')).messageId).toBe(id);
    await world.until(() => world.events.some(({ signedEvent }) => Buffer.compare(signedEvent, payload) === 0));
    expect(
      (await world.sql.query('SELECT password_sha256 FROM mqtt_credential WHERE device_id = $1', ['redeemed'])).rows,
    ).toEqual([{ password_sha256: device.passwordSha256 }]);
  });

  it('are refused for now when a device sends too many', async () => {
    const { device, client } = await enrolled('eager');
    const event = rotation(device, none(device));
    for (let count = 0; count < 16; count++) publish(client, 'eager', event);
    for (let count = 0; count < 16; count++) await client.next('puback');
    publish(client, 'eager', event);
    expect(await nextReject(client)).toMatchObject({ reason: 'OVERLOADED', final: false });
    client.publish('cairn/v1/scans/eager', device.payload(), { messageId: ++messageId });
    await client.next('puback');
  });

  it('show that the receipt key has ended, when the log says so', async () => {
    const { keyId, publicKey } = world.receiptKey;
    await world.sql.query(
      `INSERT INTO operator_signing_key (key_id, role, operator, algorithm, public_key, from_log_index, to_log_index)
       VALUES ($1, 2, $2, 1, $3, 1, 7)`,
      [Buffer.from(keyId), Buffer.alloc(32, 1), Buffer.from(publicKey)],
    );
    expect((await world.health()).status).toBe('ok');
    await world.ingest.app.get(DeviceRegistry).refresh();
    const { status, checks } = await world.health();
    expect([status, checks['receipt-key']]).toEqual([
      'unavailable',
      expect.stringContaining('entry 7 of the log ended'),
    ]);
    await world.sql.query('DELETE FROM operator_signing_key');
  });

  it('of a device that is not enrolled are refused for now', async () => {
    const device = new TestDevice('stranger');
    await world.giveCredential(device);
    const client = await world.connect(device);
    publish(client, 'stranger', rotation(device, none(device)));
    expect(await nextReject(client)).toMatchObject({ reason: 'DEVICE_UNKNOWN', final: false });
  });
});

describe('the allowance of events', () => {
  it('comes back with time, for each device its own', () => {
    let nowMs = 0;
    const allowance = new EventAllowance(() => nowMs);
    const taken = (id: string): number => {
      let count = 0;
      while (allowance.take(id)) count++;
      return count;
    };
    expect(taken('a')).toBe(16);
    nowMs += 9_999;
    expect(taken('a')).toBe(0);
    nowMs += 10_002;
    expect(taken('a')).toBe(2);
    expect(taken('b')).toBe(16);
  });
});

async function nextReject(client: RawClient): Promise<RejectBody> {
  const message = decodeDeviceMessage((await client.next('publish')).payload as Buffer);
  if (message.kind !== 'reject') throw new Error(message.kind);
  return decodeRejectBody(message.reject.body);
}
