import { EventKind, SCAN_TIME, statementHash } from '../../wire/index.js';
import type { EvidenceChain } from '../../evidence/chains.js';
import { encodeEvidence, type EvidenceBundle, parseEvidence } from '../../evidence/bundle.js';
import { bundleOf, version1EvidenceOf } from '../../../../test/kit/core/evidence.js';
import type { Fleet, TestDevice } from '../../../../test/kit/core/fleet.js';
import {
  aSigner,
  compromise,
  reset,
  retire,
  retireOfOperator,
  rotate,
  rotateOperator,
} from '../../../../test/kit/core/key-events.js';
import { type MemoryLog, seedOf, START_MS } from '../../../../test/kit/core/memory-log.js';
import { quoted, resigned, type Signed } from '../../../../test/kit/core/statements.js';
import { aFleet, CASE, type EvidenceVector, told } from './vectors.js';

// Keys that age: docs/formats/entry.md, Keys that age; evidence.md, KEYS and Chains.

type Exit = EvidenceVector['exit'];
const DAY_MS = 86_400_000;

/** A device of a maker does something, and this is the evidence of the item. */
const byMaker = (name: string, exit: Exit, tell: (maker: TestDevice, fleet: Fleet) => void): Promise<EvidenceVector> =>
  told(name, exit, (fleet) => tell(fleet.partyWithDevice('Maker'), fleet));

/** Signs with one key and delivers after the rotation: counter 2 names the item, 3 and 4 something else. */
function offline(maker: TestDevice): { readonly ofItem: Signed; readonly others: readonly Signed[] } {
  maker.scan();
  const ofItem = maker.sign({ bizStep: 'storing' });
  return { ofItem, others: [maker.sign({ subjects: [CASE] }), maker.sign({ subjects: [CASE] })] };
}

const deliver = (maker: TestDevice, scans: readonly Signed[]): void => {
  for (const scan of scans) maker.deliver(scan);
};

const rotated = (): Promise<EvidenceVector[]> =>
  Promise.all([
    byMaker('a rotated key, with scans of both', 0, (maker) => {
      maker.scan();
      rotate(maker, aSigner('second'));
      maker.scan();
      rotate(maker, aSigner('third'));
      maker.scan();
    }),
    byMaker('a key that was rotated before it signed anything', 0, (maker) => {
      rotate(maker, aSigner('second'));
      maker.scan();
    }),
    byMaker('a late scan of a rotated key that chains', 0, (maker) => {
      const { ofItem, others } = offline(maker);
      rotate(maker, aSigner('second'));
      deliver(maker, [ofItem, ...others]);
      maker.scan();
    }),
    byMaker('late scans of a rotated key, two of them of the item', 0, (maker) => {
      const { ofItem, others } = offline(maker);
      const last = maker.sign({ bizStep: 'picking' });
      rotate(maker, aSigner('second'));
      deliver(maker, [ofItem, ...others, last]);
      maker.scan();
    }),
    byMaker('the last statement of a rotated key, which came late', 0, (maker) => {
      maker.scan();
      const last = maker.sign({ bizStep: 'storing' });
      rotate(maker, aSigner('second'));
      maker.deliver(last);
    }),
    byMaker('late scans of two keys of one boot', 0, (maker) => {
      const first = offline(maker);
      rotate(maker, aSigner('second'));
      const second = [maker.sign(), maker.sign({ subjects: [CASE] })];
      rotate(maker, aSigner('third'));
      deliver(maker, [first.ofItem, ...first.others, ...second]);
    }),
    byMaker('a late scan of a rotated key that does not chain', 20, (maker) => {
      const { ofItem, others } = offline(maker);
      const forged = resigned(maker, ofItem, { header: maker.sign({ bizStep: 'picking' }).header });
      rotate(maker, aSigner('second'), {
        last: { boot: maker.boot, counter: 4, statementHash: statementHash(others[1]!) },
      });
      deliver(maker, [forged, ...others]);
    }),
    byMaker('another statement in place of the last of a rotated key', 20, (maker) => {
      maker.scan();
      const last = maker.sign({ bizStep: 'storing' });
      const forged = resigned(maker, last, { receivedTimeMs: last.receivedTimeMs, previous: seedOf('elsewhere') });
      rotate(maker, aSigner('second'));
      maker.deliver(forged);
    }),
    byMaker('a late scan of a rotated key, and what lies between is not logged', 30, (maker) => {
      const { ofItem } = offline(maker);
      rotate(maker, aSigner('second'));
      maker.deliver(ofItem);
    }),
    byMaker('a scan by the old key above its last counter', 20, (maker) => {
      maker.scan();
      const old = maker.signer;
      rotate(maker, aSigner('second'));
      maker.signer = old;
      maker.scan();
    }),
    byMaker('a scan by the new key below the last counter of the old', 20, (maker) => {
      const { ofItem } = offline(maker);
      rotate(maker, aSigner('second'));
      maker.deliver(resigned(maker, ofItem, { keyId: maker.signer.keyId }));
    }),
    byMaker('a scan by the new key before the rotation', 20, (maker) => {
      const last = maker.last();
      const old = maker.signer;
      maker.signer = aSigner('second');
      maker.scan();
      maker.signer = old;
      rotate(maker, aSigner('second'), { last });
    }),
  ]);

