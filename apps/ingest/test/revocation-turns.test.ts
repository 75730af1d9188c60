import { Revocations } from '../registry/revocations.js';

const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

describe('looking through open connections', () => {
  const ended: string[] = [];
  const troubles: unknown[] = [];
  /** How many had been ended when it was told that passwords are others now. */
  const changes: number[] = [];
  let known: Map<string, Uint8Array>;
  let ask: () => Promise<void>;
  let revocations: Revocations;

  beforeEach(() => {
    ended.length = troubles.length = changes.length = 0;
    known = new Map();
    ask = async () => {};
  });
  afterEach(() => revocations.stop());

  const watch = (devices: Readonly<Record<string, Uint8Array>>): void => {
    revocations = new Revocations(
      {
        async credentials(ids) {
          await ask();
          return new Map([...known].filter(([id]) => ids.includes(id)));
        },
      },
      {
        get admissions() {
          return Object.entries(devices)
            .filter(([id]) => !ended.includes(id))
            .map(([deviceId, passwordHash]) => ({ deviceId, passwordHash, end: () => void ended.push(deviceId) }));
        },
      },
      { trouble: (error) => troubles.push(error), changed: () => void changes.push(ended.length) },
    );
  };
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  };

  it('ends those whose password is another, was ended, or is not there, also beyond one question', async () => {
    const devices = Object.fromEntries(Array.from({ length: 2_500 }, (_, n) => [`d${n}`, hash(1)]));
    for (const id of Object.keys(devices)) known.set(id, hash(1));
    known.set('d3', hash(2)).set('d1500', new Uint8Array()).delete('d2499');
    watch(devices);
    revocations.look();
    await until(() => ended.length === 3);
    await revocations.stop();
    expect(ended).toEqual(['d3', 'd1500', 'd2499']);
    expect(changes).toEqual([0, 1, 2]); // before each of them, so that none comes back by what it had
  });

  it('looks once more for what changes while it looks', async () => {
    known.set('a', hash(1));
    watch({ a: hash(1) });
    ask = async () => {
      ask = async () => {};
      revocations.look();
      queueMicrotask(() => known.set('a', hash(2)));
      await Promise.resolve();
    };
    revocations.look();
    await until(() => ended.length > 0);
  });

  it('asks again until the database answers, and ends nobody meanwhile', async () => {
    watch({ a: hash(1) });
    let failures = 2;
    ask = () => (failures-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve());
    revocations.look();
    await until(() => troubles.length === 1);
    expect(ended).toEqual([]);
    await until(() => ended.length > 0);
    expect(troubles).toHaveLength(2);
  });
});
