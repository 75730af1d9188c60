// `npm run worlds`: stories of worlds whose truth is known, told by the rules of time, custody and packing, against their scores.
import { HELP, parseOptions, type WorldsOptions } from './arguments.js';
import { ATTACKS } from './attacks/attacks.js';
import { BURDENS } from './measure/burdens.js';
import { fiveEventLane } from './measure/five-events.js';
import { scoreHonest } from './measure/honest-rows.js';
import { scoreHostile } from './measure/hostile-rows.js';
import { HONEST_ROWS } from './measure/rows.js';
import { speedsOf } from './measure/speed.js';
import { honestLine, hostileLine, speedLine } from './report.js';

const EXIT = { passed: 0, failed: 1, wrongCall: 2 } as const;
/** Hostile tries for each honest world: 600 of each attack in a full run. */
const TRIES_A_WORLD = 4;

function run({ seed, worlds, orders }: WorldsOptions): number {
  let [reached, missed] = [0, 0];
  const print = ({ text, isReached }: { readonly text: string; readonly isReached: boolean }): void => {
    console.log(text);
    if (isReached) reached++;
    else missed++;
  };
  const lane = fiveEventLane();
  print({
    text: `five-event lane: right in ${lane.right} of ${lane.orders} orders`,
    isReached: lane.right === lane.orders,
  });
  console.log(`\nhonest worlds, ${worlds} a row, the true order and ${orders} random ones each`);
  for (const row of HONEST_ROWS) print(honestLine(row, scoreHonest(row, seed, { worlds, orders })));
  console.log(`\nhostile worlds, ${worlds * TRIES_A_WORLD} a row`);
  for (const attack of ATTACKS) print(hostileLine(attack, scoreHostile(attack, seed, worlds * TRIES_A_WORLD)));
  console.log('\nburdens, processor time');
  for (const burden of BURDENS) for (const speed of speedsOf(burden, seed)) console.log(speedLine(speed));
  console.log(`\n${reached} reached, ${missed} missed`);
  return missed === 0 ? EXIT.passed : EXIT.failed;
}

function main(): number {
  let options: WorldsOptions | 'help';
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    return EXIT.wrongCall;
  }
  if (options === 'help') {
    console.log(HELP);
    return EXIT.passed;
  }
  console.log(`worlds: --seed ${options.seed} --worlds ${options.worlds} --orders ${options.orders}\n`);
  return run(options);
}

process.exitCode = main();
