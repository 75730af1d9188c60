import { setTimeout as wait } from 'node:timers/promises';
import { programsOf, type ScenarioOptions, withNode } from '../node-load.js';
import { proportionalBytesOfGroups } from '../processes/process-groups.js';
import type { Figure } from '../report.js';

const REST_MS = 20_000;
const NOT_OF_THE_NODE = ['kafka', 'mosquitto'];

/** Memory of the whole node with nothing to do. */
export async function idle(options: ScenarioOptions): Promise<Figure[]> {
  return withNode(options, async (bench) => {
    await wait(REST_MS);
    const parts = [...proportionalBytesOfGroups(programsOf(bench))].map(([name, bytes]) => ({
      name,
      value: bytes / 1e6,
    }));
    const node = parts.filter(({ name }) => !NOT_OF_THE_NODE.includes(name));
    const all = node.reduce((sum, { value }) => sum + value, 0);
    return [
      ...parts.map(({ name, value }) => ({ what: `memory idle, ${name}`, value, unit: 'MB' })),
      { what: 'memory idle, whole node with its database', value: all, unit: 'MB', goal: '<= 450' },
    ];
  });
}
