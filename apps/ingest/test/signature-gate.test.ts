import { DistrustedDevices } from '../registry/distrusted-devices.js';
import { SignatureGate } from '../scans/signature-gate.js';

const HOUR_MS = 3_600_000;
const key = new Uint8Array(32).fill(7);
const other = new Uint8Array(32).fill(8);

describe('the gate of signatures', () => {
  const nobody = { has: () => false };
  const count = (gate: SignatureGate, connection: object | null, deviceId: string, scans: number): number =>
    Array.from({ length: scans }, () => gate.verifies({ connection, deviceId }, key)).filter(Boolean).length;

  it('counts what comes by a broker outside by device, anew after ten minutes of silence', () => {
    let nowMs = 0;
    const gate = new SignatureGate(nobody, () => nowMs);
    expect(count(gate, null, 'a', 100)).toBe(64);
    expect(count(gate, null, 'b', 10)).toBe(10);
    nowMs += 9 * 60_000;
    expect(count(gate, null, 'a', 10)).toBe(0);
    nowMs += 11 * 60_000;
    expect(count(gate, null, 'a', 100)).toBe(64);
  });

  it('does not let a device use up the scans of another connection of its name', () => {
    const gate = new SignatureGate(nobody);
    expect(count(gate, {}, 'a', 100)).toBe(64);
    expect(count(gate, {}, 'a', 100)).toBe(64);
  });
});

describe('distrusted devices', () => {
  it('are all of them until it was read for the first time, also where it cannot be read', async () => {
    let answer: () => Promise<Uint8Array[]> = () => Promise.reject(new Error('no database'));
    const distrusted = new DistrustedDevices({ distrustedDevices: () => answer() });
    await expect(distrusted.refresh()).rejects.toThrow('no database');
    expect(distrusted.has(key)).toBe(true);
    answer = async () => [other];
    await distrusted.refresh();
    expect([distrusted.has(key), distrusted.has(other)]).toEqual([false, true]);
    answer = () => Promise.reject(new Error('no database'));
    await expect(distrusted.refresh()).rejects.toThrow('no database');
    expect([distrusted.has(key), distrusted.has(other)]).toEqual([false, true]);
  });

  it('stay so for 24 hours after this process found one', async () => {
    let nowMs = 0;
    const distrusted = new DistrustedDevices({ distrustedDevices: async () => [] }, () => nowMs);
    await distrusted.refresh();
    distrusted.add(key);
    nowMs += 23 * HOUR_MS;
    await distrusted.refresh();
    expect([distrusted.has(key), distrusted.size]).toEqual([true, 1]);
    nowMs += HOUR_MS;
    await distrusted.refresh();
    expect([distrusted.has(key), distrusted.size]).toEqual([false, 0]);
  });
});
