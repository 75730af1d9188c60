import { type ScanParts, TestDevice } from '../ledger/device.js';
import type { TestLog } from '../ledger/test-log.js';

const devices = new WeakMap<TestLog, TestDevice>();

/** Appends 30 to 40 scans of one device, and enrols it where the log does not know it. @param one gives a whole number below its argument. */
export async function tellOfObjects(
  log: TestLog,
  random: () => number,
  scanOf: (one: (below: number) => number) => ScanParts,
): Promise<void> {
  const one = (below: number): number => Math.floor(random() * below);
  let device = devices.get(log);
  if (!device) {
    device = new TestDevice('teller');
    devices.set(log, device);
    await log.enrol(device);
  }
  await log.append({ scans: Array.from({ length: 30 + one(10) }, () => device.scan(scanOf(one))) });
}
