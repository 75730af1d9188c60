import { Action } from '#libs/core/wire';
import { DAY_MS, HOUR_MS, MINUTE_MS, packing, type ScanOrder, subject, unpacking } from '../world/devices.js';
import type { MadeScan } from '../world/world.js';
import type { Attack, AttackScene } from './attack.js';

const ACCOMPLICE = 'accomplice';
const STRANGER = 'stranger';
/** Who holds the thing and says it left a unit before something went wrong: 6 of 144 (STORY.md section 1). */
const OWN_UNPACKING_GOAL = 6 / 144;
/** What a device kept for itself and sends when it helps: 5 of 600. */
const STALE_GOAL = 5 / 600;

const sees = (key: string, bizStep: string, to: string | null = null): ScanOrder => ({
  objects: [subject(key)],
  bizStep,
  to,
});

/** A moment between giving and taking over; or a little before the giving. */
function backdated(scene: AttackScene): number {
  const { given, taken } = scene.passage;
  const { random } = scene;
  return random.next() < 0.7
    ? scene.between(given.trueMs, taken.trueMs)
    : given.trueMs - random.between(1, 90) * MINUTE_MS;
}

const keyOfThing = (scene: AttackScene): string => scene.random.pick([scene.world.object, scene.passage.unit]);

export const ATTACKS: readonly Attack[] = [
  {
    name: 'take-back',
    goal: 0,
    make(scene) {
      const giver = scene.passage.given.party;
      const at = backdated(scene);
      const scans = [
        scene.scan(giver, at, sees(scene.passage.unit, 'receiving', scene.random.pick([null, giver]))),
        scene.scan(giver, at + 5 * MINUTE_MS, sees(keyOfThing(scene), 'storing')),
        scene.scan(giver, scene.passage.taken.trueMs + HOUR_MS, sees(scene.passage.unit, 'receiving')),
      ];
      return { scans, fromMs: scene.takenLoggedMs };
    },
  },
  {
    name: 'accomplice',
    goal: 0,
    make(scene) {
      const giver = scene.passage.given.party;
      const at = backdated(scene);
      const named = scene.scan(giver, at, sees(scene.passage.unit, 'shipping', ACCOMPLICE));
      const taken = scene.scan(ACCOMPLICE, at + 10 * MINUTE_MS, sees(scene.passage.unit, 'receiving'));
      const on = scene.scan(
        ACCOMPLICE,
        at + 15 * MINUTE_MS,
        sees(scene.passage.unit, 'shipping', scene.passage.given.to),
      );
      return {
        scans: scene.random.pick([
          [named, taken],
          [taken, named],
          [named, taken, on],
          [on, taken, named],
        ]),
        fromMs: scene.takenLoggedMs,
      };
    },
  },
  {
    name: "ex-holder's unpacking",
    goal: 0,
    make(scene) {
      const giver = scene.passage.given.party;
      const at = backdated(scene);
      const units = scene.unitsAt(scene.passage.given.trueMs);
      if (units.length === 0) return undefined;
      const place = Math.floor(scene.random.next() * units.length);
      const inside = units[place - 1] ?? scene.world.object;
      const out = scene.scan(giver, at, unpacking(units[place]!, scene.random.pick([inside, null])));
      const sold = scene.scan(
        giver,
        at + MINUTE_MS,
        sees(
          scene.world.object,
          scene.random.pick(['storing', 'retail_selling']),
          scene.random.pick([null, ACCOMPLICE]),
        ),
      );
      const taken = scene.scan(ACCOMPLICE, at + 20 * MINUTE_MS, sees(scene.world.object, 'receiving'));
      return {
        scans: scene.random.pick([[out], [out, sold], [sold, out], [out, sold, taken]]),
        fromMs: scene.takenLoggedMs,
      };
    },
  },
  {
    name: "ex-holder's packing",
    goal: 0,
    make(scene) {
      const giver = scene.passage.given.party;
      const at = backdated(scene);
      const what = keyOfThing(scene);
      const put = scene.scan(giver, at, packing('false unit', what));
      const named = scene.scan(giver, at + 2 * MINUTE_MS, sees('false unit', 'shipping', ACCOMPLICE));
      const taken = scene.scan(ACCOMPLICE, at + 20 * MINUTE_MS, sees('false unit', 'receiving'));
      return {
        scans: scene.random.pick([[put], [put, named, taken], [taken, named, put]]),
        fromMs: scene.takenLoggedMs,
      };
    },
  },
  {
    name: 'strangers',
    goal: 0,
    make(scene) {
      const { world, random } = scene;
      const [first, last] = [world.scans[0]!.trueMs, world.scans.at(-1)!.trueMs];
      const steps = ['storing', 'receiving', 'inspecting', 'retail_selling', 'destroying', 'commissioning', 'shipping'];
      const scans = Array.from({ length: 6 }, () => {
        const at = random.between(first - DAY_MS, last + DAY_MS);
        const key = random.pick([world.object, ...scene.unitsAt(at), scene.passage.unit]);
        const parent = scene.unitsAt(at).at(-1) ?? scene.passage.unit;
        const order = random.pick<ScanOrder>([
          sees(key, random.pick(steps), random.pick([null, ACCOMPLICE, ...world.parties])),
          packing('false unit', key),
          unpacking(parent, random.pick([null, world.object])),
        ]);
        return scene.scan(random.pick([STRANGER, ACCOMPLICE]), at, order);
      });
      return { scans, fromMs: scene.takenLoggedMs };
    },
  },
  {
    name: 'grabs',
    goal: 0,
    make(scene) {
      const at = scene.passage.taken.trueMs + scene.random.between(-2 * HOUR_MS, 6 * HOUR_MS);
      const key = keyOfThing(scene);
      const scans = [
        scene.scan(
          STRANGER,
          at,
          sees(key, scene.random.pick(['receiving', 'accepting', 'loading', 'stocking']), ACCOMPLICE),
        ),
        scene.scan(ACCOMPLICE, at + 30 * MINUTE_MS, sees(key, 'receiving', STRANGER)),
        scene.scan(STRANGER, at + 60 * MINUTE_MS, unpacking(scene.passage.unit, null)),
        scene.scan(STRANGER, at + 90 * MINUTE_MS, sees(scene.world.object, 'retail_selling')),
      ];
      return { scans: scene.random.shuffle(scans), fromMs: scene.takenLoggedMs };
    },
  },
  {
    name: 'guessed before the maker',
    goal: 0,
    make(scene) {
      const first = scene.world.scans[0]!.trueMs;
      const at = first - scene.random.between(HOUR_MS, 30 * DAY_MS);
      const made: ScanOrder = {
        objects: [subject(scene.world.object)],
        bizStep: 'commissioning',
        action: Action.ADD,
        to: scene.random.pick([null, ACCOMPLICE]),
      };
      const scans = [
        scene.scan(
          STRANGER,
          at,
          scene.random.pick<ScanOrder>([made, sees(scene.world.object, 'receiving', ACCOMPLICE)]),
        ),
        scene.scan(ACCOMPLICE, at + 20 * MINUTE_MS, sees(scene.world.object, 'receiving')),
        scene.scan(STRANGER, scene.passage.taken.trueMs + HOUR_MS, sees(scene.world.object, 'storing')),
      ];
      // He comes first, before the maker has sent anything.
      return { scans: scans.slice(0, 2 + Math.floor(scene.random.next() * 2)), fromMs: at, untilMs: first };
    },
  },
  {
    name: 'backdated hand-over',
    goal: 0,
    isByHolder: true,
    make(scene) {
      const alarm = alarmOf(scene);
      if (!alarm) return undefined;
      const { taken, unit } = scene.passage;
      const at = scene.between(taken.trueMs + MINUTE_MS, alarm.trueMs - MINUTE_MS);
      const named = scene.scan(taken.party, at, sees(unit, 'shipping', ACCOMPLICE));
      const received = scene.scan(ACCOMPLICE, at + MINUTE_MS, sees(unit, 'receiving'));
      return {
        scans: scene.random.pick([
          [named, received],
          [received, named],
        ]),
        fromMs: alarm.trueMs + MINUTE_MS,
      };
    },
  },
  {
    name: "holder's own backdated unpacking",
    goal: OWN_UNPACKING_GOAL,
    isByHolder: true,
    make(scene) {
      const alarm = alarmOf(scene);
      if (!alarm) return undefined;
      const { taken } = scene.passage;
      const units = scene.unitsAt(alarm.trueMs);
      if (units.length === 0) return undefined;
      const place = Math.floor(scene.random.next() * units.length);
      const at = scene.between(taken.trueMs + MINUTE_MS, alarm.trueMs - MINUTE_MS);
      const inside = units[place - 1] ?? scene.world.object;
      return {
        scans: [scene.scan(taken.party, at, unpacking(units[place]!, inside))],
        fromMs: alarm.trueMs + MINUTE_MS,
      };
    },
  },
  {
    name: 'stale scans',
    goal: STALE_GOAL,
    make(scene) {
      const { given, unit } = scene.passage;
      const { world, random } = scene;
      const units = scene.unitsAt(given.trueMs);
      const order = random.pick<ScanOrder>([
        sees(unit, 'shipping', random.pick([ACCOMPLICE, ...world.parties])),
        unpacking(units.at(-1) ?? unit, null),
        packing('false unit', unit),
        sees(world.object, 'storing'),
      ]);
      const kept: MadeScan = {
        ...scene.scan(given.party, given.trueMs - random.between(1, 60) * MINUTE_MS, order),
        device: given.device,
        boot: given.boot,
        counter: given.counter,
      };
      // The counter that it kept free is its own: those behind it are one higher.
      const isBehind = ({ device, boot, counter }: MadeScan): boolean =>
        device === given.device && boot === given.boot && counter >= given.counter;
      const behind = world.scans.filter(isBehind);
      const instead = new Map(behind.map((scan) => [scan, { ...scan, counter: scan.counter + 1 }]));
      return { scans: [kept], instead, fromMs: scene.takenLoggedMs };
    },
  },
];

/** Something that went wrong while the receiver had it. */
function alarmOf({ world, passage }: AttackScene): MadeScan | undefined {
  return world.truth.alarms.find(
    ({ party, trueMs }) => party === passage.taken.party && trueMs > passage.taken.trueMs + 2 * MINUTE_MS,
  );
}
