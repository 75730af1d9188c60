import { createHash } from 'node:crypto';
import { Credentials } from '../registry/credentials.js';

const text = (password: string): Uint8Array => Buffer.from(password);
const digest = (password: string): Uint8Array => createHash('sha256').update(password).digest();

describe('passwords of devices', () => {
  const asked: string[] = [];
  let known: Record<string, Uint8Array>;
  let away = false;
  let credentials: Credentials;

  beforeEach(() => {
    asked.length = 0;
    away = false;
    known = { a: digest('right') };
    credentials = new Credentials({
      async credential(deviceId) {
        asked.push(deviceId);
        if (away) throw new Error('the database is away');
        return known[deviceId] ?? null;
      },
    });
  });

  it('are valid when their SHA-256 is the one that is kept', async () => {
    expect(await credentials.verify('a', text('right'))).toBe('valid');
    expect(await credentials.verify('a', text('wrong'))).toBe('invalid');
    expect(await credentials.verify('a', text(''))).toBe('invalid');
  });

  it('are never valid for a device that has none, not even zeros', async () => {
    expect(await credentials.verify('b', text('right'))).toBe('invalid');
    known['c'] = new Uint8Array();
    expect(await credentials.verify('c', text(''))).toBe('invalid');
  });

  it('are looked up once, until they may have changed', async () => {
    for (let round = 0; round < 3; round++) {
      await credentials.verify('a', text('right'));
      await credentials.verify('b', text('right'));
    }
    expect(asked).toEqual(['a', 'b']);
    known = { a: digest('new'), b: digest('newer') };
    credentials.forget();
    expect(await credentials.verify('a', text('new'))).toBe('valid');
    expect(await credentials.verify('b', text('newer'))).toBe('valid');
  });

  it('that change while the question is under way are asked again: the answer of before is neither believed nor kept', async () => {
    let answer: (known: Uint8Array) => void = () => {};
    const slow = new Credentials({ credential: () => new Promise((resolve) => (answer = resolve)) });
    const verified = slow.verify('a', text('stolen'));
    slow.forget();
    answer(digest('stolen'));
    await Promise.resolve();
    await Promise.resolve();
    answer(digest('new'));
    expect(await verified).toBe('invalid');
    expect(await slow.verify('a', text('stolen'))).toBe('invalid');
    expect(await slow.verify('a', text('new'))).toBe('valid');
  });

  it("that were ended are nobody's, not even of an empty one", async () => {
    known['a'] = new Uint8Array();
    for (const password of ['right', '']) expect(await credentials.verify('a', text(password))).toBe('invalid');
  });

  it('cannot be told while the database is away, unless they were looked up before', async () => {
    await credentials.verify('a', text('right'));
    away = true;
    expect(await credentials.verify('a', text('right'))).toBe('valid');
    expect(await credentials.verify('b', text('right'))).toBe('unavailable');
  });

  it('of a device are not forgotten because strangers try many names', async () => {
    await credentials.verify('a', text('right'));
    for (let index = 0; index < 30_000; index++) await credentials.verify(`stranger ${index}`, text('x'));
    asked.length = 0;
    await credentials.verify('a', text('right'));
    expect(asked).toEqual([]);
  });
});