const rotatedWrongly = (): Promise<EvidenceVector[]> => {
  const wrongly = (name: string, exit: Exit, rotation: (maker: TestDevice, fleet: Fleet) => void) =>
    byMaker(name, exit, (maker, fleet) => {
      maker.scan();
      rotation(maker, fleet);
      maker.scan();
    });
  const second = aSigner('second');
  return Promise.all([
    wrongly('a rotation by the operator', 20, (maker, { log }) => rotate(maker, second, { by: log.operatorSigner })),
    wrongly('a rotation by a stranger', 30, (maker) => rotate(maker, second, { by: aSigner('stranger') })),
    wrongly('a rotation that the new key did not sign', 20, (maker) =>
      rotate(maker, second, { newSignature: aSigner('stranger').sign(seedOf('anything')) }),
    ),
    wrongly('a rotation that names no last statement', 20, (maker) => rotate(maker, second, { last: null })),
    wrongly('a rotation that names a lower counter than is logged', 20, (maker) =>
      rotate(maker, second, { last: { boot: maker.boot, counter: 0 } }),
    ),
    wrongly('a rotation that names another statement than is logged', 20, (maker) =>
      rotate(maker, second, { last: { ...maker.last(), statementHash: seedOf('another') } }),
    ),
    wrongly('a rotation in a boot that nobody announced', 30, (maker) =>
      rotate(maker, second, { last: { ...maker.last(), boot: seedOf('boot').slice(0, 16) } }),
    ),
    wrongly('a rotation to a key of another device', 20, (maker, fleet) => {
      const other = fleet.device('Maker-2', maker.party);
      other.scan();
      rotate(maker, other.signer);
    }),
    wrongly('a rotation back to the first key', 20, (maker) => {
      const first = maker.signer;
      rotate(maker, second);
      rotate(maker, first);
    }),
    wrongly('a rotation to a key of small order', 20, (maker) =>
      rotate(maker, { ...second, publicKey: Uint8Array.from([1, ...new Uint8Array(31)]) }),
    ),
  ]);
};

