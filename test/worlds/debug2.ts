import { HONEST_ROWS } from './measure/rows.js';
import { madeWorld } from './measure/honest-rows.js';
import { Random } from '../faults/random.js';
import { asSent, shuffled } from './world/orders.js';
import { Scene } from '../../libs/core/story/told/scene.js';
import { StoodStory } from '../../libs/core/story/told/stood.js';
import { EffectiveScans } from '../../libs/core/story/told/effective.js';
import { Timeline } from '../../libs/core/story/told/timeline.js';
let bad = 0, n = 0;
for (const row of HONEST_ROWS) for (let nth = 0; nth < Number(process.argv[2] ?? 5); nth++) {
  const random = new Random(1 + nth * 7919);
  const world = madeWorld(row, random, nth);
  for (const log of [asSent(world.scans), ...Array.from({ length: Number(process.argv[3] ?? 3) }, () => shuffled(world.scans, random))]) {
    const scene = new Scene(world.object, log, world.facts);
    const stood = new StoodStory(log.length, scene);
    for (const placed of scene.placed) {
      stood.arrive(placed);
      const other = new Scene(world.object, log, world.facts);
      const scans = new EffectiveScans(log.length); const line = new Timeline(scans, other);
      line.insert(other.placed.slice(0, placed.at + 1).filter((p) => !stood.without.some((w) => w.at === p.at)));
      const f = (t: Timeline) => t.steps.map((s) => `${s.placed.at}:${s.standing}:${s.state.holder}:${s.state.chain.length}`).join(' ');
      n++;
      if (f(line) !== f(stood.timeline)) { if (bad++ < 2) console.log(row.name, nth, placed.at, '\n inc', f(stood.timeline), '\n ref', f(line)); break; }
    }
  }
}
console.log(n, 'prefixes', bad, 'bad');
