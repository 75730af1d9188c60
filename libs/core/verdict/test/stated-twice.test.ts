import { readEntry } from '../../entries/read-entry.js';
import { describeTrail } from '../describe-trail.js';
import { bundleOf, evidenceOf, judge, resultsOf } from '../../../../test/kit/core/evidence.js';
import { type ClaimValues, Fleet, ITEM, type ScanInput, type TestDevice } from '../../../../test/kit/core/fleet.js';

const GLN = '9520000000004';
const OTHER_GLN = '9520000000011';
const OFFICE = 'https://example.org/customs-office';
const PALLET = 'https://id.gs1.org/00/095200010000000010';
const LOT = 'https://id.gs1.org/01/09520001000010/10/L7';
const SLASHED = 'https://id.gs1.org/01/09520001000010/10/A%2F1';
const CONTAINER = 'urn:epc:id:bic:CSQU3054383';
const OTHER_CONTAINER = 'urn:epc:id:bic:MSKU6011672';
/** A code that a partner has written wrongly, as capture logs it. */
const MISNUMBERED = 'urn:epc:id:bic:CSQU3054384';

/** A log with one party that is called so, one device of it, and one scan of the item. */
function logged(named: string, claims: ClaimValues, ofDevice: ClaimValues = {}): Fleet {
  const fleet = new Fleet();
  fleet.device('gate-1', fleet.party('Maker', claims, { named }), { claims: ofDevice }).scan();
  return fleet;
}

describe('a name beside a key', () => {
  it.each<[string, string, ClaimValues, ClaimValues]>([
    ['a party by its GLN', GLN, { partyGln: GLN }, {}],
    ['a party by its GLN as a URI', GLN, { partyUri: `https://id.gs1.org/417/${GLN}` }, {}],
    ['a party by both', GLN, { partyGln: GLN, partyUri: `https://id.gs1.org/417/${GLN}` }, {}],
    ['a party without GLN by its URI', OFFICE, { partyUri: OFFICE }, {}],
    ['a party by a code of a partner', 'urn:epc:id:pgln:1.2', { partyUri: 'urn:epc:id:pgln:1.2' }, {}],
    ['nobody', GLN, {}, {}],
    ['the party of a device', GLN, {}, { partyGln: GLN }],
  ])('that is its name passes: %s', async (_, named, claims, ofDevice) => {
    const verdict = await judge(logged(named, claims, ofDevice).log);
    expect([verdict.exit, resultsOf(verdict, 'KEYS')]).toEqual([0, ['passed']]);
  });

  it.each<[string, string, ClaimValues, ClaimValues]>([
    ['the GLN of another', GLN, { partyGln: OTHER_GLN }, {}],
    ['the GLN of another as a URI', GLN, { partyUri: `https://id.gs1.org/417/${OTHER_GLN}` }, {}],
    ['another URI', OFFICE, { partyUri: `${OFFICE}/2` }, {}],
    ['a GLN where the key is made of a URI', OFFICE, { partyGln: GLN }, {}],
    [
      'the URI of its GLN as if that were a name',
      `https://id.gs1.org/417/${GLN}`,
      { partyUri: `https://id.gs1.org/417/${GLN}` },
      {},
    ],
    ['its own GLN, and another URI', GLN, { partyGln: GLN, partyUri: OFFICE }, {}],
    ['the party of a device', GLN, { partyGln: GLN }, { partyGln: OTHER_GLN }],
    ['a device', GLN, { partyGln: GLN }, { deviceId: 'gate-2' }],
  ])('that is another one fails: %s', async (_, named, claims, { deviceId, ...ofDevice }) => {
    const fleet = new Fleet();
    const party = fleet.party('Maker', claims, { named });
    fleet.device('gate-1', party, { claims: { ...ofDevice, ...(deviceId !== undefined && { deviceId }) } }).scan();
    const verdict = await judge(fleet.log);
    expect([verdict.exit, resultsOf(verdict, 'KEYS'), verdict.steps]).toEqual([20, ['failed'], []]);
  });

  it('says nothing where it is not shown', async () => {
    const { log } = logged(GLN, { partyGln: OTHER_GLN });
    expect(await judge(log, { tier: 'public' })).toMatchObject({ exit: 0 });
  });

  it('is not shown by who takes its own log as it is, and breaks nothing there', async () => {
    const { log } = logged(GLN, { partyGln: OTHER_GLN, partyName: 'Maker & Co' });
    const entries = Array.from({ length: log.size }, (_, at) => readEntry(log.entry(at)));
    const { steps } = await describeTrail({ object: ITEM, origin: log.origin, entries });
    expect(steps.map(({ party }) => [party?.name, party?.gln])).toEqual([['Maker & Co', undefined]]);
  });
});

