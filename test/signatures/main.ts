// `npm run test:signatures`: sodium-native and node:crypto give the same verdicts, those of verification profile 1.
import { NobleVerifier } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import { openVerifierPool } from '#libs/host/verification';
import { compare } from './agreement.js';
import { HELP, parseOptions, type SignatureOptions } from './arguments.js';
import { CaseMaker } from './case-maker.js';
import { describe } from './report.js';

const EXIT = { passed: 0, failed: 1, wrongCall: 2 } as const;
const SHOWN_MOST = 10;
const TOLD_EVERY = 50_000;

async function run({ seed, first, count }: SignatureOptions): Promise<number> {
  const pool = await openVerifierPool({ warn: (sentence) => console.log(sentence) });
  if (pool.kind !== 'sodium-native') return EXIT.wrongCall;
  const began = performance.now();
  const makes = new CaseMaker(seed);
  let [found, toldAt] = [0, 0];
  const compared = [
    { name: 'sodium-native', verifier: pool, oneOf: 1 },
    { name: 'node:crypto', verifier: new NativeVerifier(), oneOf: 1 },
    { name: '@noble/curves', verifier: new NobleVerifier(), oneOf: 500 },
  ];
  for await (const { done, disagreements } of compare((place) => makes.at(place), { first, count }, compared)) {
    for (const [nth, one] of disagreements.entries()) if (found + nth < SHOWN_MOST) console.log(describe(one, seed));
    found += disagreements.length;
    if (done - toldAt < TOLD_EVERY && done < count) continue;
    toldAt = done;
    console.log(`${done} of ${count}, ${found} disagreements, ${Math.round((performance.now() - began) / 1_000)} s`);
  }
  await pool.close();
  console.log(`\n${count - found} passed, ${found} failed`);
  return found === 0 ? EXIT.passed : EXIT.failed;
}

async function main(): Promise<number> {
  let options: SignatureOptions | 'help';
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
  console.log(`test:signatures: ${options.count} signatures, --seed ${options.seed}`);
  try {
    return await run(options);
  } catch (error) {
    console.error(`test:signatures stopped: ${(error as Error).message}`);
    console.log('\n0 passed, 1 failed');
    return EXIT.failed;
  }
}

process.exit(await main());
