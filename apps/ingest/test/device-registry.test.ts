import type { RegistryChanges } from '#libs/log/ledger';
import { deviceKey } from '#libs/core/wire';
import { DeviceRegistry } from '../registry/device-registry.js';

const aDevice = (deviceId: string, keyIds: number[] = [1]): RegistryChanges['devices'][number] => ({
  deviceKey: deviceKey(deviceId),
  deviceId,
  party: new Uint8Array(32),
  logIndex: 0,
  objectsMax: 0,
  claimsMax: 0,
  boots: [],
  keys: keyIds.map((id) => ({
    keyId: new Uint8Array(8).fill(id),
    algorithm: 1,
    publicKey: new Uint8Array(32).fill(id),
    fromLogIndex: 0,
    toLogIndex: id > 1 ? 5 : null,
    expiresMs: null,
    compromisedLogIndex: null,
  })),
});

/** Answers when the test says so. */
class Source {
  readonly asked: number[] = [];
  readonly answers: ((changes: RegistryChanges) => void)[] = [];
  failing = false;

  changesSince(logIndex: number): Promise<RegistryChanges> {
    this.asked.push(logIndex);
    if (this.failing) return Promise.reject(new Error('the database is away'));
    return new Promise((resolve) => this.answers.push(resolve));
  }

  answer(devices: RegistryChanges['devices'], nextLogIndex: number): void {
    this.answers.shift()!({ devices, operatorKeys: [], nextLogIndex });
  }
}

describe('the registry in memory', () => {
  let source: Source;
  let registry: DeviceRegistry;
  let now = 0;

  beforeEach(() => {
    source = new Source();
    registry = new DeviceRegistry(source, () => now);
  });
  const turn = (): Promise<void> => new Promise(setImmediate);

  it('is not ready before it was read once', async () => {
    expect(() => registry.check()).toThrow('not loaded');
    const refreshed = registry.refresh();
    source.answer([], 0);
    await refreshed;
    expect(() => registry.check()).not.toThrow();
  });

  it('knows all keys that a device ever had: whether one was active is not its to say', async () => {
    const refreshed = registry.refresh();
    source.answer([aDevice('a', [1, 2])], 3);
    await refreshed;
    expect([...registry.find(deviceKey('a'))!.keys.values()].map(({ publicKey }) => publicKey[0])).toEqual([1, 2]);
    expect(registry.find(deviceKey('b'))).toBeUndefined();
  });

  it('asks for what changed since, and replaces what it knew', async () => {
    const first = registry.refresh();
    source.answer([aDevice('a'), aDevice('b')], 7);
    await first;
    const second = registry.refresh();
    source.answer([aDevice('a', [1, 2])], 9);
    await second;
    expect(source.asked).toEqual([0, 7]);
    expect(registry.find(deviceKey('a'))!.keys.size).toBe(2);
    expect(registry.size).toBe(2);
  });

  it('reads once more for all who asked while it was reading', async () => {
    const calls = [registry.refresh(), registry.refresh(), registry.refresh()];
    source.answer([], 1);
    await turn();
    source.answer([aDevice('late')], 2);
    await Promise.all(calls);
    expect(source.asked).toEqual([0, 1]);
    expect(registry.find(deviceKey('late'))).toBeDefined();
  });

  it('asks the database for unknown devices once a second, however many there are', async () => {
    const asked = registry.refreshForUnknown();
    await registry.refreshForUnknown();
    source.answer([], 1);
    await asked;
    await registry.refreshForUnknown();
    expect(source.asked).toHaveLength(1);
    now += 1_000;
    const again = registry.refreshForUnknown();
    source.answer([], 1);
    await again;
    expect(source.asked).toHaveLength(2);
  });

  it('keeps what it knows while the database is away', async () => {
    const refreshed = registry.refresh();
    source.answer([aDevice('a')], 1);
    await refreshed;
    source.failing = true;
    await registry.refreshForUnknown();
    await expect(registry.refresh()).rejects.toThrow('away');
    expect(registry.find(deviceKey('a'))).toBeDefined();
  });

  it('does not wait long for a database that does not answer, and takes the answer when it comes', async () => {
    const startedMs = performance.now();
    await registry.refreshForUnknown();
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(registry.find(deviceKey('a'))).toBeUndefined();
    source.answer([aDevice('a')], 1);
    await turn();
    expect(registry.find(deviceKey('a'))).toBeDefined();
  }, 20_000);
});
