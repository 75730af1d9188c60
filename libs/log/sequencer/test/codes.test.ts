import { type CodesBody, codesKey, CodesRole, EventKind, partyKey, type SubmittedEvent } from '#libs/core/wire';
import { aSigner, NOW_MS, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';

const [PLANT, FARM] = ['9521001000017', '9521001000024'];

describe('who owns which codes', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await TestLog.create();
    await log.append({ events: [log.partyEvent(PLANT), log.partyEvent(FARM)] });
  });
  afterAll(() => log.drop());

  let times = 0;
  const codes = (gln: string, digits: string, parts: Partial<CodesBody> = {}, by = log.operator): SubmittedEvent =>
    log.event(
      EventKind.CODES,
      { party: partyKey(gln), digits, role: CodesRole.OWNER, timeMs: NOW_MS + ++times, ...parts },
      { signer: by },
    );
  const submit = async (...events: SubmittedEvent[]): Promise<string[]> =>
    (await log.append({ events })).flatMap(({ rejects }) => rejects.map(({ reason }) => reason));
  const held = async (digits: string) =>
    (await log.reader.registry.codeHolders())
      .filter((one) => one.digits === digits)
      .map(({ role, partyGln, fromMs, untilMs }) => [role, partyGln, fromMs, untilMs]);

  it('is one party at a time, with makers beside it; another one is refused, in the same transaction too', async () => {
    expect(await submit(codes(PLANT, '9521'), codes(FARM, '9521'))).toEqual(['EVENT_CODES_OWNED']);
    expect(await submit(codes(FARM, '9521', { fromMs: NOW_MS }))).toEqual(['EVENT_CODES_OWNED']);
    expect(await submit(codes(FARM, '9521', { role: CodesRole.MADE_BY }), codes(FARM, '95210'))).toEqual([]);
    expect(await held('9521')).toEqual([
      [CodesRole.OWNER, PLANT, null, null],
      [CodesRole.MADE_BY, FARM, null, null],
    ]);
    expect(await log.reader.trailLength(codesKey('9521'))).toBe(2);
    expect(await log.reader.trailLength(codesKey('95210'))).toBe(1);
  });

  it('is replaced by the same party, and passes on where the times do not meet', async () => {
    const until = NOW_MS + 1_000;
    await submit(codes(PLANT, '9530'));
    expect(await submit(codes(PLANT, '9530', { untilMs: until }))).toEqual([]);
    expect(await submit(codes(FARM, '9530', { fromMs: until - 1 }))).toEqual(['EVENT_CODES_OWNED']);
    expect(await submit(codes(FARM, '9530', { fromMs: until }))).toEqual([]);
    expect(await submit(codes(PLANT, '9530'))).toEqual(['EVENT_CODES_OWNED']);
    expect(await held('9530')).toEqual([
      [CodesRole.OWNER, PLANT, null, until],
      [CodesRole.OWNER, FARM, until, null],
    ]);
  });

  it('is the word of the operator alone, about parties that are known', async () => {
    const device = new TestDevice('codes', PLANT);
    await log.append({ events: [log.enrolEvent(device)] });
    expect(await submit(codes(FARM, '9540', {}, device.signer))).toEqual([
      expect.stringMatching(/^EVENT_SIGNER_(NOT_ALLOWED|UNKNOWN)$/u),
    ]);
    expect(await submit(codes(FARM, '9540', {}, aSigner()))).toEqual(['EVENT_SIGNER_UNKNOWN']);
    expect(await submit(codes('9521001000994', '9540'))).toEqual(['EVENT_PARTY_UNKNOWN']);
    expect(await held('9540')).toEqual([]);
    expect(await log.contradictions()).toEqual([]);
  });
});