const ended = (): Promise<EvidenceVector[]> =>
  Promise.all([
    byMaker('a retired key, with scans of before', 0, (maker) => {
      maker.scan();
      retire(maker);
    }),
    byMaker('a key that the operator retired', 0, (maker, { log }) => {
      maker.scan();
      retire(maker, { by: log.operatorSigner });
    }),
    byMaker('a late scan of a retired key that chains', 0, (maker) => {
      const { ofItem, others } = offline(maker);
      retire(maker);
      deliver(maker, [ofItem, ...others]);
    }),
    byMaker('a new scan by a retired key', 20, (maker) => {
      maker.scan();
      retire(maker);
      maker.scan();
    }),
    byMaker('a retired key that rotates', 20, (maker) => {
      maker.scan();
      retire(maker);
      rotate(maker, aSigner('second'));
    }),
    byMaker('a key that was retired and begins a boot', 20, (maker) => {
      maker.scan();
      retire(maker);
      reset(maker, 'second');
    }),
    byMaker('another key of the device retired in place of the active one', 20, (maker) => {
      const first = maker.signer;
      maker.scan();
      rotate(maker, aSigner('second'));
      retire(maker, { keyId: first.keyId });
    }),
    byMaker('a key that nobody knows, retired', 30, (maker) => {
      maker.scan();
      retire(maker, { keyId: aSigner('nobody').keyId });
    }),
    byMaker('a compromised key, since before a scan', 10, (maker) => {
      maker.scan();
      compromise(maker, { sinceMs: START_MS });
    }),
    byMaker('a compromised key, since after all scans', 0, (maker) => {
      maker.scan();
      compromise(maker, { sinceMs: START_MS + DAY_MS });
    }),
    byMaker('a compromised key, since between the time of a scan and its arrival', 10, (maker) => {
      const scan = maker.sign();
      maker.deliver(scan);
      compromise(maker, { sinceMs: scan.receivedTimeMs });
    }),
    byMaker('a compromised key, nobody knows since when', 10, (maker) => {
      maker.scan({ eventTimeMs: SCAN_TIME.earliestMs });
      compromise(maker);
    }),
    byMaker('a scan by a compromised key', 20, (maker) => {
      maker.scan();
      compromise(maker);
      maker.scan();
    }),
    byMaker('a late scan of a rotated key that was then reported as compromised', 20, (maker) => {
      const { ofItem, others } = offline(maker);
      const first = maker.signer;
      rotate(maker, aSigner('second'));
      compromise(maker, { keyId: first.keyId, sinceMs: START_MS + DAY_MS });
      deliver(maker, [ofItem, ...others]);
    }),
    byMaker('a compromised key reported by its device', 20, (maker) => {
      maker.scan();
      compromise(maker, { by: maker.signer });
    }),
    byMaker('a key that is reported as compromised twice', 20, (maker) => {
      maker.scan();
      compromise(maker, { sinceMs: START_MS + DAY_MS });
      compromise(maker, { sinceMs: START_MS + DAY_MS });
    }),
  ]);

const boots = (): Promise<EvidenceVector[]> =>
  Promise.all([
    byMaker('a device that came back after a reset with a new key', 0, (maker) => {
      maker.scan();
      reset(maker, 'second', { key: aSigner('second') });
      maker.scan();
    }),
    byMaker('a device that begins a boot with its key', 0, (maker) => {
      maker.scan();
      reset(maker, 'second');
      maker.scan();
    }),
    byMaker('a boot that the operator announces, with the old key', 0, (maker, { log }) => {
      maker.scan();
      reset(maker, 'second', { by: log.operatorSigner });
      maker.scan();
    }),
    byMaker('a compromised key, and the device with a new one', 0, (maker) => {
      maker.scan();
      compromise(maker, { sinceMs: START_MS + DAY_MS });
      reset(maker, 'second', { key: aSigner('second') });
      maker.scan();
    }),
    byMaker('a late scan of a boot that has ended, and chains', 0, (maker) => {
      const { ofItem, others } = offline(maker);
      reset(maker, 'second');
      deliver(maker, [ofItem, ...others]);
      maker.scan();
    }),
    byMaker('a scan above the last counter of a boot that has ended', 20, (maker) => {
      maker.scan();
      const last = maker.last();
      const next = maker.sign();
      reset(maker, 'second', { last });
      maker.deliver(next);
    }),
    byMaker('a scan of a boot before it was announced', 20, (maker) => {
      const last = maker.last();
      maker.beginBoot('second');
      maker.scan();
      reset(maker, 'second', { last });
    }),
    byMaker('a boot with a new key that the device signed', 20, (maker) => {
      maker.scan();
      reset(maker, 'second', { key: aSigner('second'), by: maker.signer });
      maker.scan();
    }),
    byMaker('one boot announced twice', 20, (maker) => {
      maker.scan();
      reset(maker, 'second');
      maker.scan();
      reset(maker, 'second', { last: { ...maker.last() } });
    }),
    byMaker('a boot after a retired key that names another last statement', 20, (maker) => {
      maker.scan();
      retire(maker);
      reset(maker, 'second', {
        key: aSigner('second'),
        last: { boot: maker.boot, counter: 9, statementHash: seedOf('another') },
      });
    }),
    byMaker('a boot that ends another than the one that goes on', 20, (maker) => {
      maker.scan();
      const last = maker.last();
      reset(maker, 'second');
      maker.scan();
      reset(maker, 'third', { last });
    }),
  ]);

