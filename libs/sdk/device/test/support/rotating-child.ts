import { Device } from '../../index.js';

// As device-child.ts, and gives itself another key or boot after each batch as soon as the last one is answered. Killed anywhere.
const [folder, last] = [process.argv[2]!, Number(process.argv[3])];
const device = await Device.open({
  folder,
  reconnect: { baseMs: 1, maxMs: 20 },
  window: { scansMax: 30, bytesMax: 1 << 20 },
});
for (let from = device.bookmark + 1, turn = 0; from <= last; from = device.bookmark + 1, turn += 1) {
  const numbers = Array.from({ length: Math.min(7, last - from + 1) }, (_, i) => from + i);
  await device.scanAll(
    numbers.map((number) => ({ objects: [{ uri: `https://id.gs1.org/01/09520000000004/21/${number}` }] })),
    numbers,
  );
  // A fast machine would else scan all of it before the first answer comes.
  if (turn % 5 === 4) await device.answered();
  if (!device.pendingEvent) await (turn % 4 === 3 ? device.beginBoot() : device.rotate());
}
await device.answered();
await device.settled();
await device.close();
console.log('done');
