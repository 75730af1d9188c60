import { keyText } from '#libs/core/entries';
import { codeHolders, heldTogether, type LoggedCodes } from '#libs/core/keys';
import { type CodesBody, CodesRole, partyKey } from '#libs/core/wire';

const ITEM = 'https://id.gs1.org/01/09521001000024/21/a';
const [PLANT, FARM, PACKER] = ['9521001000017', '9521001000024', '9521001000031'];
const NOW_MS = Date.UTC(2026, 11, 1);
const AT = { logIndex: 100, timeMs: NOW_MS };

const says = (logIndex: number, gln: string, digits: string, parts: Partial<CodesBody> = {}): LoggedCodes => ({
  logIndex,
  body: { party: partyKey(gln), digits, role: CodesRole.OWNER, timeMs: NOW_MS, ...parts },
});
const name = (gln: string): string => keyText(partyKey(gln));
const makes = { role: CodesRole.MADE_BY } as const;

describe('who owns a code', () => {
  it('is the owner of the most of its digits, whatever came first', () => {
    const events = [says(5, FARM, '9521001000024'), says(9, PLANT, '9521001'), says(7, PACKER, '9521001000031')];
    expect(codeHolders(ITEM, events, AT)).toEqual({ owner: name(FARM), digits: '9521001000024', madeBy: [] });
    expect(codeHolders('https://id.gs1.org/00/095210010000000018', events, AT)).toMatchObject({ owner: name(PLANT) });
    expect(codeHolders('https://id.gs1.org/00/095300010000000013', events, AT).owner).toBeNull();
  });

  it('counts above the log index of what says so, and by the newest of a party, digits and role', () => {
    const events = [says(9, PLANT, '9521001', { untilMs: NOW_MS - 1 }), says(5, PLANT, '9521001')];
    expect(codeHolders(ITEM, events, { ...AT, logIndex: 5 }).owner).toBeNull();
    expect(codeHolders(ITEM, events, { ...AT, logIndex: 6 }).owner).toBe(name(PLANT));
    expect(codeHolders(ITEM, events, { ...AT, logIndex: 9 }).owner).toBe(name(PLANT));
    expect(codeHolders(ITEM, events, AT).owner).toBeNull();
  });

  it('counts from its time on, until before its end; then the one with fewer digits is the owner again', () => {
    const events = [says(5, PLANT, '9521001'), says(6, FARM, '95210010', { fromMs: NOW_MS, untilMs: NOW_MS + 10 })];
    const ownerAt = (timeMs: number) => codeHolders(ITEM, events, { ...AT, timeMs }).owner;
    expect([NOW_MS - 1, NOW_MS, NOW_MS + 9, NOW_MS + 10].map(ownerAt)).toEqual([PLANT, FARM, FARM, PLANT].map(name));
  });

  it('has makers beside the owner, with no fewer digits than that one, and none without', () => {
    const maker = says(6, PACKER, '9521001', makes);
    expect(codeHolders(ITEM, [maker], AT)).toEqual({ owner: null, digits: null, madeBy: [] });
    expect(codeHolders(ITEM, [maker, says(5, PLANT, '9521001')], AT).madeBy).toEqual([name(PACKER)]);
    expect(codeHolders(ITEM, [maker, says(5, FARM, '9521001000024')], AT).madeBy).toEqual([]);
  });

  it('is nobody for what has no holder, and for a part of a short number', () => {
    expect(codeHolders('urn:epc:id:bic:CSQU3054383', [says(5, PLANT, '9521001')], AT).owner).toBeNull();
    const short = 'https://id.gs1.org/01/00000096385074';
    expect(codeHolders(short, [says(5, PLANT, '9638')], AT).owner).toBeNull();
    expect(codeHolders(short, [says(5, PLANT, '96385074')], AT).owner).toBe(name(PLANT));
  });

  it('is held by two at one time only where their times meet', () => {
    expect(heldTogether({}, {})).toBe(true);
    expect(heldTogether({ untilMs: 5 }, { fromMs: 5 })).toBe(false);
    expect(heldTogether({ fromMs: 5 }, { untilMs: 6 })).toBe(true);
    expect(heldTogether({ fromMs: 1, untilMs: 3 }, { fromMs: 3, untilMs: 4 })).toBe(false);
  });
});
