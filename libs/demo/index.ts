/** The demo: real shipments and one simulated lane as signed scans, sent like any others (docs/demo-data.md). */
export { DemoError, type DemoErrorCode } from './errors.js';
export { LOGGER_ZONE_ASSUMED, type LoggerZone } from './lane/logger.js';
export type { Enrol } from './replay/enrol.js';
export { type DemoProgress, replayDemo, type ReplayOptions } from './replay/replay-demo.js';
export {
  type FleetProgress,
  type FleetSummary,
  simulateFleet,
  type SimulateFleetOptions,
} from './replay/simulate-fleet.js';
export { type LiveOptions, type LiveScan, simulateLive } from './replay/simulate-live.js';
export type { DemoSummary } from './replay/summary.js';