const expired = (): Promise<EvidenceVector[]> => {
  const until = (name: string, exit: Exit, expiresMs: number, tell: (device: TestDevice, fleet: Fleet) => void) =>
    told(name, exit, (fleet) => tell(fleet.device('Maker-1', fleet.party('Maker'), { expiresMs }), fleet));
  // The first scan of a maker stands at entry 4 and arrives four minutes and a second after the start.
  const arrivalMs = START_MS + 4 * 60_000 + 1_000;
  return Promise.all([
    until('a scan that arrives just before its key expires', 0, arrivalMs + 1, (maker) => void maker.scan()),
    until('a scan that arrives when its key has expired', 20, arrivalMs, (maker) => void maker.scan()),
    until('a scan that came late, after its key had expired and was rotated', 0, START_MS + 1, (maker) => {
      const scans = [maker.sign(), maker.sign({ subjects: [CASE] })];
      rotate(maker, aSigner('second'));
      deliver(maker, scans);
      maker.scan();
    }),
    until('a rotation by an expired key', 20, arrivalMs + 1, (maker) => {
      maker.scan();
      rotate(maker, aSigner('second'), { timeMs: arrivalMs + 1 });
    }),
    until('a boot by an expired key', 20, arrivalMs + 1, (maker) => {
      maker.scan();
      reset(maker, 'second', { timeMs: arrivalMs + 1 });
    }),
    until('an expired key, and the device with a new one', 0, arrivalMs + 1, (maker) => {
      maker.scan();
      reset(maker, 'second', { key: aSigner('second'), timeMs: arrivalMs + 1 });
      maker.scan();
    }),
    byMaker('a rotated key that expires', 20, (maker) => {
      rotate(maker, aSigner('second'), { expiresMs: START_MS + 1 });
      maker.scan();
    }),
    byMaker('a key of a boot that expires', 20, (maker) => {
      reset(maker, 'second', { key: aSigner('second'), expiresMs: START_MS + 1 });
      maker.scan();
    }),
  ]);
};

/** A scan that is refused, by a receipt key. */
const refuse = ({ log }: Fleet, scan: Signed): number =>
  log.appendEvent(
    EventKind.REFUSED,
    { statement: quoted(scan), reason: 'TIME_TOO_LATE', timeMs: 1 },
    log.receiptSigner,
  );

