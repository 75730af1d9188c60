import fc from 'fast-check';
import {
  chainsInto,
  DeviceKeys,
  hashesBehind,
  isExpired,
  knownKey,
  type NewKey,
  type ScanPlace,
} from '#libs/core/keys';
import { statementHash } from '#libs/core/wire';
import { seedOf } from '../../../../test/kit/core/memory-log.js';

const aKey = (name: string, expiresMs?: number): NewKey => ({
  algorithm: 1,
  publicKey: seedOf(`key ${name}`),
  ...(expiresMs !== undefined && { expiresMs }),
});
const idOf = (name: string): Uint8Array => knownKey(aKey(name), 0).keyId;
const bootOf = (name: string): Uint8Array => seedOf(`boot ${name}`).slice(0, 16);
const hashOf = (boot: string, counter: number): Uint8Array => seedOf(`statement ${boot} ${counter}`);
const last = (boot: string, counter: number) => ({
  boot: bootOf(boot),
  counter,
  ...(counter > 0 && { statementHash: hashOf(boot, counter) }),
});
const place = (scan: Partial<ScanPlace> & { readonly key?: string; readonly inBoot?: string } = {}): ScanPlace => ({
  boot: bootOf(scan.inBoot ?? 'b0'),
  counter: 1,
  keyId: idOf(scan.key ?? 'k0'),
  logIndex: 1_000,
  receivedTimeMs: 1_000,
  ...scan,
});
const enrolled = (expiresMs?: number): DeviceKeys =>
  DeviceKeys.enrol({ logIndex: 10, boot: bootOf('b0'), key: aKey('k0', expiresMs) });
/** Rotated at entry 20 after counter 5. */
function rotated(): DeviceKeys {
  const keys = enrolled();
  keys.rotate({ logIndex: 20, key: aKey('k1'), last: last('b0', 5) });
  return keys;
}
const refusal = (code: string) => expect.objectContaining({ name: 'KeyStateError', code });
const refused = (reason: string, isKnownLater = false) => ({ kind: 'refused', reason, isKnownLater });
const counts = (key: string) =>
  expect.objectContaining({ kind: 'counts', key: expect.objectContaining({ keyId: idOf(key) }) });

describe('a device that was enrolled', () => {
  it('signs any counter of its boot with its key, behind its enrolment', () => {
    const keys = enrolled();
    expect(keys.judge(place({ counter: 7, logIndex: 11 }))).toEqual(counts('k0'));
    expect(keys.judge(place({ logIndex: 10 }))).toEqual(refused('BOOT_UNKNOWN', true));
    expect(keys.judge(place({ inBoot: 'b9' }))).toEqual(refused('BOOT_UNKNOWN'));
    expect(keys.judge(place({ key: 'k9' }))).toEqual(refused('KEY_UNKNOWN'));
  });

  it('signs until its key expires, by arrival', () => {
    const keys = enrolled(500);
    expect(keys.judge(place({ receivedTimeMs: 499 }))).toEqual(counts('k0'));
    expect(keys.judge(place({ receivedTimeMs: 500 }))).toEqual(refused('KEY_EXPIRED'));
    expect(isExpired(keys.activeKey!, 499)).toBe(false);
    expect(isExpired(keys.activeKey!, 500)).toBe(true);
  });
});

