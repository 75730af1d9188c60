import { DeviceKeys, knownKey, type NewKey, OperatorKeys, signersOf, subjectOf } from '#libs/core/keys';
import { encodeRotationTerms } from '#libs/core/wire';
import { seedOf } from '../../../../test/kit/core/memory-log.js';

const aKey = (name: string): NewKey => ({ algorithm: 1, publicKey: seedOf(`key ${name}`) });
const idOf = (name: string): Uint8Array => knownKey(aKey(name), 0).keyId;
const refusal = (code: string) => expect.objectContaining({ name: 'KeyStateError', code });
const idsOf = (keys: readonly { readonly keyId: Uint8Array }[]) => keys.map(({ keyId }) => keyId);

function operator(): OperatorKeys {
  const keys = OperatorKeys.of();
  keys.add('operator', aKey('o0'), 0);
  keys.add('receipt key', aKey('r0'), 1);
  return keys;
}

describe('keys of the operator', () => {
  it('overlap until the old one is retired', () => {
    const keys = operator();
    keys.add('operator', aKey('o1'), 5);
    expect(idsOf(keys.active('operator'))).toEqual([idOf('o0'), idOf('o1')]);
    keys.retire({ logIndex: 6, keyId: idOf('o0') });
    expect(idsOf(keys.active('operator'))).toEqual([idOf('o1')]);
    expect(() => keys.retire({ logIndex: 7, keyId: idOf('o0') })).toThrow(refusal('KEY_ENDED'));
  });

  it('never all end', () => {
    const keys = operator();
    expect(() => keys.retire({ logIndex: 5, keyId: idOf('o0') })).toThrow(refusal('LAST_OPERATOR_KEY'));
    expect(() => keys.compromise({ logIndex: 5, keyId: idOf('o0') })).toThrow(refusal('LAST_OPERATOR_KEY'));
  });

  it('may all end where they sign receipts', () => {
    const keys = operator();
    keys.compromise({ logIndex: 5, keyId: idOf('r0'), sinceMs: 3 });
    expect(keys.active('receipt key')).toEqual([]);
    expect(keys.keys[1]).toMatchObject({ endedIndex: 5, compromised: { logIndex: 5, sinceMs: 3 } });
  });

  it('can turn out to have been stolen after they were retired, once', () => {
    const keys = operator();
    keys.retire({ logIndex: 5, keyId: idOf('r0') });
    keys.compromise({ logIndex: 6, keyId: idOf('r0') });
    expect(keys.keys[1]).toMatchObject({ endedIndex: 5, compromised: { logIndex: 6 } });
    expect(() => keys.compromise({ logIndex: 7, keyId: idOf('r0') })).toThrow(refusal('KEY_ENDED'));
    expect(() => keys.compromise({ logIndex: 7, keyId: idOf('x') })).toThrow(refusal('KEY_UNKNOWN'));
  });

  it('do not expire', () => {
    expect(() => operator().add('operator', { ...aKey('o1'), expiresMs: 9 }, 5)).toThrow(refusal('EXPIRY_NOT_ALLOWED'));
  });
});

describe('who may sign', () => {
  const boot = seedOf('boot').slice(0, 16);
  const device = DeviceKeys.enrol({ logIndex: 3, boot, key: aKey('d0') });
  const last = { boot, counter: 0 };
  const terms = { subject: seedOf('s'), ...aKey('n'), timeMs: 1 };
  const events = {
    boot: { kind: 4, body: { device: seedOf('s'), boot, last, timeMs: 1 } },
    'boot with a new key': { kind: 4, body: { device: seedOf('s'), boot, last, timeMs: 1, ...aKey('n') } },
    rotate: { kind: 5, body: { rotation: encodeRotationTerms(terms), newSignature: new Uint8Array(64) } },
    retire: { kind: 6, body: { subject: seedOf('s'), keyId: idOf('d0'), timeMs: 1 } },
    compromised: { kind: 7, body: { subject: seedOf('s'), keyId: idOf('d0'), timeMs: 1 } },
    party: { kind: 2, body: { party: seedOf('s'), timeMs: 1, claims: [] } },
    'receipt key': { kind: 8, body: { operator: seedOf('s'), ...aKey('n'), timeMs: 1 } },
    refused: { kind: 11, body: { statement: null as never, reason: 'X', timeMs: 1 } },
  } as const;

  it.each<[keyof typeof events, 'device' | 'operator', string[]]>([
    ['boot', 'device', ['d0', 'o0']],
    ['boot with a new key', 'device', ['o0']],
    ['rotate', 'device', ['d0']],
    ['rotate', 'operator', ['o0']],
    ['retire', 'device', ['d0', 'o0']],
    ['retire', 'operator', ['o0']],
    ['compromised', 'device', ['o0']],
    ['party', 'operator', ['o0']],
    ['receipt key', 'operator', ['o0']],
    ['refused', 'device', ['r0']],
  ])('%s of a %s', (name, of, signers) => {
    const before = { operator: operator(), device: of === 'device' ? device : undefined, signing: undefined };
    const found = signersOf(events[name], { ...before, isOfOperator: of === 'operator', logIndex: 9 });
    expect(idsOf(found)).toEqual(signers.map(idOf));
  });

  it('is nobody of a device whose keys have ended', () => {
    const ended = DeviceKeys.of(device);
    ended.retire({ logIndex: 5, keyId: idOf('d0'), last });
    const before = { operator: operator(), device: ended, isOfOperator: false, signing: undefined, logIndex: 9 };
    expect(signersOf(events.rotate, before)).toEqual([]);
    expect(idsOf(signersOf(events.boot, before))).toEqual([idOf('o0')]);
  });

  it('depends on the subject of key events alone', () => {
    expect(Object.values(events).map((event) => subjectOf(event) !== null)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
