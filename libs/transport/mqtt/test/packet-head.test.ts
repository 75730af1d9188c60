import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { readPacketHead } from '../packet-head.js';

describe('the fixed header of a packet', () => {
  it('is read as mqtt-packet writes it, for every size of a payload', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(300), fc.integer({ min: 16_300, max: 16_500 }), fc.constant(2_100_000)),
        fc.constantFrom(0, 1, 2),
        fc.boolean(),
        (payloadBytes, qos, retain) => {
          const payload = Buffer.alloc(payloadBytes);
          const bytes = mqttPacket.generate({
            cmd: 'publish',
            topic: 'a/b',
            payload,
            qos,
            retain,
            dup: false,
            messageId: 7,
          } as never);
          const head = readPacketHead(bytes, 0);
          expect(head).toMatchObject({ type: 3, qualityOfService: qos, retain });
          if (typeof head === 'string') throw new Error(head);
          expect(head.headBytes + head.bodyBytes).toBe(bytes.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is incomplete while a byte of the length is missing, at any offset', () => {
    expect(readPacketHead(Uint8Array.of(), 0)).toBe('incomplete');
    expect(readPacketHead(Uint8Array.of(0x30), 0)).toBe('incomplete');
    expect(readPacketHead(Uint8Array.of(9, 9, 0x30, 0x80, 0x80), 2)).toBe('incomplete');
  });

  it('is malformed with a fifth byte of length', () => {
    expect(readPacketHead(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff), 0)).toBe('malformed');
  });
});
