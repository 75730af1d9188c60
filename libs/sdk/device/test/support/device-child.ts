import { Device } from '../../index.js';

// Reads its source (the numbers 1 to `last`) from its bookmark on, scans each, and ends when all have a receipt. Killed anywhere.
const [folder, last] = [process.argv[2]!, Number(process.argv[3])];
const device = await Device.open({
  folder,
  reconnect: { baseMs: 1, maxMs: 20 },
  window: { scansMax: 30, bytesMax: 1 << 20 },
});
for (let from = device.bookmark + 1; from <= last; from = device.bookmark + 1) {
  const numbers = Array.from({ length: Math.min(7, last - from + 1) }, (_, i) => from + i);
  await device.scanAll(
    numbers.map((number) => ({
      objects: [{ uri: `https://id.gs1.org/01/09520000000004/21/${number}` }],
      claims: { bizStep: 'shipping', demo: 'true' },
    })),
    numbers,
  );
}
await device.settled();
await device.close();
console.log('done');
