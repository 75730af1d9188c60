import { signerOfSeed } from '#libs/host/keys';
import { memoryOf, MonitorMemoryError, resumeMonitor } from '#libs/core/monitor';
import { encodeLogEntry, EventKind, type LoggedScan, signedStatementOf } from '#libs/core/wire';
import { Fleet, TestDevice } from '../../../../test/kit/core/fleet.js';
import { seedOf, START_MS } from '../../../../test/kit/core/memory-log.js';
import * as support from '../../../../test/kit/core/monitored.js';
import { verifier } from '../../../../test/kit/core/monitored.js';

let fleet: Fleet;
let device: TestDevice;

beforeEach(() => {
  fleet = new Fleet();
  device = fleet.partyWithDevice('Maker');
});

const entriesOf = ({ log }: Fleet): Uint8Array[] => support.entriesOf(log);
const monitored = (): Promise<support.Monitored> => support.monitored(fleet.log);
const force = (signed: support.SignedByDevice, change: Partial<LoggedScan>): number =>
  support.force(fleet.log, signed, change);

function tellEquivocation(
  reason: string,
  first: ReturnType<TestDevice['sign']>,
  second: ReturnType<TestDevice['sign']>,
) {
  const body = { first: signedStatementOf(first), second: signedStatementOf(second), timeMs: START_MS, reason };
  return fleet.log.appendEvent(EventKind.EQUIVOCATION, body, fleet.log.receiptSigner);
}