describe('the name of a party', () => {
  it('is at each step the one that it had there, and at the end the newest', async () => {
    const fleet = new Fleet();
    const gate = fleet.device('gate-1', fleet.party('Maker', { partyName: 'Old Ltd', partyCountry: 'IN' }));
    gate.scan();
    fleet.party('Maker', { partyName: 'New Ltd', partyCountry: 'SG' }, { kind: 2, demo: true });
    gate.scan();
    for (const version of [1, 2] as const) {
      const evidence = bundleOf(fleet.log, [0, 1, 2, 3, 4, 5, 6], { version });
      const { steps, custodian, demo } = await judge(fleet.log, { evidence });
      expect(steps.map(({ party }) => [party?.name, party?.country, party?.kind, party?.demo])).toEqual([
        ['Old Ltd', 'IN', undefined, undefined],
        ['New Ltd', 'SG', 'manufacturer', true],
      ]);
      expect([custodian?.name, steps[0]!.custodian?.name, demo]).toEqual(['New Ltd', 'Old Ltd', false]);
    }
  });

  it('of whom a step hands over to is the one of then, and the first one where none stood yet', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const shop = { name: 'Shop', key: new Fleet().party('Shop').key };
    maker.scan({ to: shop });
    fleet.party('Shop', { partyName: 'Shop' });
    maker.scan({ to: shop });
    fleet.party('Shop', { partyName: 'Shop & Sons' });
    maker.scan({ to: shop });
    const { steps, openHandOver } = await judge(fleet.log);
    expect(steps.map(({ handsTo }) => handsTo?.name)).toEqual(['Shop', 'Shop', 'Shop & Sons']);
    expect(openHandOver?.name).toBe('Shop & Sons');
  });

  it('is in a finding the one of the entry that shows it', async () => {
    const fleet = new Fleet();
    fleet.partyWithDevice('Maker').scan();
    const stranger = fleet.device('gate-1', fleet.party('Stranger', { partyName: 'Then Ltd' }));
    stranger.scan();
    fleet.party('Stranger', { partyName: 'Later Ltd' });
    const evidence = bundleOf(fleet.log, [0, 1, 2, 3, 4, 5, 6, 7, 8], { version: 2 });
    const { findings } = await judge(fleet.log, { evidence });
    expect(findings.map(({ text }) => text).join()).toMatch(/Then Ltd.*(?<!Later Ltd.*)$/u);
  });
});

/** The causes of FACTS_DISAGREE in a story of one scan, in both ways of telling. */
async function causes(input: ScanInput, object: string, device?: (fleet: Fleet) => TestDevice): Promise<string[]> {
  const fleet = new Fleet();
  const maker = device?.(fleet) ?? fleet.device('gate-1', fleet.party('Maker', {}, { named: GLN }));
  const at = maker.scan(input);
  const [first, second] = [
    await judge(fleet.log, { evidence: await evidenceOf(fleet.log, { object }) }),
    await judge(fleet.log, { evidence: bundleOf(fleet.log, [0, 1, 2, 3, at], { object, version: 2 }) }),
  ];
  const told = [first, second].map(({ findings, exit }) => {
    const found = findings.filter(({ code }) => code === 'FACTS_DISAGREE');
    expect([exit, found.every(({ entries }) => entries.join() === `${at}`)]).toEqual([found.length > 0 ? 10 : 0, true]);
    return found.map(({ text }) => /another (\w+)|(check digit)/u.exec(text)!.slice(1).join(''));
  });
  expect(told[0]).toEqual(told[1]);
  return told[0]!;
}

