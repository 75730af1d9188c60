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
  /** Those of them from one address (IPv6: /64). Half: a large site that comes back at once, and room for the others. */
  readonly connectionsHalfOpenPerAddressMax: number;
  /**
   * New connections at once from one address (IPv6: /64), before the rate below counts. Only those without a right password in the end: a site's devices
   * share an address and all return after an outage, so a device that logs in counts under its own name instead.
   */
  readonly connectionsPerAddressBurst: number;
  /** New connections from one address, for each second. */
  readonly connectionsPerAddressPerSecond: number;
  /** New connections at once of one device, whatever address it has. A script that connects for each scan brings some at once. */
  readonly connectionsPerDeviceBurst: number;
  /** New connections of one device, for each second. More is a loop: each one ends the one before, and costs a handshake. */
  readonly connectionsPerDevicePerSecond: number;
  /** From the accepted connection to the end of the proxy's header, milliseconds. It is one packet on a near network. */
  readonly proxyHeaderTimeoutMs: number;
  /** From the first byte of a TLS handshake to its last, milliseconds. Three round trips and 6 kB on a slow radio link need 5 s. */
  readonly tlsHandshakeTimeoutMs: number;
  /** From then to the accepted CONNECT, milliseconds. A slow radio link needs 3 s. */
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
  connectionsHalfOpenPerAddressMax: 250,
  connectionsPerAddressBurst: 1_000,
  connectionsPerAddressPerSecond: 50,
  connectionsPerDeviceBurst: 60,
  connectionsPerDevicePerSecond: 1,
  proxyHeaderTimeoutMs: 5_000,
  tlsHandshakeTimeoutMs: 10_000,
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