const ofOperator = (): Promise<EvidenceVector[]> => {
  const second = aSigner('second operator');
  const PARTY = { party: seedOf('party'), timeMs: START_MS, claims: [] };
  return Promise.all([
    told('an operator key that was rotated: both sign', 0, (fleet) => {
      rotateOperator(fleet.log, second);
      const maker = fleet.partyWithDevice('Maker');
      fleet.log.operatorSigner = second;
      const carrier = fleet.party('Carrier');
      maker.scan({ to: carrier });
    }),
    told('an operator key that was rotated and retired', 0, (fleet) => {
      const { log } = fleet;
      rotateOperator(log, second);
      retireOfOperator(log, log.operatorSigner);
      log.operatorSigner = second;
      fleet.partyWithDevice('Maker').scan();
    }),
    told('a retired operator key that signs', 20, (fleet) => {
      const { log } = fleet;
      rotateOperator(log, second);
      retireOfOperator(log, log.operatorSigner, second);
      fleet.partyWithDevice('Maker').scan();
    }),
    told('the only operator key retired', 20, (fleet) => {
      retireOfOperator(fleet.log, fleet.log.operatorSigner);
      fleet.partyWithDevice('Maker').scan();
    }),
    told('an operator key that expires', 20, (fleet) => {
      rotateOperator(fleet.log, second, fleet.log.operatorSigner, { expiresMs: START_MS + DAY_MS });
      fleet.partyWithDevice('Maker').scan();
    }),
    told('a rotation of the operator by a receipt key', 20, (fleet) => {
      rotateOperator(fleet.log, second, fleet.log.receiptSigner);
      fleet.partyWithDevice('Maker').scan();
    }),
    told('a key of the operator that names a last statement', 20, (fleet) => {
      const last = { boot: seedOf('boot').slice(0, 16), counter: 0 };
      rotateOperator(fleet.log, second, fleet.log.operatorSigner, { last });
      fleet.partyWithDevice('Maker').scan();
    }),
    told('a receipt key for which a last statement is named', 20, (fleet) => {
      const { log } = fleet;
      retireOfOperator(log, log.receiptSigner, log.operatorSigner, {
        last: { boot: seedOf('b').slice(0, 16), counter: 0 },
      });
      fleet.partyWithDevice('Maker').scan();
    }),
    told('a compromised operator key that signs', 20, (fleet) => {
      const { log } = fleet;
      rotateOperator(log, second);
      const { operator, operatorSigner } = log;
      log.appendEvent(
        EventKind.COMPROMISED,
        { subject: operator, keyId: operatorSigner.keyId, timeMs: START_MS },
        second,
      );
      log.appendEvent(EventKind.PARTY, PARTY, operatorSigner);
      log.operatorSigner = second;
      fleet.partyWithDevice('Maker').scan({ to: { name: 'Forged', key: PARTY.party } });
    }),
    byMaker('a receipt key that signed before it was retired', 10, (maker, fleet) => {
      maker.scan();
      refuse(fleet, maker.sign());
      maker.scan();
      retireOfOperator(fleet.log, fleet.log.receiptSigner);
    }),
    byMaker('a retired receipt key that signs', 20, (maker, fleet) => {
      maker.scan();
      retireOfOperator(fleet.log, fleet.log.receiptSigner);
      refuse(fleet, maker.sign());
      maker.scan();
    }),
    byMaker('a receipt key that is retired and then turns out to be stolen', 0, (maker, { log }) => {
      maker.scan();
      retireOfOperator(log, log.receiptSigner);
      const { operator, receiptSigner } = log;
      const body = { subject: operator, keyId: receiptSigner.keyId, timeMs: START_MS };
      log.appendEvent(EventKind.COMPROMISED, body, log.operatorSigner);
    }),
  ]);
};

const contradictions = (): Promise<EvidenceVector[]> => {
  const twins = (fleet: Fleet): { readonly maker: TestDevice; readonly logged: Signed; readonly other: Signed } => {
    const maker = fleet.partyWithDevice('Maker');
    const logged = maker.sign({ bizStep: 'storing' });
    const other = resigned(maker, logged, { header: maker.sign({ bizStep: 'picking' }).header });
    return { maker, logged, other };
  };
  return Promise.all([
    told('a counter that was refused and is logged with other bytes, and no entry says so', 10, (fleet) => {
      const { maker, logged, other } = twins(fleet);
      refuse(fleet, other);
      maker.deliver(logged);
    }),
    told('a scan that was refused and is logged all the same', 0, (fleet) => {
      const { maker, logged } = twins(fleet);
      refuse(fleet, logged);
      maker.deliver(logged);
    }),
    byMaker('a counter that was refused by the old key and is logged by the new', 0, (maker, fleet) => {
      maker.scan();
      const last = maker.last();
      const old = maker.sign();
      const again = aSigner('second');
      rotate(maker, again, { last });
      refuse(fleet, old);
      maker.deliver(resigned(maker, old, { keyId: again.keyId }));
    }),
  ]);
};

