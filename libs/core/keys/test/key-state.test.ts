import { EventKind, objectKey, operatorKey, partyKey } from '../../wire/index.js';
import { keyText, readEntry, type ReadEvent, type ReadScan } from '../../entries/read-entry.js';
import { KeyState } from '../key-state.js';
import { type Signer, signerOfSeed } from '#libs/host/keys';
import { Fleet, TestDevice } from '../../../../test/kit/core/fleet.js';
import { aSigner, retire, retireOfOperator, rotate, rotateOperator } from '../../../../test/kit/core/key-events.js';
import { MemoryLog, seedOf, START_MS } from '../../../../test/kit/core/memory-log.js';

const eventAt = (log: MemoryLog, logIndex: number): ReadEvent => readEntry(log.entry(logIndex)) as ReadEvent;
const scanAt = (log: MemoryLog, logIndex: number): ReadScan => readEntry(log.entry(logIndex)) as ReadScan;

/** The key state after all events of a log. */
function stateOf(log: MemoryLog, origin = log.origin): KeyState {
  const keys = new KeyState(origin);
  for (let logIndex = 0; logIndex < log.size; logIndex++) {
    const read = readEntry(log.entry(logIndex));
    if (read.kind === 'event') keys.apply(read);
  }
  return keys;
}
const refusal = (code: string) => expect.objectContaining({ name: 'KeyStateError', code });

describe('the operator key', () => {
  it('is that of entry 0, and of this log', () => {
    const { log } = new Fleet();
    expect(stateOf(log).knownKeys()).toMatchObject([
      { keyId: log.operatorSigner.keyId, logIndex: 0 },
      { keyId: log.receiptSigner.keyId, logIndex: 1 },
    ]);
    expect(() => new KeyState('other.example/log').apply(eventAt(log, 0))).toThrow(refusal('OPERATOR_MISMATCH'));
    expect(() => new KeyState(log.origin).apply({ ...eventAt(log, 0), logIndex: 7 })).toThrow(
      refusal('OPERATOR_MISPLACED'),
    );
    expect(() => new KeyState(log.origin).apply(eventAt(log, 1))).toThrow(refusal('OPERATOR_UNKNOWN'));
  });

  it('is bound to the origin twice: by its name and by the key of its trail', () => {
    const log = new MemoryLog();
    const { algorithm, publicKey } = log.operatorSigner;
    const body = { operator: operatorKey('other.example/log'), algorithm, publicKey, logOrigin: log.origin, timeMs: 1 };
    const at = log.appendEvent(EventKind.OPERATOR, body, log.operatorSigner);
    expect(() => new KeyState(log.origin).apply({ ...eventAt(log, at), logIndex: 0 })).toThrow(
      refusal('OPERATOR_MISMATCH'),
    );
  });
});

it('a receipt key names the operator of its log', () => {
  const log = new MemoryLog();
  const { algorithm, publicKey } = aSigner('another receipt key');
  const body = { operator: operatorKey('other.example/log'), algorithm, publicKey, timeMs: 1 };
  const at = log.appendEvent(EventKind.RECEIPT_KEY, body, log.operatorSigner);
  const state = new KeyState(log.origin);
  for (const index of [0, 1]) state.apply(eventAt(log, index));
  expect(() => state.apply(eventAt(log, at))).toThrow(refusal('OPERATOR_MISMATCH'));
  expect(state.knownKeys()).toHaveLength(2);
});

describe('who may sign', () => {
  const party = { party: partyKey('9520000000004'), timeMs: 1, claims: [] };

  it('parties and enrolments is the operator alone', () => {
    const fleet = new Fleet();
    const device = fleet.partyWithDevice('Maker');
    for (const [signer, code] of [
      [fleet.log.receiptSigner, 'SIGNER_NOT_ALLOWED'],
      [device.signer, 'SIGNER_NOT_ALLOWED'],
      [new TestDevice(fleet.log, 'stranger', device.party).signer, 'SIGNER_UNKNOWN'],
    ] as const) {
      const log = new Fleet();
      log.partyWithDevice('Maker');
      log.log.appendEvent(EventKind.PARTY, party, signer);
      expect(() => stateOf(log.log)).toThrow(refusal(code));
    }
  });

  it('is asked back as a check of the signature over kind and body', () => {
    const { log } = new Fleet();
    const at = log.appendEvent(EventKind.PARTY, party, log.operatorSigner);
    const keys = stateOf(log);
    const [check, ...others] = keys.apply(eventAt(log, at));
    expect(others).toEqual([]);
    expect(check!.publicKey).toEqual(log.operatorSigner.publicKey);
    expect(Buffer.from(check!.message).subarray(0, 15).toString()).toBe('cairn.party.v1\0');
  });
});

