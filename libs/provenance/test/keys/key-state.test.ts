import { EventKind, operatorKey, partyKey } from '../../wire/index.js';
import { readEntry, type ReadEvent, type ReadScan } from '../../evidence/read-entry.js';
import { KeyState } from '../../keys/key-state.js';
import { signerOfSeed } from '#libs/signatures-native';
import { Fleet, TestDevice } from '../support/fleet.js';
import { MemoryLog, seedOf } from '../support/memory-log.js';

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
