import type { Verdict } from '../../../verdict/verdict.js';
import { judge } from '../../../../../test/kit/core/evidence.js';
import { Fleet, type TestDevice } from '../../../../../test/kit/core/fleet.js';
import { aSigner, compromise, reset, retire, rotate } from '../../../../../test/kit/core/key-events.js';
import { START_MS } from '../../../../../test/kit/core/memory-log.js';

async function toldOf(tell: (maker: TestDevice) => void): Promise<Verdict> {
  const fleet = new Fleet();
  tell(fleet.partyWithDevice('Maker'));
  return judge(fleet.log);
}

describe('what happened to the keys of the devices', () => {
  it('is told in log order, with the last counter of before that counts', async () => {
    const { exit, devices } = await toldOf((maker) => {
      maker.scan();
      rotate(maker, aSigner('second'));
      maker.scan();
      reset(maker, 'b2', { key: aSigner('third') });
      reset(maker, 'b3');
      maker.scan();
      retire(maker);
    });
    expect(exit).toBe(0);
    expect(devices).toMatchObject([
      {
        device: { id: 'Maker-1' },
        facts: [
          { what: 'rotated', logIndex: 5, text: 'key rotated at entry 5: last counted scan of before: 1' },
          {
            what: 'came back',
            logIndex: 7,
            text: 'came back after a reset with a new key at entry 7: counter starts again, last counted scan of before: 2',
          },
          {
            what: 'came back',
            logIndex: 8,
            text: 'came back after a reset at entry 8: counter starts again, no scan of before counts',
          },
          { what: 'retired', logIndex: 10, text: 'key retired at entry 10: last counted scan of before: 1' },
        ],
      },
    ]);
  });

  it('is nothing where nothing happened', async () => {
    expect((await toldOf((maker) => void maker.scan())).devices).toEqual([]);
  });

  it('may be that a key is in other hands: then its scans are named that may be of another hand', async () => {
    const sinceMs = START_MS + 5 * 60_000;
    const { exit, devices, findings } = await toldOf((maker) => {
      maker.scan();
      maker.scan();
      compromise(maker, { sinceMs });
      reset(maker, 'b2', { key: aSigner('second') });
      maker.scan();
    });
    expect(exit).toBe(10);
    const since = new Date(sinceMs).toISOString();
    expect(findings).toEqual([
      {
        code: 'KEY_COMPROMISED',
        kind: 'notice',
        text: `A key of this trail was reported as compromised by entry 6: since ${since}, and scans from then on may be of another hand.`,
        entries: [6, 5],
      },
    ]);
    expect(devices[0]!.facts.map(({ text }) => text)).toEqual([
      `key reported as compromised at entry 6: since ${since}`,
      'came back after a reset with a new key at entry 7: counter starts again, no later scan of before counts',
    ]);
  });
});
