import type { Channel } from './topics.js';

/** One scan, or one event, as it came in. */
export interface ScanArrival {
  readonly channel: Channel;
  /** From the topic. The embedded broker has checked it against the password, the distributed one has to (access list). */
  readonly deviceId: string;
  /** The same object for all that came by one connection; null where a broker outside has the connections. */
  readonly connection: object | null;
  /** As sent. May be anything. */
  readonly payload: Uint8Array;
  /** Milliseconds since 1970, when the last byte was here. */
  readonly receivedTimeMs: number;
  /**
   * Lets the broker acknowledge, and gives back the memory the scan counted for. Call it exactly once, after the durable append and
   * for the scans of a device in the order of their arrival. Does nothing to a connection that is not the one the scan came in on.
   */
  acknowledge(): void;
}

/** A connection that a password has opened. */
export interface Admission {
  readonly deviceId: string;
  /** SHA-256 of that password. */
  readonly passwordHash: Uint8Array;
  /** Ends the connection. Scans that came in by it go on their way; the device has them and sends again what has no receipt. */
  end(): void;
}

export type SendOutcome = 'sent' | 'device-away' | 'device-slow' | 'broker-slow';

/**
 * Scans and events in, messages for devices out; what is said of scans holds for events. Two adapters: a broker inside this process and a connection to one outside.
 *
 * At least once: a scan whose acknowledgement did not leave comes again. Scans of one device arrive in the order sent, as far as
 * the broker keeps it. Unacknowledged scans are bounded in number and bytes; beyond that the transport stops reading.
 */
export abstract class ScanTransport {
  /** Resolves when scans can arrive. */
  abstract open(onArrival: (arrival: ScanArrival) => void): Promise<void>;
  /**
   * Sends a message to `cairn/v1/receipts/{device}`. Not durable: a device that misses it sends its scan again and is answered again.
   * @throws {MqttError} BROKER_AWAY
   */
  abstract send(deviceId: string, payload: Uint8Array): Promise<SendOutcome>;
  /** No further arrivals, no new connections. Acknowledgements and messages still go out. */
  abstract stopReceiving(): Promise<void>;
  /** Lets what was written leave, then ends all connections. */
  abstract close(): Promise<void>;
  /** @throws Error with one sentence that says what does not work. */
  abstract check(): void;
  /** Bytes of scans that wait for their acknowledgement, overhead included. */
  abstract get bytesInFlight(): number;
  abstract get connections(): number;
  /** Connections whose passwords this process has checked; none where a broker outside does. */
  abstract get admissions(): readonly Admission[];
}
