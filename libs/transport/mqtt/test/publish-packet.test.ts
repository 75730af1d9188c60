import { randomBytes } from 'node:crypto';
import mqtt from 'mqtt-packet';
import { publishPacket } from '../publish-packet.js';

const TOPIC = 'cairn/v1/receipts/gate-ü';

// Around each place where the length takes another byte, and what a receipt has.
it.each([0, 1, 50, 127 - 2 - 25, 128 - 2 - 25, 2_048, 16_383 - 2 - 25, 16_384 - 2 - 25, 262_144])(
  'is the packet that the library makes, with %d bytes',
  (bytes) => {
    const payload = randomBytes(bytes);
    const expected = mqtt.generate({ cmd: 'publish', topic: TOPIC, payload, qos: 0, dup: false, retain: false });
    expect(publishPacket(TOPIC, payload).equals(expected)).toBe(true);
  },
);
