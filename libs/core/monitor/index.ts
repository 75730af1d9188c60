/** Judging a whole log as it grows. */
export { MONITOR_FINDINGS, type MonitorFinding, type MonitorFindingCode, type MonitorWeight } from './finding.js';
export { LogMonitor } from './log-monitor.js';
export { memoryOf, type MonitorMemory, MonitorMemoryError, resumeMonitor } from './monitor-memory.js';
