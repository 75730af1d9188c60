import { check } from './check/measure-check.js';
import { outage } from './outage.js';
import { endToEnd } from './scenarios/end-to-end.js';
import { idle } from './scenarios/idle.js';
import { links } from './scenarios/links.js';
import { reads } from './scenarios/reads.js';
import { trust } from './trust.js';

export const scenarios = { 'end-to-end': endToEnd, links, reads, idle, outage, check, trust } as const;
export type ScenarioName = keyof typeof scenarios;