describe('a device', () => {
  it('is enrolled once', () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    fleet.device(maker.id, fleet.party('Thief'), { signer: signerOfSeed(seedOf('thief')) });
    expect(() => stateOf(fleet.log)).toThrow(refusal('ENROLLED_TWICE'));
  });

  it('signs with its enrolled key and boot, from its enrolment on', () => {
    const fleet = new Fleet();
    const party = fleet.party('Maker');
    const early = new TestDevice(fleet.log, 'd', party).scan();
    const maker = fleet.device('d', party);
    const scan = scanAt(fleet.log, maker.scan());
    const keys = stateOf(fleet.log);
    expect(keys.signerOfScan(scan).key.publicKey).toEqual(maker.signer.publicKey);
    expect(() => keys.signerOfScan(scanAt(fleet.log, early))).toThrow(refusal('NOT_ENROLLED_YET'));
    const other = seedOf('other');
    expect(() => keys.signerOfScan({ ...scan, scan: { ...scan.scan, keyId: other.slice(0, 8) } })).toThrow(
      refusal('KEY_UNKNOWN'),
    );
    expect(() => keys.signerOfScan({ ...scan, scan: { ...scan.scan, boot: other.slice(0, 16) } })).toThrow(
      refusal('BOOT_UNKNOWN'),
    );
    expect(() => new KeyState(fleet.log.origin).signerOfScan(scan)).toThrow(refusal('DEVICE_UNKNOWN'));
  });
});

