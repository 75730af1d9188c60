import { type ClaimValues, Fleet, type ScanInput } from '../../test/kit/core/fleet.js';
import { evidenceOf } from '../../test/kit/core/evidence.js';
import { type Case, compare, requireCryptography } from '../../test/kit/python.js';
import { describeWithReal } from '../../test/support/services.js';

const GLN = '9520000000004';
const OTHER_GLN = '9520000000011';
const OFFICE = 'https://example.org/customs-office';
const LOT = 'https://id.gs1.org/01/09520001000010/10/A%2F7';
const CONTAINER = 'urn:epc:id:bic:CSQU3054383';
const MISNUMBERED = 'urn:epc:id:bic:CSQU3054384';

async function aCase(
  {
    named = GLN,
    ofParty = {},
    ofDevice = {},
    kind,
  }: { named?: string; ofParty?: ClaimValues; ofDevice?: ClaimValues; kind?: 2 },
  input: ScanInput = {},
  object?: string,
): Promise<Case> {
  const fleet = new Fleet();
  const party = fleet.party('Maker', ofParty, { named });
  fleet.device('gate-1', party, { claims: ofDevice, ...(kind && { kind }) }).scan(input);
  const evidence = await evidenceOf(fleet.log, object === undefined ? {} : { object });
  return { name: JSON.stringify([named, ofParty, ofDevice, kind, input]), policy: fleet.log.policy(), evidence };
}

describeWithReal('python', 'facts that are stated twice, in tools/verify.py', (python) => {
  beforeAll(async () => requireCryptography(python));

  it('are judged alike', async () => {
    const lot = (lotNumber: string, input: ScanInput = { subjects: [LOT] }) =>
      aCase({}, { ...input, claims: { lotNumber } }, LOT);
    const cases = await Promise.all([
      aCase({ ofParty: { partyGln: GLN } }),
      aCase({ ofParty: { partyGln: OTHER_GLN } }),
      aCase({ ofParty: { partyUri: `https://id.gs1.org/417/${GLN}` } }),
      aCase({ ofParty: { partyUri: OFFICE } }),
      aCase({ named: OFFICE, ofParty: { partyUri: OFFICE } }),
      aCase({ ofDevice: { partyGln: OTHER_GLN } }),
      aCase({ ofDevice: { deviceId: 'gate-2' } }),
      aCase({}, { claims: { deviceId: 'gate-2', partyGln: OTHER_GLN } }),
      aCase({ kind: 2 }, { claims: { deviceId: 'gate-2' } }),
      lot('A/7'),
      lot('a/7'),
      lot('L8', { inputs: [LOT], outputs: [LOT.replace('A%2F7', 'L8')] }),
      lot('L8', { inputs: [LOT], outputs: [LOT.replace('A%2F7', 'L9')] }),
      aCase({}, { parent: MISNUMBERED, children: [LOT], claims: { containerNumber: CONTAINER } }, LOT),
      aCase({}, { parent: CONTAINER, children: [LOT], claims: { containerNumber: CONTAINER } }, LOT),
    ]);
    const { differences, exits } = await compare(python, cases);
    expect(differences).toEqual([]);
    expect(exits).toEqual({ 0: 7, 10: 4, 20: 4 });
  });
});
