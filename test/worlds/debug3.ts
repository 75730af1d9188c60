import { ATTACKS } from './attacks/attacks.js';
import { AttackScene, logWith, passagesOf } from './attacks/attack.js';
import { HonestLane } from './world/honest.js';
import { asSent } from './world/orders.js';
import { tell } from './measure/outcome.js';
import { Random } from '../faults/random.js';
import { tellByTime } from '#libs/core/story';
import { scanName } from './world/world.js';
const attack = ATTACKS.find((a) => a.name.startsWith(process.argv[2]!))!;
const want = process.argv[3] ?? 'custody';
const max = Number(process.argv[4] ?? 1);
const p = (ms: number) => new Date(ms).toISOString().slice(5, 16);
let shown = 0;
for (let nth = 0; nth < 400 && shown < max; nth++) {
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
  const renumbered = world.scans.map((scan) => plan.instead?.get(scan) ?? scan);
  world.facts.know([...renumbered, ...plan.scans]);
  const before = tell(world, asSent(renumbered));
  const attacked = logWith(world, plan, random);
  const after = tell(world, attacked);
  const custody = !attack.isByHolder && before.holders.join() !== after.holders.join();
  const alarm = before.alarms.some((name) => !after.alarms.includes(name));
  if (want === 'custody' ? !custody : !alarm) continue;
  shown++;
  console.log(
    'world',
    nth,
    'before',
    before.holders.join(),
    'after',
    after.holders.join(),
    'alarms',
    before.alarms,
    after.alarms,
    'passage',
    scanName(passage.given),
    scanName(passage.taken),
  );
  const hostile = new Set(plan.scans.map(scanName));
  const story = tellByTime(world.object, attacked, world.facts);
  for (const s of story.steps) {
    const l = attacked.find((x) => x.logIndex === s.scan.logIndex)!;
    console.log(
      hostile.has(scanName(l)) ? '**' : '  ',
      String(l.logIndex).padStart(3),
      p(s.toldMs),
      scanName(l).padEnd(26),
      (s.scan.bizStep ?? '').padEnd(14),
      s.scan.objects
        .map((o) => o.key)
        .join('+')
        .padEnd(16),
      (s.scan.to ? '->' + s.scan.to : '').padEnd(10),
      s.standing,
      s.hasNoEffect ? 'NOEFFECT' : '',
      s.late ? 'late' : '',
      s.isUncertain ? 'unc' : '',
      l.made.alarms.length ? 'ALARM' : '',
      s.units.length,
    );
  }
  const told = new Set(story.steps.map((s) => s.scan.logIndex));
  for (const l of attacked)
    if (!told.has(l.logIndex))
      console.log(
        '   not told',
        l.logIndex,
        p(l.eventTimeMs),
        scanName(l),
        l.bizStep,
        l.objects.map((o) => o.key).join('+'),
        l.to,
        hostile.has(scanName(l)) ? '**' : '',
      );
}
