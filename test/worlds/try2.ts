import { ATTACKS } from './attacks/attacks.js';
import { scoreHostile } from './measure/hostile-rows.js';
for (const a of ATTACKS) {
  const t = performance.now();
  console.log(
    a.name.padEnd(34),
    JSON.stringify(scoreHostile(a, 5, Number(process.argv[2] ?? 150))),
    Math.round(performance.now() - t),
    'ms',
  );
}
