import { PACKET } from './packet-head.js';

const LENGTH_BYTES_MAX = 4;

/**
 * A PUBLISH at quality of service 0, in one piece: MQTT 3.1.1 section 3.3. The broker's own way makes several writes of it, and a packet
 * of each device's receipt is what ingest sends most.
 */
export function publishPacket(topic: string, payload: Uint8Array): Buffer {
  const topicBytes = Buffer.byteLength(topic);
  const bodyBytes = 2 + topicBytes + payload.length;
  const packet = Buffer.allocUnsafe(1 + LENGTH_BYTES_MAX + bodyBytes);
  packet[0] = PACKET.PUBLISH << 4;
  let at = 1;
  for (let rest = bodyBytes; ; rest = Math.floor(rest / 128)) {
    packet[at++] = rest < 128 ? rest : (rest % 128) | 0x80;
    if (rest < 128) break;
  }
  at = packet.writeUInt16BE(topicBytes, at);
  at += packet.write(topic, at);
  packet.set(payload, at);
  return packet.subarray(0, at + payload.length);
}
