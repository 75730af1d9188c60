/** The time of day as a port, so that tests can turn it. */
export interface WitnessClock {
  /** Milliseconds since 1970 UTC. */
  nowMs(): number;
}

export const systemWitnessClock: WitnessClock = { nowMs: () => Date.now() };
