import type { MqttLimits } from './limits.js';
import type { CloseReason } from './observer.js';
import { PACKET, type PacketHead } from './packet-head.js';

/** Which packets a client may send, judged by the fixed header alone. Room for scans is not judged here. */
export class PacketPolicy {
  #subscriptionPackets = 0;

  constructor(private readonly limits: MqttLimits) {}

  firstPacket(head: PacketHead): 'pass' | CloseReason {
    if (head.type !== PACKET.CONNECT) return 'not-connect';
    return size(head) > this.limits.connectPacketBytesMax ? 'packet-too-large' : 'pass';
  }

  furtherPacket(head: PacketHead): 'pass' | 'scan' | 'ping' | CloseReason {
    const { scanPacketBytesMax, otherPacketBytesMax, subscriptionPacketsMax } = this.limits;
    if (head.type === PACKET.PUBLISH) {
      if (size(head) > scanPacketBytesMax) return 'packet-too-large';
      if (head.retain) return 'retained';
      return head.qualityOfService > 1 ? 'quality-of-service-2' : 'scan';
    }
    if (size(head) > otherPacketBytesMax) return 'packet-too-large';
    switch (head.type) {
      case PACKET.CONNECT: // [MQTT-3.1.0-2]
        return 'malformed';
      case PACKET.PINGREQ:
        return head.bodyBytes === 0 ? 'ping' : 'malformed';
      case PACKET.SUBSCRIBE:
      case PACKET.UNSUBSCRIBE:
        this.#subscriptionPackets += 1;
        return this.#subscriptionPackets > subscriptionPacketsMax ? 'subscriptions-max' : 'pass';
      default:
        return 'pass';
    }
  }
}

const size = (head: PacketHead): number => head.headBytes + head.bodyBytes;
