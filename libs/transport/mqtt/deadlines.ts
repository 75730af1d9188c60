import type { MqttLimits } from './limits.js';
import type { CloseReason } from './observer.js';

/** What a connection is doing when its deadlines are looked at. */
export interface ConnectionMoment {
  readonly accepted: boolean;
  /** We do not read from it now: no room for its scans, or it does not read ours. */
  readonly pausedBy: 'nobody' | 'us' | 'its-own-slowness';
  readonly inPacket: boolean;
}

/** The deadlines of one connection: CONNECT, end of a packet, sign of life. Times in milliseconds of a clock that is never set. */
export class Deadlines {
  #heardAt: number;
  #packetSince = 0;
  #silenceMaxMs: number;
  readonly #openedAt: number;

  constructor(
    private readonly limits: MqttLimits,
    private readonly elapsedMs: () => number,
  ) {
    this.#openedAt = elapsedMs();
    this.#heardAt = this.#openedAt;
    this.#silenceMaxMs = limits.keepaliveSecondsMax * 1_500;
  }

  /** @param seconds as stated in the CONNECT; 0 means that the client promises nothing [MQTT-3.1.2-24]. */
  limitSilence(seconds: number): void {
    const { keepaliveSecondsMax } = this.limits;
    this.#silenceMaxMs = Math.min(seconds || keepaliveSecondsMax, keepaliveSecondsMax) * 1_500;
  }

  heard(): void {
    this.#heardAt = this.elapsedMs();
  }

  packetBegan(): void {
    this.#packetSince = this.#heardAt;
  }

  /** @returns why the connection has to end now, if it has to. */
  passed(moment: ConnectionMoment): CloseReason | undefined {
    const now = this.elapsedMs();
    if (!moment.accepted && now - this.#openedAt > this.limits.connectTimeoutMs) return 'connect-timeout';
    if (moment.pausedBy === 'us') {
      // Silence that we ordered by pausing the socket is not the client's.
      this.#packetSince = now;
      this.#heardAt = now;
      return undefined;
    }
    if (now - this.#heardAt > this.#silenceMaxMs) {
      return moment.pausedBy === 'its-own-slowness' ? 'device-slow' : 'keepalive';
    }
    return moment.inPacket && now - this.#packetSince > this.limits.packetTimeoutMs ? 'packet-timeout' : undefined;
  }
}
