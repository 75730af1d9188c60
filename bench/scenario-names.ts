/** What can be measured; bench/scenarios.ts says how. */
export const SCENARIO_NAMES = ['end-to-end', 'links', 'reads', 'idle', 'outage', 'check', 'trust', 'naive'] as const;

export type ScenarioName = (typeof SCENARIO_NAMES)[number];
