import { ATTACKS } from './attacks/attacks.js';
import { AttackScene, logWith, passagesOf } from './attacks/attack.js';
import { HonestLane } from './world/honest.js';
import { asSent } from './world/orders.js';
import { tell } from './measure/outcome.js';
import { Random } from '../faults/random.js';
import { scanName } from './world/world.js';
const attack = ATTACKS.find((a) => a.name.startsWith("holder's own"))!;
let tries = 0,
  aimed = 0,
  any = 0,
  alarmLoggedBefore = 0;
for (let nth = 0; tries < 600; nth++) {
  const random = new Random(5 + nth * 104_729);
  const world = new HonestLane(random, {
    clockMinutes: 5,
    daysShare: 0,
    namelessShare: 0,
    unitsGoOn: false,
    depth: 3 + (nth % 2),
  }).run();
  const log = asSent(world.scans);
  const passages = passagesOf(world);
  if (passages.length === 0) continue;
  const passage = random.pick(passages);
  const plan = attack.make(new AttackScene(world, log, passage, random));
  if (!plan) continue;
  world.facts.know(plan.scans);
  const before = tell(world, log);
  const attacked = logWith(world, plan, random);
  const after = tell(world, attacked);
  tries++;
  const lost = before.alarms.filter((name) => !after.alarms.includes(name));
  if (!lost.length) continue;
  any++;
  const own = lost.some((n) => n.startsWith(passage.taken.party));
  if (own) aimed++;
  const at = attacked.find((l) => l.made.device === plan.scans[0]!.device)!.logIndex;
  if (lost.some((n) => attacked.find((l) => scanName(l) === n)!.logIndex < at)) alarmLoggedBefore++;
}
console.log({ tries, any, aimed, alarmLoggedBefore });
