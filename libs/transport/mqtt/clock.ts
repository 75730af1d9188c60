export interface MqttClock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Milliseconds since any moment; never set back or forth. */
  elapsedMs(): number;
}

export const SYSTEM_CLOCK: MqttClock = { nowMs: () => Date.now(), elapsedMs: () => performance.now() };
