import { HONEST_ROWS } from './measure/rows.js';
import { scoreHonest } from './measure/honest-rows.js';
const worlds = Number(process.argv[2] ?? 30), orders = Number(process.argv[3] ?? 20);
for (const row of HONEST_ROWS) { const t = performance.now(); const s = scoreHonest(row, 1, { worlds, orders }); console.log(row.name.padEnd(22), JSON.stringify(s), Math.round(performance.now() - t), 'ms'); }