describe('a rotated key', () => {
  it('has signed what was logged before', () => {
    expect(rotated().judge(place({ counter: 4, logIndex: 19 }))).toEqual(counts('k0'));
  });

  it('named as the last what is logged: another statement there contradicts it', () => {
    const keys = rotated();
    expect(keys.judge(place({ counter: 5, logIndex: 19 }))).toMatchObject({ kind: 'counts', mustBe: hashOf('b0', 5) });
    expect(keys.judge(place({ counter: 6, logIndex: 19 }))).toEqual({ kind: 'contradicted', closedIndex: 20 });
  });

  it('signs what comes late only where it chains into the last statement', () => {
    const into = { boot: bootOf('b0'), counter: 5, hash: hashOf('b0', 5) };
    expect(rotated().judge(place({ counter: 3 }))).toMatchObject({ kind: 'late', into, key: { keyId: idOf('k0') } });
    expect(rotated().judge(place({ counter: 5 }))).toMatchObject({ kind: 'late', into });
  });

  it('late, whatever its expiry', () => {
    const keys = enrolled(500);
    keys.rotate({ logIndex: 20, key: aKey('k1'), last: last('b0', 5) });
    expect(keys.judge(place({ counter: 3, receivedTimeMs: 9_000 }))).toMatchObject({ kind: 'late' });
  });

  it('signs nothing above the last counter, and the new key nothing below', () => {
    expect(rotated().judge(place({ counter: 6 }))).toEqual(refused('KEY_NOT_ACTIVE'));
    expect(rotated().judge(place({ counter: 5, key: 'k1' }))).toEqual(refused('KEY_NOT_ACTIVE'));
    expect(rotated().judge(place({ counter: 6, key: 'k1' }))).toEqual(counts('k1'));
  });

  it('is followed only behind the rotation', () => {
    expect(rotated().judge(place({ counter: 6, key: 'k1', logIndex: 20 }))).toEqual(refused('KEY_UNKNOWN', true));
    expect(rotated().judge(place({ counter: 6, logIndex: 20 }))).toEqual({ kind: 'contradicted', closedIndex: 20 });
  });

  it('may have signed nothing', () => {
    const keys = enrolled();
    keys.rotate({ logIndex: 20, key: aKey('k1'), last: last('b0', 0) });
    expect(keys.judge(place({ key: 'k1' }))).toEqual(counts('k1'));
    expect(keys.judge(place())).toEqual(refused('KEY_NOT_ACTIVE'));
    keys.rotate({ logIndex: 30, key: aKey('k2'), last: last('b0', 0) });
    expect(keys.judge(place({ key: 'k2' }))).toEqual(counts('k2'));
  });

  it('never comes back', () => {
    const keys = rotated();
    expect(() => keys.rotate({ logIndex: 30, key: aKey('k0'), last: last('b0', 5) })).toThrow(refusal('KEY_REPEATED'));
    expect(() => keys.beginBoot({ logIndex: 30, boot: bootOf('b1'), last: last('b0', 5), key: aKey('k1') })).toThrow(
      refusal('KEY_REPEATED'),
    );
  });
});

describe('the last statement that an event names', () => {
  const rotate = (
    keys: DeviceKeys,
    statement: ReturnType<typeof last> | undefined,
    logged?: Parameters<DeviceKeys['rotate']>[1],
  ) => keys.rotate({ logIndex: 30, key: aKey('k2'), last: statement }, logged);

  it('is of the boot that goes on, and not below the counters of its key', () => {
    expect(() => rotate(rotated(), undefined)).toThrow(refusal('LAST_MISSING'));
    expect(() => rotate(rotated(), last('b9', 7))).toThrow(refusal('BOOT_UNKNOWN'));
    expect(() => rotate(rotated(), last('b0', 4))).toThrow(refusal('LAST_MISFIT'));
    const rebooted = rotated();
    rebooted.beginBoot({ logIndex: 25, boot: bootOf('b1'), last: last('b0', 6) });
    expect(() => rotate(rebooted, last('b0', 6))).toThrow(refusal('LAST_MISFIT'));
  });

  it('is that of the key before where this one signed nothing', () => {
    const other = { ...last('b0', 5), statementHash: hashOf('b0', 99) };
    expect(() => rotate(rotated(), other)).toThrow(refusal('LAST_MISFIT'));
    expect(() => rotate(rotated(), last('b0', 5))).not.toThrow();
  });

  it('is not below what is logged, and is what is logged there', () => {
    expect(() => rotate(rotated(), last('b0', 7), { highestCounter: 8 })).toThrow(refusal('LAST_MISFIT'));
    const another = { highestCounter: 7, hashOfLast: hashOf('b0', 99) };
    expect(() => rotate(rotated(), last('b0', 7), another)).toThrow(refusal('LAST_MISFIT'));
    expect(() => rotate(rotated(), last('b0', 7), { highestCounter: 7, hashOfLast: hashOf('b0', 7) })).not.toThrow();
    expect(() => rotate(rotated(), last('b0', 9), { highestCounter: 7 })).not.toThrow();
  });

  it('leaves the state as it was where it is refused', () => {
    const keys = rotated();
    const { keys: before, segments } = keys;
    expect(() => rotate(keys, last('b0', 4))).toThrow();
    expect(keys.keys).toBe(before);
    expect(keys.segments).toBe(segments);
  });
});