describe('a lot', () => {
  const lotNumber = 'L7';
  it.each<[string, ScanInput, string]>([
    ['of the code itself', { subjects: [LOT], claims: { lotNumber } }, LOT],
    ['with a character that a URI writes otherwise', { subjects: [SLASHED], claims: { lotNumber: 'A/1' } }, SLASHED],
    ['of an item, whose code has none', { claims: { lotNumber } }, ITEM],
    ['that is not stated', { subjects: [LOT] }, LOT],
    ['of what comes out, while another went in', { inputs: [SLASHED], outputs: [LOT], claims: { lotNumber } }, SLASHED],
    ['of a unit, while another lies in it', { parent: PALLET, children: [SLASHED], claims: { lotNumber } }, SLASHED],
    ['of what comes out beside a vat', { inputsAndOutputs: [SLASHED], outputs: [LOT], claims: { lotNumber } }, LOT],
  ])('agrees: %s', async (_, input, object) => expect(await causes(input, object)).toEqual([]));

  it.each<[string, ScanInput, string]>([
    ['than the code', { subjects: [LOT], claims: { lotNumber: 'L8' } }, LOT],
    ['in upper and lower case', { subjects: [LOT], claims: { lotNumber: 'l7' } }, LOT],
    ['than what comes out', { inputs: [SLASHED], outputs: [LOT], claims: { lotNumber: 'A/1' } }, SLASHED],
    ['than one of several', { subjects: [LOT, SLASHED], claims: { lotNumber } }, LOT],
    ['than that of a class', { subjects: [LOT], classes: [LOT], claims: { lotNumber: 'L8' } }, LOT],
    [
      'than that of a part',
      { subjects: ['https://id.gs1.org/8006/095200010000100102/10/L9'], claims: { lotNumber } },
      'https://id.gs1.org/8006/095200010000100102/10/L9',
    ],
  ])('is another one %s', async (_, input, object) => expect(await causes(input, object)).toEqual(['lot']));

  it('says nothing of codes that are not shown, nor where it is not shown itself', async () => {
    const fleet = new Fleet();
    const at = fleet.partyWithDevice('Maker').scan({ subjects: [LOT, SLASHED], claims: { lotNumber: 'L7' } });
    const hidden = (change: 'uris' | 'disclosures') => {
      const entry = fleet.log.entry(at);
      const without = change === 'uris' ? entry.uris.map((uri) => (uri === LOT ? uri : null)) : entry.uris;
      const shown = { ...entry, uris: without, ...(change === 'disclosures' && { disclosures: [null] }) };
      return bundleOf(fleet.log, [0, 1, 2, 3, at], {
        object: LOT,
        entries: [0, 1, 2, 3].map((index) => fleet.log.entry(index)).concat(shown),
      });
    };
    for (const change of ['uris', 'disclosures'] as const)
      expect(await judge(fleet.log, { evidence: hidden(change) })).toMatchObject({ exit: 0, findings: [] });
  });
});

describe('a container', () => {
  const containerNumber = CONTAINER;
  it.each<[string, ScanInput, string]>([
    ['itself', { subjects: [CONTAINER], claims: { containerNumber } }, CONTAINER],
    ['that a pallet is packed into', { parent: CONTAINER, children: [PALLET], claims: { containerNumber } }, PALLET],
    ['that goods are in, and no packing says so', { claims: { containerNumber } }, ITEM],
    [
      'on a vehicle',
      { parent: 'https://example.org/train', children: [CONTAINER, OTHER_CONTAINER], claims: { containerNumber } },
      CONTAINER,
    ],
  ])('agrees: %s', async (_, input, object) => expect(await causes(input, object)).toEqual([]));

  it.each<[string, ScanInput, string, string[]]>([
    [
      'than the one that is scanned',
      { subjects: [OTHER_CONTAINER], claims: { containerNumber } },
      OTHER_CONTAINER,
      ['container'],
    ],
    [
      'than the one that is packed',
      { parent: OTHER_CONTAINER, children: [ITEM], claims: { containerNumber } },
      ITEM,
      ['container'],
    ],
    ['than its own check digit says', { subjects: [MISNUMBERED] }, MISNUMBERED, ['check digit']],
    [
      'than its own check digit says, around the goods',
      { parent: MISNUMBERED, children: [ITEM] },
      ITEM,
      ['check digit'],
    ],
    [
      'than a right one',
      { parent: MISNUMBERED, children: [ITEM], claims: { containerNumber } },
      ITEM,
      ['container', 'check digit'],
    ],
  ])('is another one %s', async (_, input, object, found) => expect(await causes(input, object)).toEqual(found));
});

describe('whoever signed a scan', () => {
  it.each<[ClaimValues, string[]]>([
    [{ deviceId: 'gate-1' }, []],
    [{ partyGln: GLN }, []],
    [{ deviceId: 'gate-2' }, ['device']],
    [{ partyGln: OTHER_GLN }, ['device']],
    [{ partyUri: OFFICE, deviceId: 'gate-2' }, ['device']],
  ])('is who it states that it is: %j', async (claims, found) => {
    expect(await causes({ claims }, ITEM)).toEqual(found);
  });

  it('states the device that it scans for, if it is a gateway', async () => {
    const gateway = (fleet: Fleet) => fleet.device('gw', fleet.party('Maker', {}, { named: GLN }), { kind: 2 });
    expect(await causes({ claims: { deviceId: 'sensor-9', partyGln: OTHER_GLN } }, ITEM, gateway)).toEqual([]);
  });

  it('marks nothing by what it states, if it did not hold the thing', async () => {
    const fleet = new Fleet();
    fleet.partyWithDevice('Maker').scan({ subjects: [LOT] });
    fleet.partyWithDevice('Stranger').scan({ subjects: [LOT], claims: { lotNumber: 'L8' } });
    const evidence = bundleOf(fleet.log, [0, 1, 2, 3, 4, 5, 6, 7], { object: LOT, version: 2 });
    expect((await judge(fleet.log, { evidence })).findings.map(({ code }) => code)).toEqual(['SEEN_ELSEWHERE']);
  });
});
