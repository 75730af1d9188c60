import { partyKey, Role } from '../../../wire/index.js';
import { keyText, readEntry, type ReadScan } from '../../../entries/read-entry.js';
import { scanOfEntry } from '../../told/scan-of-entry.js';
import { Fleet, type ScanInput } from '../../../../../test/kit/core/fleet.js';

function read(input: ScanInput) {
  const fleet = new Fleet();
  const device = fleet.partyWithDevice('Maker');
  return scanOfEntry(readEntry(fleet.log.entry(device.scan(input))) as ReadScan);
}

const CASE = 'https://id.gs1.org/01/19520001000017/21/C1';
const PALLET = 'https://id.gs1.org/00/095200010000000010';

describe('what the story reads of an entry', () => {
  it('is its header, with roles apart from classes', () => {
    const scan = read({ parent: PALLET, children: [CASE], bizStep: 'packing' });
    expect(scan).toMatchObject({ counter: 1, after: 0, bizStep: 'packing', to: null, hasReadings: false });
    expect(scan.objects.map(({ role }) => role).sort()).toEqual([Role.PARENT, Role.CHILD]);
    expect(scan.objects.some(({ isClass }) => isClass)).toBe(false);
  });

  it('and of its claims those that are open', () => {
    const gln = '9520001000003';
    const scan = read({
      bizStep: 'shipping',
      claims: {
        'destination.possessing_party': `https://id.gs1.org/417/${gln}`,
        'destination.owning_party': 'urn:example:owner',
        errorReason: 'did_not_occur',
        errorDeclaration: '{"correctiveEventIDs":["ni:///sha-256;1"],"declarationTime":"2026-01-01T00:00:00Z"}',
        temperatureVerdict: 'within',
      },
    });
    expect(scan.destination).toEqual({
      possessing: keyText(partyKey(gln)),
      owning: keyText(partyKey('urn:example:owner')),
    });
    expect(scan.errorDeclaration).toEqual({ reason: 'did_not_occur', correctiveIds: ['ni:///sha-256;1'] });
    expect(scan.hasReadings).toBe(true);
  });

  it('guesses nothing that is not open', () => {
    expect(read({})).toMatchObject({
      bizStep: null,
      destination: { possessing: null, owning: null },
      errorDeclaration: null,
      informationProvider: null,
      eventId: null,
    });
  });
});