/** Made anew by a forger who has the whole public log. */
async function leftOut(): Promise<EvidenceVector[]> {
  const without = (name: string, exit: Exit, tell: (maker: TestDevice) => number): EvidenceVector => {
    const fleet = aFleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan();
    const left = tell(maker);
    const { log } = fleet;
    const kept = Array.from({ length: log.size }, (_, at) => at).filter((at) => at !== left);
    return { name, policy: log.policy(), evidence: bundleOf(log, kept), exit };
  };
  return [
    without('without a rotation that a signature needs', 30, (maker) => {
      const at = rotate(maker, aSigner('second'));
      maker.scan();
      return at;
    }),
    without('without a rotation that another one needs', 30, (maker) => {
      const at = rotate(maker, aSigner('second'));
      rotate(maker, aSigner('third'));
      return at;
    }),
    without('without a boot that a signature needs', 30, (maker) => {
      const at = reset(maker, 'second');
      maker.scan();
      return at;
    }),
    without('without a boot that another one needs', 30, (maker) => {
      const at = reset(maker, 'second');
      reset(maker, 'third');
      return at;
    }),
    without('without a report that only says more', 0, (maker) => compromise(maker)),
    without('without a retirement that only says more', 0, (maker) => retire(maker)),
  ];
}

/** The worked chain of docs/formats/evidence.md: counter 2 is of the item and came late, counter 4 is the last of its key. */
export async function aChain(): Promise<{ readonly log: MemoryLog; readonly evidence: string }> {
  const fleet = aFleet();
  const maker = fleet.partyWithDevice('Maker');
  const { ofItem, others } = offline(maker);
  rotate(maker, aSigner('second'));
  deliver(maker, [ofItem, ...others]);
  return { log: fleet.log, evidence: await version1EvidenceOf(fleet.log) };
}

async function chains(): Promise<EvidenceVector[]> {
  const { log, evidence } = await aChain();
  const good = parseEvidence(evidence);
  const [chain] = good.chains as [EvidenceChain];
  const { headers } = chain;
  const vector = (name: string, exit: Exit, changes: Partial<EvidenceBundle>): EvidenceVector => ({
    name,
    policy: log.policy(),
    evidence: encodeEvidence({ ...good, ...changes }),
    exit,
  });
  const changed = (name: string, exit: Exit, change: Partial<EvidenceChain>): EvidenceVector =>
    vector(name, exit, { chains: [{ ...chain, ...change }] });
  const behind = { ...chain, from: chain.from + 1, headers: headers.slice(1) };
  return [
    vector('a chain as it is', 0, {}),
    vector('without its chain', 30, { chains: [] }),
    changed('a chain with another header', 20, { headers: headers.with(0, seedOf('header')) }),
    changed('a chain with a header less', 20, { headers: headers.slice(0, 1) }),
    changed('a chain with a header more', 20, { headers: [...headers, seedOf('header')] }),
    changed('a chain of another device', 30, { device: seedOf('device') }),
    changed('a chain of another boot', 30, { boot: seedOf('boot').slice(0, 16) }),
    changed('a chain that begins elsewhere', 30, { from: 4 }),
    vector('a chain more, which nothing needs', 20, { chains: [chain, behind] }),
    {
      ...vector('a chain twice', 20, {}),
      evidence: doubled(encodeEvidence(good)),
    },
    {
      ...vector('a chain without headers', 20, {}),
      evidence: encodeEvidence({ ...good, chains: [{ ...chain, headers: [] }] }),
    },
  ];
}

function doubled(evidence: string): string {
  const bundle = JSON.parse(evidence) as { chains: unknown[] };
  bundle.chains.push(bundle.chains[0]);
  return JSON.stringify(bundle);
}

export async function theKeyVectors(): Promise<EvidenceVector[]> {
  return [
    ...(await rotated()),
    ...(await rotatedWrongly()),
    ...(await ended()),
    ...(await boots()),
    ...(await expired()),
    ...(await ofOperator()),
    ...(await contradictions()),
    ...(await leftOut()),
    ...(await chains()),
  ];
}
