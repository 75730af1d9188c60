import { check } from './check/measure-check.js';
import type { ScenarioOptions } from './node-load.js';
import { outage } from './outage.js';
import type { Figure, Findings } from './report.js';
import type { ScenarioName } from './scenario-names.js';
import { endToEnd } from './scenarios/end-to-end.js';
import { idle } from './scenarios/idle.js';
import { links } from './scenarios/links.js';
import { naive } from './scenarios/naive.js';
import { reads } from './scenarios/reads.js';
import { trust } from './trust.js';

export type Scenario = (options: ScenarioOptions) => Promise<Findings | Figure[]>;

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  'end-to-end': endToEnd,
  links,
  reads,
  idle,
  outage,
  check,
  trust,
  naive,
};
