/** What every process of a node shares: configuration, logs, health, metrics, start and stop. */
export { createLogger, NestPinoLogger, type Logger, type LoggerOptions } from './logging.js';
export { ConfigurationError } from './configuration-error.js';
export {
  commonEnvironment,
  type Environment,
  parseEnvironment,
  portNumber,
  wholeNumber,
  type CommonEnvironment,
} from './configuration.js';
export {
  describeSettings,
  type DescribedSetting,
  type DescribedSettings,
  printSettings,
  shownValue,
} from './describe-settings.js';
export type { Need, Needs } from './needs.js';
export { type Setting, SETTINGS, SETTINGS_ELSEWHERE } from './settings.js';
export { type UnknownSetting, unknownSettings, unknownText } from './unknown-settings.js';
export { type DatabaseProgram, dataPaths, databaseUrl, type DataPaths } from './paths.js';
export { certificateFault } from './certificate-fault.js';
export { Health, type HealthCheck, type HealthReport } from './health.js';
export { Metrics, type Counter, type Gauge, type Histogram } from './metrics.js';
export {
  healthRoutes,
  startHealthServer,
  type HealthRoute,
  type HealthServer,
  type HealthServerOptions,
} from './health-server.js';
export { hostProblem } from './host-header.js';
export { busyPort, explainStartFailure, reportFailedStart, runApp, StartError, type RunningApp } from './run.js';
