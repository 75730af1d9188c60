import { checkScanPrivateParts, decodeScanHeader, decodeSignedScan, statementBytes } from '#libs/core/wire';
import { NativeVerifier } from '#libs/host/keys';
import type { Arena } from './attacks/arena/arena.js';
import type { SeenEntry } from './attacks/arena/public-view.js';
import type { Aftermath } from './attacks/attack.js';
import { CROOKED_SCANS } from './attacks/attacks/crooked-scans.js';
import { FLIPS, flipped } from './attacks/attacks/flipped-copy.js';
import { ATTACKS } from './attacks/attacks/index.js';
import { malleated } from './attacks/attacks/malleated-signature.js';
import { SHORT_FORM } from './attacks/attacks/short-form.js';
import { checkLog } from './attacks/checks/log.js';
import type { Trial } from './attacks/checks/trial.js';
import { forgedScan, verified } from './attacks/forging/forged.js';
import { goodScan } from './attacks/forging/crooked-scan.js';
import type { Field } from './attacks/arena/field.js';
import { Random } from './faults/random.js';
import { TestDevice } from './kit/ledger/device.js';

const OBJECT = 'https://id.gs1.org/01/09520000000004/21/attacked';

/** Throws for a scan that ingest would refuse for its form. */
function readStrictly(bytes: Uint8Array): void {
  const { header, uris, disclosures } = decodeSignedScan(bytes);
  checkScanPrivateParts(decodeScanHeader(header), uris, disclosures);
}

describe('what the attacks forge', () => {
  const device = new TestDevice('traitor');
  const { algorithm, publicKey } = device.signer;
  const isValid = async (scan: ReturnType<typeof goodScan>): Promise<boolean> => {
    const check = { algorithm, publicKey, message: statementBytes(scan), signature: scan.signature };
    return (await new NativeVerifier().verifyAll([check]))[0]!;
  };

  it.each(Object.keys(CROOKED_SCANS))('%s is of a form that ingest refuses', (name) => {
    expect(() => readStrictly(CROOKED_SCANS[name]!(device, { object: OBJECT } as Field))).toThrow();
  });

  it('a good scan is good, and nothing is wrong with a forged one but its signature', async () => {
    const good = goodScan(device, { bizStep: 'storing' });
    readStrictly(verified(good).signedScan);
    expect(await isValid(good)).toBe(true);
    const forged = forgedScan({ ...good, keyId: device.signer.keyId }, OBJECT);
    readStrictly(verified(forged).signedScan);
    expect(await isValid(forged)).toBe(false);
  });

  it('a malleated signature is another one of the same S modulo L, and is refused', async () => {
    const good = goodScan(device);
    const scan = { ...good, signature: malleated(good.signature) };
    expect(Buffer.from(scan.signature.subarray(0, 32))).toEqual(Buffer.from(good.signature.subarray(0, 32)));
    expect(scan.signature).not.toEqual(good.signature);
    expect(await isValid(scan)).toBe(false);
  });

  it('a flipped copy differs in one bit', () => {
    const random = new Random(1);
    const value = new Uint8Array(200).fill(0xa5);
    for (const place of Object.values(FLIPS)) {
      const copy = flipped(value, place(value, random), random);
      const bits = copy.reduce((sum, byte, n) => sum + (byte ^ value[n]!).toString(2).replaceAll('0', '').length, 0);
      expect(bits).toBe(1);
    }
  });

  it('each has a name of its own, and the short form names attacks that are there', () => {
    const names = ATTACKS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([...SHORT_FORM].filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('the log holds what honest devices have stored, once, and nothing else', () => {
  const scan = (logIndex: number, statementHash: string, counter = 1): SeenEntry =>
    ({ logIndex, entry: { kind: 'scan' }, described: { kind: 'scan', logIndex, statementHash, counter } }) as never;
  const violations = (entries: readonly SeenEntry[], aftermath: Partial<Aftermath> = {}): readonly string[] => {
    const scans = new Map([[1, { statementHash: 'honest', logIndex: 0 }]]);
    const arena = { view: { entries, size: entries.length }, honest: [{ id: 'gate', scans }] } as unknown as Arena;
    return checkLog({ arena, aftermath: { alarm: { kind: 'none' }, ...aftermath }, before: { size: 0 } } as Trial);
  };

  it('passes for a log that does', () => expect(violations([scan(0, 'honest')])).toEqual([]));
  it('notices one that nobody made', () =>
    expect(violations([scan(0, 'honest'), scan(1, 'forged', 7)])).toEqual([expect.stringContaining('entry 1')]));
  it('lets pass what the attacker may log of his own', () =>
    expect(violations([scan(0, 'honest'), scan(1, 'own')], { mayBeLogged: ['own'] })).toEqual([]));
  it('notices one that is there twice', () =>
    expect(violations([scan(0, 'honest'), scan(1, 'honest')]).join()).toMatch(/stands at 0 and again at 1/));
  it('notices one that is not where its receipt says', () =>
    expect(violations([scan(0, 'other')], { mayBeLogged: ['other'] }).join()).toMatch(
      /receipt for 0 and is not there/,
    ));
  it('notices a good one that is missing', () =>
    expect(violations([scan(0, 'honest')], { mustBeLogged: ['own'] }).join()).toMatch(/was not logged/));
  it('notices an entry that nobody can read', () =>
    expect(violations([scan(0, 'honest'), { logIndex: 1, entry: undefined, described: undefined }]).join()).toMatch(
      /nobody can read entry 1/,
    ));
});
