import { gzipSync } from 'node:zlib';
import { evidenceOf, judge } from '../../../../test/kit/core/evidence.js';
import { Fleet } from '../../../../test/kit/core/fleet.js';

const SCANS = 20;
const LOG_ENTRIES = 100_000;
/** What each scan says, from the first 5 to all 8: half of them for everybody. */
const CLAIMS: readonly (readonly [name: string, value: string])[] = [
  ['bizStep', 'storing'],
  ['disposition', 'in_progress'],
  ['readPoint', 'https://id.gs1.org/414/9520000000004'],
  ['readPointCountry', 'IN'],
  ['operatorBadge', 'B-1234'],
  ['temperatureVerdict', 'within'],
  ['bizTransaction.po', 'urn:epcglobal:cbv:bt:9520000000004:PO-1234'],
  ['sealNumber', 'S1234567'],
];

/** A log of 200 devices of 4 parties, in which 5 devices scanned one item 20 times, at places that nothing orders. */
function aLargeLog(): Fleet {
  let state = 7;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const fleet = new Fleet();
  const parties = Array.from({ length: 4 }, (_, at) => fleet.party(`Party ${at}`, { partyKind: 'warehouse' }));
  const devices = Array.from({ length: 200 }, (_, at) => fleet.device(`gate-${at}`, parties[at % 4]!));
  for (let scan = 0; scan < SCANS; scan++) {
    fleet.log.fill(random((2 * LOG_ENTRIES) / SCANS - 500));
    devices[[3, 7, 11, 20, 55][scan % 5]!]!.scan({
      claims: Object.fromEntries(CLAIMS.slice(0, 5 + (scan % 4))),
      eventTimeMs: 1_709_280_360_000 + scan * 7_234_567,
    });
  }
  fleet.log.fill(LOG_ENTRIES - fleet.log.size);
  return fleet;
}

it('20 scans of 5 to 8 claims in a log of 100,000 entries take at most 17.5 kB gzipped, for everybody and for customs', async () => {
  const { log } = aLargeLog();
  for (const tier of ['public', 'customs'] as const) {
    const evidence = await evidenceOf(log, { tier });
    expect(gzipSync(evidence).length).toBeLessThanOrEqual(17_500);
    expect((await judge(log, { evidence })).state).toBe('intact');
  }
});
