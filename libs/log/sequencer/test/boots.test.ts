import type pg from 'pg';
import { Boots } from '../boots.js';
import { keyOf } from '../../ledger/hashing.js';

const bootOf = (number: number): Buffer => Buffer.alloc(16, number);
const keyFor = (number: number): string => keyOf(bootOf(number));

/** The registry: every boot with a number up to 99, two keys each. */
function aRegistry() {
  const asked: number[] = [];
  const query = async ({ values }: { values: [Buffer[]] }) => {
    const boots = values[0].filter((boot) => boot[0]! < 100);
    asked.push(...boots.map((boot) => boot[0]!));
    const row = { lastCounter: 4, lastStatementHash: Buffer.alloc(32, 1), settledCounter: 4, expiresMs: null };
    const keys = [1, 2].map((keyId) => ({
      ...row,
      keyId: Buffer.of(keyId),
      compromisedLogIndex: null,
      openedLogIndex: null,
    }));
    return { rows: boots.flatMap((boot) => keys.map((key) => ({ ...key, boot, bootNumber: boot[0]! }))) };
  };
  return { asked, client: { query } as unknown as pg.Client };
}

describe('what the sequencer knows of boots', () => {
  it('has every registered boot of a batch, also if they are more than it remembers', async () => {
    const boots = new Boots(aRegistry().client, 2);
    await boots.load([keyFor(1), keyFor(2)]);
    // 1 is remembered, and would be forgotten for the new ones.
    await boots.load([keyFor(1), keyFor(3), keyFor(4), keyFor(200)]);
    for (const number of [1, 3, 4]) expect(boots.get(keyFor(number))?.boot).toEqual(bootOf(number));
    expect(boots.get(keyFor(200))).toBeUndefined();
  });

  it('remembers a boot from batch to batch, as the batch before left it', async () => {
    const { asked, client } = aRegistry();
    const boots = new Boots(client, 2);
    await boots.load([keyFor(1)]);
    boots.get(keyFor(1))!.lastCounter = 5;
    await boots.load([keyFor(1), keyFor(2)]);
    expect(boots.get(keyFor(1))).toMatchObject({
      lastCounter: 5,
      keys: [{ keyId: Buffer.of(1) }, { keyId: Buffer.of(2) }],
    });
    expect(asked).toEqual([1, 2]);
    boots.clear();
    await boots.load([keyFor(1)]);
    expect(boots.get(keyFor(1))!.lastCounter).toBe(4);
  });
});
