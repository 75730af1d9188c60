import { BURDENS, BURDEN_FACTS, BURDEN_THING } from './measure/burdens.js';
import { Random } from '../faults/random.js';
import { tellByTime } from '#libs/core/story';
const n = Number(process.argv[2] ?? 2000);
const only = process.argv[3];
for (const b of BURDENS) {
  if (only && !b.name.includes(only)) continue;
  const log = b.make(n, new Random(3));
  let best = Infinity;
  let s;
  for (let i = 0; i < (n > 600 ? 1 : 3); i++) {
    const t = process.cpuUsage();
    s = tellByTime(BURDEN_THING, log, BURDEN_FACTS);
    const u = process.cpuUsage(t);
    best = Math.min(best, (u.user + u.system) / 1000);
  }
  console.log(b.name.padEnd(52), best.toFixed(1), 'ms cpu', s!.holders.length, 'holders', s!.steps.filter((x) => x.hasNoEffect).length, 'no effect', s!.branches.length, 'branches');
}
