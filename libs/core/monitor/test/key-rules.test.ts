import { SignatureAlgorithm } from '#libs/core/signatures';
import { EventKind, operatorKey, partyKey, signedStatementOf } from '#libs/core/wire';
import { Fleet, TestDevice } from '../../../../test/kit/core/fleet.js';
import {
  aSigner,
  compromise,
  reset,
  retireOfOperator,
  rotate,
  rotateOperator,
} from '../../../../test/kit/core/key-events.js';
import { START_MS } from '../../../../test/kit/core/memory-log.js';
import { monitored } from '../../../../test/kit/core/monitored.js';

const DAY_MS = 86_400_000;
let fleet: Fleet;
let device: TestDevice;

beforeEach(() => {
  fleet = new Fleet();
  device = fleet.partyWithDevice('Maker');
});

/** Every finding: code, weight and entry. */
const found = async (): Promise<[string, string, number][]> =>
  (await monitored(fleet.log)).findings.map(({ code, weight, logIndex }) => [code, weight, logIndex]);
const contradicts = (code: string, index: number) => [[code, 'contradiction', index]];

function enrol(
  limits: { readonly objectsMax?: number; readonly claimsMax?: number },
  party = device.party.key,
): TestDevice {
  const one = new TestDevice(fleet.log, 'limited', device.party);
  const { algorithm, publicKey } = one.signer;
  const body = { device: one.key, algorithm, publicKey, boot: one.boot, party, timeMs: START_MS, claims: [] };
  fleet.log.appendEvent(EventKind.ENROL, { objectsMax: 0, claimsMax: 0, ...body, ...limits }, fleet.log.operatorSigner);
  return one;
}

describe('a monitor of keys', () => {
  it('names a scan that came when its key had expired, and an event by such a key', async () => {
    const expiring = fleet.device('expiring', device.party, { expiresMs: START_MS + DAY_MS });
    expiring.scan();
    const signed = { ...expiring.sign(), receivedTimeMs: START_MS + DAY_MS };
    const scan = expiring.deliver(signed);
    expect(await found()).toEqual(contradicts('KEYS', scan));
    const event = rotate(expiring, aSigner('another'), { timeMs: START_MS + DAY_MS });
    expect(await found()).toEqual([...contradicts('KEYS', scan), ...contradicts('KEYS', event)]);
  });

  it('takes a late scan of a key that has expired meanwhile', async () => {
    const expiring = fleet.device('expiring', device.party, { expiresMs: START_MS + DAY_MS });
    const late = expiring.sign();
    rotate(expiring, aSigner('another'));
    expiring.deliver({ ...late, receivedTimeMs: START_MS + DAY_MS });
    expect(await found()).toEqual([]);
  });

  it('tells of a report, and names what its key signs behind it', async () => {
    device.scan();
    const report = compromise(device, { sinceMs: START_MS });
    const { texts } = await monitored(fleet.log);
    expect(texts).toEqual([expect.stringMatching(/ in other hands, perhaps since 20\d\d-.*Z\.$/u)]);
    const index = device.scan();
    expect(await found()).toEqual([['KEY_COMPROMISED', 'notice', report], ...contradicts('KEYS', index)]);
  });

  it('follows operator and receipt keys to their end', async () => {
    const { log } = fleet;
    const [first, second] = [log.operatorSigner, aSigner('second operator')];
    rotateOperator(log, second);
    fleet.party('while both sign');
    retireOfOperator(log, first, second);
    log.operatorSigner = second;
    fleet.party('by the second');
    expect(await found()).toEqual([]);
    log.operatorSigner = first;
    fleet.party('by the first');
    const index = log.size - 1;
    expect(await found()).toEqual(contradicts('KEYS', index));
  });

  it('names what a receipt key tells that was retired, and what nobody but a receipt key may tell', async () => {
    const body = { statement: signedStatementOf(device.sign()), reason: 'CLAIM_VALUE', timeMs: START_MS };
    const { log } = fleet;
    const byOperator = log.appendEvent(EventKind.REFUSED, body, log.operatorSigner);
    retireOfOperator(log, log.receiptSigner);
    const byRetired = log.appendEvent(EventKind.REFUSED, body, log.receiptSigner);
    expect(await found()).toEqual([...contradicts('KEYS', byOperator), ...contradicts('KEYS', byRetired)]);
  });

  it('names a receipt key of another operator', async () => {
    const { algorithm, publicKey } = aSigner('foreign receipts');
    const body = { operator: operatorKey('other.example/log'), algorithm, publicKey, timeMs: START_MS };
    const index = fleet.log.appendEvent(EventKind.RECEIPT_KEY, body, fleet.log.operatorSigner);
    expect(await found()).toEqual(contradicts('KEYS', index));
  });

  it('names a crooked key, also one that a rotation or a boot brings', async () => {
    const crooked = { ...aSigner('crooked'), publicKey: new Uint8Array(32), algorithm: SignatureAlgorithm.ED25519 };
    const rotated = rotate(device, crooked);
    expect(await found()).toContainEqual(['KEY_UNUSABLE', 'contradiction', rotated]);
    fleet = new Fleet();
    device = fleet.partyWithDevice('Maker');
    const begun = reset(device, 'second', { key: crooked });
    expect(await found()).toEqual(contradicts('KEY_UNUSABLE', begun));
  });

  it('names a rotation that the new key has not signed', async () => {
    const index = rotate(device, aSigner('second'), { newSignature: new Uint8Array(64).fill(1) });
    expect(await found()).toEqual(contradicts('SIGNATURE', index));
  });
});

describe('a monitor of enrolments', () => {
  it('names one of a party that is not in the log', async () => {
    enrol({}, partyKey('9520000000004'));
    expect(await found()).toEqual(contradicts('ENROLMENT', fleet.log.size - 1));
  });

  it('names a scan with more objects or claims than its device was enrolled for', async () => {
    const limited = enrol({ objectsMax: 1, claimsMax: 1 });
    limited.scan({ bizStep: 'shipping' });
    const objects = limited.scan({
      subjects: ['https://id.gs1.org/00/095200000000000011', 'https://id.gs1.org/00/095200000000000028'],
    });
    const claims = limited.scan({ bizStep: 'shipping', claims: { readPointCountry: 'IN' } });
    expect(await found()).toEqual([...contradicts('ENROLMENT', objects), ...contradicts('ENROLMENT', claims)]);
    const { texts } = await monitored(fleet.log, { restarts: [objects] });
    expect(texts).toEqual([
      `Entry ${objects} holds a scan with 2 objects; its device was enrolled for 1 at most.`,
      `Entry ${claims} holds a scan with 2 claims; its device was enrolled for 1 at most.`,
    ]);
  });

  it('tells of a device time that cannot be', async () => {
    const early = device.scan({ eventTimeMs: 1 });
    expect(await found()).toEqual([['TIME_ODD', 'notice', early]]);
  });
});
