import { CodesRole, PartyKind } from '#libs/core/wire';
import { Random } from '../../../test/faults/random.js';
import { ATTACKS } from '../../../test/worlds/attacks/attacks.js';
import { madeWorld } from '../../../test/worlds/measure/honest-rows.js';
import { attackedWorld } from '../../../test/worlds/measure/hostile-rows.js';
import { HONEST_ROWS } from '../../../test/worlds/measure/rows.js';
import { asSent, type Logged, shuffled } from '../../../test/worlds/world/orders.js';
import type { World } from '../../../test/worlds/world/world.js';
import type { Case } from '../../../test/kit/python.js';
import { type NamedScan, ofUnits, SignedScans } from './signed-scans.js';

const ITEM = 'https://id.gs1.org/01/09520001000010/21/A1';
const LOT = 'https://id.gs1.org/01/09520001000010/10/A1';
/** Of the codes above. */
const DIGITS = '9520001';

/** A world of test/worlds, honest or hostile, as signed evidence: whole, or as far as its log has come. */
export function worldCase(seed: number): Case | undefined {
  const random = new Random(seed * 7_919);
  const row = HONEST_ROWS[seed % HONEST_ROWS.length]!;
  const attack = ATTACKS[seed % ATTACKS.length]!;
  if (random.next() < 0.5) {
    const world = madeWorld(row, random, seed);
    const log = random.next() < 0.5 ? asSent(world.scans) : shuffled(world.scans, random);
    return caseOf(`seed ${seed}: ${row.name}`, world, log, random);
  }
  const attacked = attackedWorld(attack, random, seed);
  return attacked && caseOf(`seed ${seed}: ${attack.name}`, attacked.world, attacked.log, random);
}

function caseOf(name: string, world: World, whole: readonly Logged[], random: Random): Case {
  const log = random.next() < 0.3 ? whole.slice(0, 1 + Math.floor(random.next() * whole.length)) : whole;
  const uris = new Map([
    ['item', ITEM],
    ['lot', LOT],
  ]);
  const object = uris.get(world.object)!;
  const signed = new SignedScans({
    object,
    uriOf: (key) => uris.get(key) ?? `https://example.org/${key.replaceAll(' ', '/')}`,
    kindOf: (party) => (world.facts.kindOf(party) === PartyKind.AUTHORITY ? PartyKind.AUTHORITY : undefined),
  });
  const { owner } = world.facts.ownersOf(world.object, 0);
  if (owner !== null) signed.own({ party: owner, digits: DIGITS, role: CodesRole.OWNER });
  signed.add(ofUnits(world.object, log).map(asNamed));
  return signed.toCase(name);
}

function asNamed({ made, ...scan }: Logged): NamedScan {
  const { alarms } = made;
  const isOutside = alarms.includes('reading outside');
  const disposition = alarms.find((alarm) => alarm !== 'reading outside');
  return {
    ...scan,
    eventTimeMs: Math.round(scan.eventTimeMs),
    claims: {
      ...(scan.hasReadings && { temperatureVerdict: isOutside ? 'above' : 'within' }),
      ...(disposition && { disposition }),
    },
  };
}
