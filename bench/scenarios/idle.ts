import { type ScenarioOptions, withNode } from '../node-load.js';
import { memoryMegabytes } from '../process-memory.js';
import type { Figure } from '../report.js';

/** Memory of the whole node with nothing to do. */
export async function idle(options: ScenarioOptions): Promise<Figure[]> {
  return withNode(options, async (bench) => {
    const { node } = bench;
    await new Promise((done) => setTimeout(done, 20_000));
    // The supervisor's children are the programs: its own memory is what is left.
    const { supervisor, ...programs } = node.processes();
    const parts = Object.entries(programs).map(([name, pid]) => ({ name, value: memoryMegabytes(pid) }));
    const all = memoryMegabytes(supervisor!);
    const own = all - parts.reduce((sum, { value }) => sum + value, 0);
    return [
      ...[...parts, { name: 'supervisor', value: own }].map(({ name, value }) => ({
        what: `memory idle, ${name}`,
        value,
        unit: 'MB',
      })),
      { what: 'memory idle, whole node', value: all, unit: 'MB', goal: '<= 450' },
    ];
  });
}