describe('a device that came back after a reset', () => {
  /** With a new key at entry 40; the last counter of before is 8. */
  function reset(): DeviceKeys {
    const keys = rotated();
    keys.beginBoot({ logIndex: 40, boot: bootOf('b1'), last: last('b0', 8), key: aKey('k2') });
    return keys;
  }

  it('counts again, with its new key', () => {
    expect(reset().judge(place({ inBoot: 'b1', key: 'k2' }))).toEqual(counts('k2'));
    expect(reset().judge(place({ inBoot: 'b1', key: 'k1' }))).toEqual(refused('KEY_NOT_ACTIVE'));
    expect(reset().judge(place({ inBoot: 'b1', key: 'k2', logIndex: 40 }))).toEqual(refused('BOOT_UNKNOWN', true));
    expect(reset().boot).toEqual(bootOf('b1'));
    expect(reset().activeKey?.keyId).toEqual(idOf('k2'));
  });

  it('delivers what it had, of every key of the boot before', () => {
    expect(reset().judge(place({ counter: 7, key: 'k1' }))).toMatchObject({ kind: 'late', into: { counter: 8 } });
    expect(reset().judge(place({ counter: 3 }))).toMatchObject({ kind: 'late', into: { counter: 5 } });
    expect(reset().judge(place({ counter: 9, key: 'k1' }))).toEqual(refused('BOOT_ENDED'));
  });

  it('keeps its key where nothing happened to it', () => {
    const keys = rotated();
    keys.beginBoot({ logIndex: 40, boot: bootOf('b1'), last: last('b0', 8) });
    expect(keys.judge(place({ inBoot: 'b1', key: 'k1' }))).toEqual(counts('k1'));
    expect(() => keys.beginBoot({ logIndex: 50, boot: bootOf('b0'), last: last('b1', 0) })).toThrow(
      refusal('BOOT_REPEATED'),
    );
  });
});

describe('a retired key', () => {
  const retired = (): DeviceKeys => {
    const keys = rotated();
    keys.retire({ logIndex: 40, keyId: idOf('k1'), last: last('b0', 8) });
    return keys;
  };

  it('signs what comes late, and nothing new', () => {
    expect(retired().activeKey).toBeUndefined();
    expect(retired().judge(place({ counter: 7, key: 'k1' }))).toMatchObject({ kind: 'late', into: { counter: 8 } });
    expect(retired().judge(place({ counter: 9, key: 'k1' }))).toEqual(refused('KEY_NOT_ACTIVE'));
  });

  it('is the active one', () => {
    const retire = (key: string) => rotated().retire({ logIndex: 40, keyId: idOf(key), last: last('b0', 8) });
    expect(() => retire('k0')).toThrow(refusal('KEY_ENDED'));
    expect(() => retire('k9')).toThrow(refusal('KEY_UNKNOWN'));
  });

  it('is followed by a boot with a new key, and by nothing else', () => {
    const keys = retired();
    const boot = { logIndex: 50, boot: bootOf('b1') };
    expect(() => keys.beginBoot({ ...boot, last: last('b0', 8) })).toThrow(refusal('KEY_ENDED'));
    expect(() => keys.rotate({ logIndex: 50, key: aKey('k2'), last: last('b0', 8) })).toThrow(refusal('KEY_ENDED'));
    expect(() => keys.beginBoot({ ...boot, last: last('b0', 9), key: aKey('k2') })).toThrow(refusal('LAST_MISFIT'));
    keys.beginBoot({ ...boot, last: last('b0', 8), key: aKey('k2') });
    expect(keys.judge(place({ inBoot: 'b1', key: 'k2' }))).toEqual(counts('k2'));
    expect(keys.judge(place({ counter: 9, key: 'k1' }))).toEqual(refused('KEY_NOT_ACTIVE'));
  });
});