describe('a monitor of a log', () => {
  it('finds nothing in an honest log, gaps and late scans included', async () => {
    device.scan();
    const late = [device.sign(), device.sign(), device.sign()];
    device.scan();
    for (const at of [1, 2, 0]) device.deliver(late[at]!);
    device.loseScans(3);
    device.scan();
    const { wrong, told, monitor } = await monitored();
    expect([wrong, told, monitor.size]).toEqual([[], [], fleet.log.size]);
  });

  it('names a signature that is not by the enrolled key', async () => {
    const signed = device.sign();
    const index = force(signed, { signature: signed.signature.with(3, signed.signature[3]! ^ 1) });
    const { wrong, texts } = await monitored();
    expect(wrong).toEqual(['SIGNATURE']);
    expect(texts[0]).toBe(`Entry ${index}: the signature of its device is not by the key that was active there.`);
  });

  it('names an event whose signature is bad, and one by a key that may not sign it', async () => {
    const party = { party: seedOf('a party'), timeMs: START_MS, claims: [] };
    fleet.log.appendEvent(EventKind.PARTY, party, {
      ...fleet.log.operatorSigner,
      algorithm: fleet.log.operatorSigner.algorithm,
      sign: () => new Uint8Array(64),
    });
    fleet.log.appendEvent(EventKind.PARTY, party, fleet.log.receiptSigner);
    fleet.log.appendEvent(EventKind.PARTY, party, signerOfSeed(seedOf('a stranger')));
    const { wrong, texts } = await monitored();
    expect(wrong).toEqual(['KEYS', 'KEYS', 'SIGNATURE']);
    expect(texts[0]).toContain('may not sign events of kind party');
    expect(texts[1]).toContain('the key that signed it is not known');
  });

  it('names a scan by a device that nobody enrolled, and by a boot that nobody announced', async () => {
    const stranger = new Fleet().partyWithDevice('Stranger');
    force(stranger.sign(), {});
    force(device.sign(), { boot: seedOf('another boot').slice(0, 16) });
    expect((await monitored()).wrong).toEqual(['KEYS', 'KEYS']);
  });

  it('names a counter that stands twice, also one that came late', async () => {
    const first = device.sign();
    device.deliver(first);
    const index = force(first, { after: 1 });
    const { wrong, texts } = await monitored();
    expect(wrong).toEqual(['COUNTER_DOUBLED']);
    expect(texts[0]).toMatch(new RegExp(`^Entry ${index} holds counter 1 of boot .* which an entry before it holds`));
  });

  it('names an entry whose after is not the highest counter before it', async () => {
    device.scan();
    const index = force(device.sign(), { after: 0 });
    const { wrong, texts } = await monitored();
    expect(wrong).toEqual(['AFTER']);
    expect(texts[0]).toBe(
      `Entry ${index} says that it comes after counter 0 of its boot; the highest one in the log is 1.`,
    );
  });

  it('is told of two scans that do not chain by an equivocation entry, and waits for it until the next checkpoint', async () => {
    const first = device.sign();
    const fork = device.sign({ bizStep: 'shipping' });
    const second = device.sign();
    device.deliver(first);
    force(second, { counter: 2, after: 1, signature: second.signature });
    const { monitor, told } = await monitored();
    expect(told).toEqual(['PREVIOUS_OPEN']);
    const later = device.sign();
    expect(fork.counter).toBe(2);
    force(later, { after: 2 });
    await monitor.take(entriesOf(fleet).slice(monitor.size));
    const overdue = monitor.endOfCheckpoint();
    expect(overdue.map(({ code }) => code)).toContain('PREVIOUS_UNTOLD');
  });

  it('knows a misfit that is told, in whatever order the scans came', async () => {
    for (const order of ['in order', 'the first one late']) {
      fleet = new Fleet();
      device = fleet.partyWithDevice('Maker');
      const one = device.sign();
      const twin = new TestDevice(fleet.log, device.id, device.party);
      const other = twin.sign({ bizStep: 'shipping' });
      const second = device.sign();
      const scans = order === 'in order' ? [other, second] : [second, other];
      for (const scan of scans) device.deliver(scan);
      expect(one.counter).toBe(other.counter);
      expect((await monitored()).told).toEqual(['PREVIOUS_OPEN']);
      tellEquivocation('PREVIOUS_MISMATCH', other, second);
      const { wrong, told } = await monitored();
      expect([order, wrong, told]).toEqual([order, [], ['EQUIVOCATION']]);
    }
  });

  it('compares a scan that fills a hole with both of its neighbours', async () => {
    const scans = [device.sign(), device.sign(), device.sign()];
    const twin = new TestDevice(fleet.log, device.id, device.party);
    twin.sign({ bizStep: 'receiving' });
    const other = twin.sign({ bizStep: 'shipping' });
    device.deliver(scans[0]!);
    device.deliver(scans[2]!);
    const index = device.deliver(other);
    const { told, texts } = await monitored();
    expect(told).toEqual(['PREVIOUS_OPEN', 'PREVIOUS_OPEN']);
    for (const [at, counter] of [2, 3].entries())
      expect(texts[at]).toMatch(new RegExp(`^Entry ${index}: counter ${counter} of .* into counter ${counter - 1},`));
  });

  it('names an accusation that holds no contradiction, and one that quotes what the device never signed', async () => {
    const [one, two] = [device.sign(), device.sign({ bizStep: 'shipping' })];
    device.deliver(one);
    device.deliver(two);
    tellEquivocation('PREVIOUS_MISMATCH', one, two);
    expect((await monitored()).wrong).toEqual(['ACCUSATION_EMPTY']);
    tellEquivocation('COUNTER_REUSED', one, { ...one, previous: one.previous, header: two.header });
    const { wrong, texts } = await monitored();
    expect(wrong).toEqual(['ACCUSATION_EMPTY', 'SIGNATURE']);
    expect(texts.at(-1)).toContain('a statement that it quotes');
  });

  it('names other bytes logged for a counter that was refused, unless the refused key counted no longer', async () => {
    for (const [reason, wanted] of [
      ['TIME_TOO_LATE', ['COUNTER_DOUBLED']],
      ['KEY_NOT_ACTIVE', []],
      ['KEY_EXPIRED', []],
      ['BOOT_ENDED', []],
      ['PREVIOUS_MISMATCH', []],
    ] as const) {
      fleet = new Fleet();
      device = fleet.partyWithDevice('Maker');
      const twin = new TestDevice(fleet.log, device.id, device.party);
      const body = { statement: signedStatementOf(twin.sign({ bizStep: 'shipping' })), reason, timeMs: START_MS };
      fleet.log.appendEvent(EventKind.REFUSED, body, fleet.log.receiptSigner);
      device.scan();
      const { wrong, told } = await monitored();
      expect([wrong, told]).toEqual([wanted, ['REFUSED']]);
    }
  });

  it('names a refusal of a counter that is logged', async () => {
    const twin = new TestDevice(fleet.log, device.id, device.party);
    device.scan();
    const body = { statement: signedStatementOf(twin.sign({ bizStep: 'shipping' })), timeMs: START_MS };
    fleet.log.appendEvent(EventKind.REFUSED, { ...body, reason: 'KEY_NOT_ACTIVE' }, fleet.log.receiptSigner);
    expect((await monitored()).wrong).toEqual([]); // a thief of an old key may try any counter
    const index = fleet.log.appendEvent(EventKind.REFUSED, { ...body, reason: 'CLAIM_VALUE' }, fleet.log.receiptSigner);
    const { wrong, texts } = await monitored();
    expect(wrong).toEqual(['COUNTER_DOUBLED']);
    expect(texts.at(-1)).toMatch(new RegExp(`^Entry ${index} refuses counter 1 of .* which an entry before it holds`));
  });

  it('names an accusation by statements that the log does not hold', async () => {
    const twin = new TestDevice(fleet.log, device.id, device.party);
    const [one, other] = [device.sign(), twin.sign({ bizStep: 'shipping' })];
    const second = device.sign();
    tellEquivocation('COUNTER_REUSED', one, other);
    tellEquivocation('PREVIOUS_MISMATCH', other, second);
    expect((await monitored()).wrong).toEqual(['ACCUSATION_UNLOGGED', 'ACCUSATION_UNLOGGED']);
    fleet = new Fleet();
    device = fleet.partyWithDevice('Maker');
    const body = { statement: signedStatementOf(one), reason: 'CLAIM_VALUE', timeMs: START_MS };
    fleet.log.appendEvent(EventKind.REFUSED, body, fleet.log.receiptSigner);
    tellEquivocation('COUNTER_REUSED', one, other);
    expect((await monitored()).wrong).toEqual([]);
  });

  it('names an entry that is none', async () => {
    const index = fleet.log.append(Uint8Array.of(1, 2, 3));
    const { wrong, texts } = await monitored();
    expect(wrong).toEqual(['ENTRY_UNREADABLE']);
    expect(texts[0]).toMatch(new RegExp(`^Entry ${index} is not of this format: `));
  });

  it('says that it cannot judge an event of a kind that it does not know, nor keys that it may have made known', async () => {
    const { operator, operatorSigner } = fleet.log;
    const event = {
      kind: 2 ** 31 - 1,
      body: Uint8Array.of(8, 1),
      signerKeyId: operatorSigner.keyId,
      signature: new Uint8Array(64).fill(1),
      objects: [operator],
    };
    fleet.log.append(encodeLogEntry({ kind: 'event', event }));
    force(new Fleet().partyWithDevice('Stranger').sign(), {});
    const { wrong, told, monitor } = await monitored();
    expect([wrong, told, monitor.unreadEntries]).toEqual([[], ['KIND_UNKNOWN', 'KEYS'], 1]);
  });

  it('goes on from its memory as if it had never stopped', async () => {
    const late = [device.sign(), device.sign(), device.sign()];
    device.scan();
    const { monitor } = await monitored();
    const resumed = resumeMonitor(JSON.parse(JSON.stringify(memoryOf(monitor))), verifier);
    expect(memoryOf(resumed)).toEqual(memoryOf(monitor));
    device.deliver(late[1]!);
    const doubled = force(late[1]!, { after: 4 });
    fleet.partyWithDevice('Carrier').scan();
    const findings = await resumed.take(entriesOf(fleet).slice(resumed.size));
    expect(findings.map(({ code, logIndex }) => [code, logIndex])).toEqual([['COUNTER_DOUBLED', doubled]]);
  });

  it('keeps nothing of a scan but its boot', async () => {
    for (let at = 0; at < 50; at++) device.scan();
    const few = JSON.stringify(memoryOf((await monitored()).monitor)).length;
    for (let at = 0; at < 200; at++) device.scan();
    const many = JSON.stringify(memoryOf((await monitored()).monitor)).length;
    expect(many - few).toBeLessThan(20); // digits of the counters
  });

  it.each([
    ['nothing', null],
    ['another version', { version: 4 }],
    ['a number that is none', { version: 3, origin: 'a', size: -1, seenAtSize: 0, unread: 0, events: [] }],
    ['no boots', { version: 3, origin: 'a', size: 0, seenAtSize: 0, unread: 0, events: [], open: [], refused: [] }],
    ['an entry that is none', { version: 3, origin: 'a', size: 1, seenAtSize: 0, unread: 0, events: [[0, 'AQID']] }],
  ])('refuses a memory with %s', (_, memory) =>
    expect(() => resumeMonitor(memory, verifier)).toThrow(MonitorMemoryError),
  );

  it('says of a memory that an older version kept what it lacks', async () => {
    const old = { ...memoryOf((await monitored()).monitor), version: 1 };
    expect(() => resumeMonitor(old, verifier)).toThrow(/is of version 1, and lacks what version 3 needs/u);
  });
});
