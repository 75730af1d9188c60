/** MQTT 3.1.1 table 2.1. */
export const PACKET = { CONNECT: 1, PUBLISH: 3, SUBSCRIBE: 8, UNSUBSCRIBE: 10, PINGREQ: 12 } as const;

/** Fixed header of a packet: MQTT 3.1.1 section 2.2. */
export interface PacketHead {
  readonly type: number;
  readonly qualityOfService: number;
  readonly retain: boolean;
  /** Bytes of the fixed header itself: 2 to 5. */
  readonly headBytes: number;
  /** Bytes that follow it. */
  readonly bodyBytes: number;
}

// Remaining Length has at most four bytes of seven bits each.
export const LENGTH_BYTES_MAX = 4;

/**
 * Reads the fixed header at `position`, before anything of the packet's body is there: this is where a packet that is too
 * large is recognised.
 *
 * @returns 'incomplete' when more bytes are needed, 'malformed' when the length has a fifth byte [MQTT-2.2.3].
 */
export function readPacketHead(bytes: Uint8Array, position: number): PacketHead | 'incomplete' | 'malformed' {
  const first = bytes[position];
  if (first === undefined) return 'incomplete';
  let bodyBytes = 0;
  for (let index = 0; index < LENGTH_BYTES_MAX; index++) {
    const byte = bytes[position + 1 + index];
    if (byte === undefined) return 'incomplete';
    bodyBytes += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) {
      return {
        type: first >> 4,
        qualityOfService: (first >> 1) & 3,
        retain: (first & 1) === 1,
        headBytes: 2 + index,
        bodyBytes,
      };
    }
  }
  return 'malformed';
}

/** Writes the remaining length: MQTT 3.1.1 section 2.2.3. @returns where it ends. */
export function writeRemainingLength(target: Uint8Array, at: number, bodyBytes: number): number {
  for (let rest = bodyBytes; ; rest = Math.floor(rest / 128)) {
    target[at++] = rest < 128 ? rest : (rest % 128) | 0x80;
    if (rest < 128) return at;
  }
}