describe('a compromised key', () => {
  const compromised = (key = 'k1'): DeviceKeys => {
    const keys = rotated();
    keys.compromise({ logIndex: 40, keyId: idOf(key), sinceMs: 77 });
    return keys;
  };

  it('signs nothing from there on, late or not; what is logged stays', () => {
    expect(compromised().judge(place({ counter: 6, key: 'k1', logIndex: 40 }))).toEqual(counts('k1'));
    expect(compromised().judge(place({ counter: 6, key: 'k1', logIndex: 41 }))).toEqual(refused('KEY_NOT_ACTIVE'));
    expect(compromised().activeKey).toBeUndefined();
    expect(compromised().key(idOf('k1'))!.compromised).toEqual({ logIndex: 40, sinceMs: 77 });
  });

  it('bars what an ended key would deliver late, and nothing of the key that followed', () => {
    const keys = compromised('k0');
    expect(keys.judge(place({ counter: 3, logIndex: 40 }))).toMatchObject({ kind: 'late' });
    expect(keys.judge(place({ counter: 3, logIndex: 41 }))).toEqual(refused('KEY_NOT_ACTIVE'));
    expect(keys.judge(place({ counter: 6, key: 'k1' }))).toEqual(counts('k1'));
  });

  it('is reported once, and is one of the device', () => {
    expect(() => compromised().compromise({ logIndex: 50, keyId: idOf('k1') })).toThrow(refusal('KEY_ENDED'));
    expect(() => compromised().compromise({ logIndex: 50, keyId: idOf('k9') })).toThrow(refusal('KEY_UNKNOWN'));
  });

  it('is followed by a boot with a new key, wherever the device says it had come to', () => {
    const keys = compromised();
    keys.beginBoot({ logIndex: 50, boot: bootOf('b1'), last: last('b0', 17), key: aKey('k2') });
    expect(keys.judge(place({ inBoot: 'b1', key: 'k2' }))).toEqual(counts('k2'));
    expect(keys.judge(place({ counter: 6, key: 'k1' }))).toEqual(refused('KEY_NOT_ACTIVE'));
  });
});

it('is the same filled from rows', () => {
  const keys = rotated();
  const again = DeviceKeys.of({ keys: keys.keys, segments: keys.segments });
  expect(again.judge(place({ counter: 3 }))).toEqual(keys.judge(place({ counter: 3 })));
  again.retire({ logIndex: 30, keyId: idOf('k1'), last: last('b0', 6) });
  expect(keys.activeKey?.keyId).toEqual(idOf('k1'));
});

describe('a late statement', () => {
  const of = { device: seedOf('device'), keyId: idOf('k0'), boot: bootOf('b0') };
  const headers = Array.from({ length: 6 }, (_, at) => seedOf(`header ${at}`));
  const start = { counter: 4, hash: hashOf('b0', 4) };
  const hashes = hashesBehind(of, start, headers);
  const into = { boot: of.boot, counter: 10, hash: hashes[5]! };

  it('chains by the statements behind it', () => {
    const second = { ...of, counter: 6, previous: hashes[0]!, headerHash: headers[1]! };
    expect(hashes[1]).toEqual(statementHash(second));
    expect(chainsInto(of, start, headers, into)).toBe(true);
    expect(chainsInto(of, { counter: 10, hash: hashes[5]! }, [], into)).toBe(true);
  });

  it('does not chain with any other, with one missing or with one too many', () => {
    fc.assert(
      fc.property(fc.nat(headers.length - 1), fc.nat(255), (at, byte) => {
        const changed = headers.with(at, headers[at]!.with(at, byte));
        const isSame = byte === headers[at]![at];
        expect(chainsInto(of, start, changed, into)).toBe(isSame);
      }),
    );
    expect(chainsInto(of, start, headers.slice(0, 5), into)).toBe(false);
    expect(chainsInto(of, start, [...headers, headers[0]!], into)).toBe(false);
    expect(chainsInto(of, { ...start, hash: hashOf('b0', 5) }, headers, into)).toBe(false);
    expect(chainsInto(of, { counter: 10, hash: hashOf('b0', 10) }, [], into)).toBe(false);
    expect(chainsInto({ ...of, keyId: idOf('k1') }, start, headers, into)).toBe(false);
  });
});