describe('who may sign what is no key event', () => {
  const body = { timeMs: START_MS, claims: [] };
  const thing = objectKey('https://example.org/thing');
  /** Code with which an event of this kind by this signer is refused, undefined if it counts. */
  function refusalOf(
    kind: 13 | 14 | 15 | 16 | 17,
    by: (all: ReturnType<typeof enrolled>) => Signer,
  ): string | undefined {
    const all = enrolled();
    const party = all.plain.party.key;
    const bodies = {
      13: { ...body, party, objects: [thing], status: 1 as const },
      14: { ...body, device: all.desk.key, objects: [thing], checkpoint: new Uint8Array(40), rules: thing },
      15: { ...body, party, capture: new Uint8Array(16).fill(1) },
      16: { party, digits: '9520000', role: 1 as const, timeMs: START_MS },
      17: { ...body, party },
    };
    all.log.appendEvent(kind, bodies[kind] as never, by(all));
    try {
      stateOf(all.log);
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  }
  function enrolled() {
    const fleet = new Fleet();
    const party = fleet.party('Maker');
    const { log } = fleet;
    const other = fleet.device('other system', fleet.party('Other'), { kind: 3 });
    const ended = fleet.device('ended', party, { kind: 3 });
    const endedSigner = ended.signer;
    retire(ended);
    return {
      log,
      other,
      endedSigner,
      plain: fleet.device('plain', party),
      gateway: fleet.device('gateway', party, { kind: 2 }),
      system: fleet.device('system', party, { kind: 3 }),
      desk: fleet.device('desk', party, { kind: 4 }),
      otherDesk: fleet.device('other desk', party, { kind: 4 }),
    };
  }
  const signers: Readonly<Record<string, (all: ReturnType<typeof enrolled>) => Signer>> = {
    operator: ({ log }) => log.operatorSigner,
    'receipt key': ({ log }) => log.receiptSigner,
    device: ({ plain }) => plain.signer,
    gateway: ({ gateway }) => gateway.signer,
    system: ({ system }) => system.signer,
    desk: ({ desk }) => desk.signer,
    'another desk': ({ otherDesk }) => otherDesk.signer,
    'system of another': ({ other }) => other.signer,
    'system that has retired': ({ endedSigner }) => endedSigner,
  };

  it.each([
    [13, ['operator', 'device', 'system']],
    [14, ['desk']],
    [15, ['receipt key']],
    [16, ['operator']],
    [17, ['operator', 'system']],
  ] as const)('of kind %i', (kind, allowed) => {
    const found = Object.entries(signers).map(([name, by]) => [name, refusalOf(kind, by)]);
    expect(found).toEqual(
      Object.keys(signers).map((name) => [
        name,
        (allowed as readonly string[]).includes(name) ? undefined : 'SIGNER_NOT_ALLOWED',
      ]),
    );
  });

  it('is a system also with the key that it has rotated to', () => {
    const { log, system } = enrolled();
    rotate(system, aSigner('system second'));
    log.appendEvent(EventKind.GRANT, { ...body, party: system.party.key }, system.signer);
    expect(() => stateOf(log)).not.toThrow();
  });
});

describe('what a device is for', () => {
  it.each([
    [undefined, undefined],
    [2, undefined],
    [3, 'DEVICE_SIGNS_NO_SCANS'],
    [4, 'DEVICE_SIGNS_NO_SCANS'],
  ] as const)('of kind %p decides whether its scans count', (kind, code) => {
    const fleet = new Fleet();
    const device = fleet.device('d', fleet.party('Maker'), kind === undefined ? {} : { kind });
    const scan = scanAt(fleet.log, device.scan());
    const keys = stateOf(fleet.log);
    if (code) expect(() => keys.signerOfScan(scan)).toThrow(refusal(code));
    else expect(keys.signerOfScan(scan).key.keyId).toEqual(device.signer.keyId);
  });

  it('stands in its enrolment, with its own key; what a party does, in its event', () => {
    const fleet = new Fleet();
    const object = objectKey('https://example.org/logger');
    const party = fleet.party('Maker', {}, { kind: 5, demo: true });
    const device = fleet.device('logger', party, { kind: 2, object });
    const keys = stateOf(fleet.log);
    expect(keys.device(keyText(device.key))).toMatchObject({ object: keyText(object), keys: { kind: 2 } });
    expect(keys.party(keyText(party.key))).toMatchObject({ kind: 5, demo: true });
  });
});

describe('keys that age', () => {
  it('rotate by two signatures, that of the key that goes and that of the key that comes', () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const keys = stateOf(fleet.log);
    const [first, second] = [maker.signer, aSigner('second')];
    const checks = keys.apply(eventAt(fleet.log, rotate(maker, second)));
    expect(checks.map(({ publicKey }) => publicKey)).toEqual([first.publicKey, second.publicKey]);
    expect(Buffer.from(checks[1]!.message).subarray(0, 18).toString()).toBe('cairn.rotation.v1\0');
    expect(keys.device(keyText(maker.key))!.keys.activeKey!.keyId).toEqual(second.keyId);
  });

  it('say of a late scan what it must chain into', () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const late = maker.sign();
    const last = maker.last();
    rotate(maker, aSigner('second'));
    const scan = scanAt(fleet.log, maker.deliver(late));
    const into = { boot: maker.boot, counter: 1, hash: last.statementHash };
    expect(stateOf(fleet.log).signerOfScan(scan)).toMatchObject({ key: { keyId: scan.scan.keyId }, into });
  });

  it.each<[string, string, (maker: TestDevice) => number]>([
    [
      'SUBJECT_UNKNOWN',
      'of a device that is not enrolled',
      (maker) => retire(new TestDevice(maker.log, 'x', maker.party)),
    ],
    [
      'SIGNER_EXPIRED',
      'by a key that has expired',
      (maker) => {
        rotate(maker, aSigner('second'), { expiresMs: START_MS + 1 });
        return rotate(maker, aSigner('third'), { timeMs: START_MS + 1 });
      },
    ],
    [
      'SIGNER_NOT_ALLOWED',
      'by a key that was rotated',
      (maker) => {
        const { signer } = maker;
        rotate(maker, aSigner('second'));
        return rotate(maker, aSigner('third'), { by: signer });
      },
    ],
    ['KEY_REPEATED', 'to a key that another signs with', (maker) => rotate(maker, maker.log.operatorSigner)],
    [
      'EXPIRY_NOT_ALLOWED',
      'to an operator key that expires',
      ({ log }) => rotateOperator(log, aSigner('second'), log.operatorSigner, { expiresMs: START_MS }),
    ],
    [
      'LAST_NOT_ALLOWED',
      'of the operator with a last statement',
      (maker) => rotateOperator(maker.log, aSigner('second'), maker.log.operatorSigner, { last: maker.last() }),
    ],
    ['LAST_OPERATOR_KEY', 'that end the only operator key', ({ log }) => retireOfOperator(log, log.operatorSigner)],
  ])('are refused as %s %s', (code, _what, tell) => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const at = tell(maker);
    const keys = new KeyState(fleet.log.origin);
    for (let logIndex = 0; logIndex < at; logIndex++) keys.apply(eventAt(fleet.log, logIndex));
    expect(() => keys.apply(eventAt(fleet.log, at))).toThrow(refusal(code));
  });

  it('know no boot of the operator', () => {
    const { log } = new Fleet();
    const body = {
      device: log.operator,
      boot: seedOf('b').slice(0, 16),
      last: { boot: seedOf('b').slice(0, 16), counter: 0 },
      timeMs: 1,
    };
    const at = log.appendEvent(EventKind.BOOT, body, log.operatorSigner);
    const keys = new KeyState(log.origin);
    for (let logIndex = 0; logIndex < at; logIndex++) keys.apply(eventAt(log, logIndex));
    expect(() => keys.apply(eventAt(log, at))).toThrow(refusal('SUBJECT_UNKNOWN'));
  });
});
