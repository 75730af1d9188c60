import { HONEST_ROWS } from './measure/rows.js';
import { madeWorld } from './measure/honest-rows.js';
import { Random } from '../faults/random.js';
import { asSent, shuffled } from './world/orders.js';
import { tell, isRight, isSame } from './measure/outcome.js';
import { tellByTime } from '#libs/core/story';
import { scanName } from './world/world.js';
const row = HONEST_ROWS[Number(process.argv[2] ?? 0)]!; const from = Number(process.argv[3] ?? 0), to = Number(process.argv[4] ?? 30), show = Number(process.argv[5] ?? 1), orders = Number(process.argv[6] ?? 0);
let shown = 0;
const p = (ms: number) => new Date(ms).toISOString().slice(5, 16);
for (let nth = from; nth < to; nth++) {
  const random = new Random(1 + nth * 7919);
  const world = madeWorld(row, random, nth);
  let log = asSent(world.scans); const first = tell(world, log); let out = first; let bad = !isRight(world, out) && orders === 0;
  for (let o = 0; o < orders && !bad; o++) { log = shuffled(world.scans, random); out = tell(world, log); bad = !isSame(out, first) && isRight(world, first); }
  if (!bad || shown++ >= show) continue;
  console.log('world', nth, JSON.stringify({ ...out, findings: [...out.findings] }, null, 0));
  console.log('truth', world.truth.holders.join(','), world.truth.spans.map((s) => `${s.child} in ${s.parent}: ${scanName(s.from)} to ${s.to && scanName(s.to)}`).sort(), 'alarms', world.truth.alarms.map(scanName));
  const story = tellByTime(world.object, log, world.facts);
  for (const s of story.steps) { const l = log.find((x) => x.logIndex === s.scan.logIndex)!; console.log(String(l.logIndex).padStart(3), p(s.toldMs), 'true', p(l.made.trueMs), scanName(l).padEnd(26), (s.scan.bizStep ?? '').padEnd(14), s.scan.objects.map((o) => o.key).join('+').padEnd(16), (s.scan.to ? '->' + s.scan.to : '').padEnd(10), s.standing, s.hasNoEffect ? 'NOEFFECT' : '', s.late ? 'late' : '', s.isUncertain ? 'unc' : '', l.made.alarms.length ? 'ALARM' : ''); }
  const told = new Set(story.steps.map((s) => s.scan.logIndex));
  for (const l of log) if (!told.has(l.logIndex)) console.log('   not told', l.logIndex, p(l.trueMs), scanName(l), l.bizStep, l.objects.map((o) => o.key).join('+'), l.to);
}
console.log(shown, 'bad');
