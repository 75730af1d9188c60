import { DEVICE_ID_LENGTH_MAX, LIMITS, scanTopic } from '#libs/core/wire';

/**
 * What the embedded broker gives to clients at most. Every limit has a unit and a reason; the sum of them bounds the memory
 * of the process, whatever clients do and however long the database is away.
 */
export interface MqttLimits {
  /** Connections at once. Each may hold two socket buffers beside its admitted scans: about 200 kB, were all of them slow. */
  readonly connectionsMax: number;
  /** Connections that have not shown a valid password yet: strangers never take the places of devices. */
  readonly connectionsHalfOpenMax: number;
  /** New connections at once from one address, before the rate below counts. A site's devices share an address and all return after an outage. */
  readonly connectionsPerAddressBurst: number;
  /** New connections from one address, for each second. */
  readonly connectionsPerAddressPerSecond: number;
  /** From the first byte to the accepted CONNECT, milliseconds. A slow radio link needs 3 s. */
  readonly connectTimeoutMs: number;
  /** From a packet's first byte to its last, milliseconds: 256 KiB at 35 kbit/s. While it lasts the packet holds its share of the budget. */
  readonly packetTimeoutMs: number;
  /** Longest silence is one and a half times this, seconds, whatever keepalive the client states (0 means none). */
  readonly keepaliveSecondsMax: number;
  /** Bytes of a CONNECT: two names, a password of 32 characters and their lengths, four times over. */
  readonly connectPacketBytesMax: number;
  /** Bytes of a packet that carries a scan. */
  readonly scanPacketBytesMax: number;
  /** Bytes of any other packet: one subscription to one topic, four times over. */
  readonly otherPacketBytesMax: number;
  /** SUBSCRIBE and UNSUBSCRIBE packets on one connection. A device sends one. */
  readonly subscriptionPacketsMax: number;
  /** Scans of one client that wait for their PUBACK. */
  readonly inFlightScansPerClientMax: number;
  /** Bytes of one client's scans that wait for their PUBACK: four of the largest. */
  readonly inFlightBytesPerClientMax: number;
  /** Bytes of all scans that wait for their PUBACK. While the database is away, this is what stands in memory. */
  readonly inFlightBytesMax: number;
  /** What a scan in flight costs beside its bytes: objects, promises, the record it is copied into. Measured: about 2 kB. */
  readonly scanOverheadBytes: number;
  /** Bytes written to a client and not yet taken by its socket. Above it, nothing is read from it and no receipt is sent to it. */
  readonly unsentBytesPerClientMax: number;
}

/** Bytes of a SignedScan. */
export const SCAN_BYTES_MAX = LIMITS.signedScanBytesMax;

// Fixed header, topic length, topic with an id (UTF-8: 4 bytes a character) and packet id.
const SCAN_PACKET_OVERHEAD_BYTES = 5 + 2 + scanTopic('').length + 4 * DEVICE_ID_LENGTH_MAX + 2;

export const MQTT_LIMITS: MqttLimits = {
  connectionsMax: 2_000,
  connectionsHalfOpenMax: 500,
  connectionsPerAddressBurst: 1_000,
  connectionsPerAddressPerSecond: 50,
  connectTimeoutMs: 10_000,
  packetTimeoutMs: 60_000,
  keepaliveSecondsMax: 1_800,
  connectPacketBytesMax: 2_048,
  scanPacketBytesMax: SCAN_BYTES_MAX + SCAN_PACKET_OVERHEAD_BYTES,
  otherPacketBytesMax: 1_024,
  subscriptionPacketsMax: 64,
  inFlightScansPerClientMax: 512,
  inFlightBytesPerClientMax: 4 * SCAN_BYTES_MAX,
  inFlightBytesMax: 24 * 1_048_576,
  scanOverheadBytes: 2_048,
  unsentBytesPerClientMax: 262_144,
};
