import { formatNote, formatPolicy, noteKeyIdOf, noteSignature, parseNote, parsePolicy, sha256 } from '#libs/core/tlog';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey, signerOf, signerOfSeed } from '#libs/host/keys';
import {
  encodeLogEntry,
  EventKind,
  objectKey,
  partyKey,
  type SeenCheckpoint,
  statementBytes,
} from '../../wire/index.js';
import { encodeEvidence, type EvidenceBundle, parseEvidence } from '../../evidence/bundle.js';
import { CHECK_CODES, type CheckCode } from '../checks.js';
import { bundleOf, evidenceOf, judge, resultsOf } from '../../../../test/kit/core/evidence.js';
import { Fleet, ITEM, TestDevice } from '../../../../test/kit/core/fleet.js';
import { MemoryLog, seedOf } from '../../../../test/kit/core/memory-log.js';
import { aCosignature, aWitness, witnessNamed } from '../../../../test/kit/core/witness.js';

const OTHER_ITEM = 'https://id.gs1.org/01/09520001000010/21/B2';
const PALLET = 'https://id.gs1.org/00/095200010000000010';

describe('evidence of a trail that nothing is wrong with', () => {
  it('is intact, passes every check, and is never called complete', async () => {
    const { log } = Fleet.withGoodTrail();
    const verdict = await judge(log, { wanted: ITEM });
    expect(verdict).toMatchObject({ exit: 0, state: 'intact', object: ITEM, findings: [], status: ['not checked'] });
    for (const code of CHECK_CODES)
      expect([code, resultsOf(verdict, code)]).toEqual([code, code === 'FRESHNESS' ? [] : ['passed']]);
  });

  it('says the checkpoint, the trail, the steps and who has custody', async () => {
    const { log, made, shipped, received } = Fleet.withGoodTrail();
    const verdict = await judge(log);
    expect(verdict.checkpoint).toEqual({
      origin: log.origin,
      size: log.size,
      root: Buffer.from(log.root()).toString('hex'),
      cosigners: { witnesses: [], asOfMs: null, isIndependent: false },
    });
    expect(verdict.trail).toMatchObject({ length: 3 });
    expect(verdict.steps.map(({ logIndex }) => logIndex)).toEqual([made, shipped, received]);
    expect(verdict.custodian?.name).toBe('Carrier');
  });

  it('says what nobody checked, and what this does not prove', async () => {
    const { log } = Fleet.withGoodTrail();
    const { notChecked, doesNotProve } = await judge(log, { tier: 'public' });
    expect(notChecked.map(({ code }) => code)).toEqual([
      'LATER_ENTRIES',
      'LATER_KEY_EVENTS',
      'SAME_LOG_FOR_ALL',
      'FRESHNESS',
      'HIDDEN_CLAIMS',
      'OWNER_UNKNOWN',
    ]);
    expect(doesNotProve).toMatch(/^This does not prove/);
  });

  it('gives the public the same signed entries and fewer values', async () => {
    const { log } = Fleet.withGoodTrail();
    const [everything, little] = await Promise.all([judge(log), judge(log, { tier: 'public' })]);
    const names = (verdict: typeof little): string[] =>
      verdict.steps.flatMap(({ claims }) => claims.map(({ name }) => name));
    expect(little).toMatchObject({ exit: 0, trail: everything.trail });
    expect(names(everything)).toContain('operatorBadge');
    expect(names(little)).not.toContain('operatorBadge');
    expect(names(little)).toContain('bizStep');
    expect([everything.custodian?.name, little.custodian?.name]).toEqual(['Carrier', undefined]);
  });

  it('may hold P-256 keys beside Ed25519 keys', async () => {
    const fleet = new Fleet();
    const signer = signerOf(generateKey(SignatureAlgorithm.ECDSA_P256_SHA256));
    fleet.device('p256', fleet.party('Maker'), { signer }).scan();
    expect(await judge(fleet.log)).toMatchObject({ exit: 0 });
  });
});

describe('the checkpoint', () => {
  it('of a log that the policy does not name cannot be judged, whatever key comes with it', async () => {
    const { log } = Fleet.withGoodTrail();
    const verdict = await judge(log, { policy: new MemoryLog('other.example/log').policy() });
    expect(verdict).toMatchObject({ exit: 30, status: ['unknown key'], steps: [] });
    expect(resultsOf(verdict, 'CHECKPOINT')).toEqual(['not-judged']);
  });

  it('of a log with the same name and another key cannot be judged', async () => {
    const { log } = Fleet.withGoodTrail();
    const impostor = { ...log.vkey, publicKey: signerOfSeed(seedOf('impostor')).publicKey };
    const policy = formatPolicy({
      logs: [{ vkey: { ...impostor, keyId: keyIdOf(impostor) } }],
      witnesses: [],
      groups: [],
      quorum: 'none',
    });
    expect(await judge(log, { policy })).toMatchObject({ exit: 30, status: ['unknown key'] });
  });

  it('with a signature that is not good fails', async () => {
    const { log } = Fleet.withGoodTrail();
    const { text, signatures } = parseNote(log.checkpoint());
    const [signature] = signatures;
    const bad = formatNote(text, [noteSignature({ ...signature!, signature: new Uint8Array(64).fill(7) })]);
    const evidence = await changed(log, (bundle) => ({ ...bundle, checkpoint: bad }));
    const verdict = await judge(log, { evidence });
    expect([verdict.exit, resultsOf(verdict, 'CHECKPOINT')]).toEqual([20, ['failed']]);
  });

  it.each([
    ['is no note', 'hello'],
    ['has no size', 'cairn.example/test\nmany\nAAAA\n\n'],
  ])('that %s fails', async (_, checkpoint) => {
    const { log } = Fleet.withGoodTrail();
    const verdict = await judge(log, { evidence: await changed(log, (bundle) => ({ ...bundle, checkpoint })) });
    expect([verdict.exit, resultsOf(verdict, 'CHECKPOINT')]).toEqual([20, ['failed']]);
  });

  it('is not judged by a policy that cannot be read', async () => {
    const { log } = Fleet.withGoodTrail();
    for (const policy of ['', 'log nothing\n', 'quorum none\n'])
      expect(await judge(log, { policy })).toMatchObject({ exit: 30 });
  });

  it('of one log signed by another log of the policy cannot be judged', async () => {
    const { log } = Fleet.withGoodTrail();
    const other = new MemoryLog('other.example/log');
    const { text } = parseNote(log.checkpoint());
    const signature = other.logSigner.sign(new TextEncoder().encode(text));
    const checkpoint = formatNote(text, [noteSignature({ name: other.origin, keyId: other.vkey.keyId, signature })]);
    const evidence = await changed(log, (bundle) => ({ ...bundle, checkpoint }));
    const both = { logs: [{ vkey: log.vkey }, { vkey: other.vkey }], witnesses: [], groups: [], quorum: 'none' };
    expect(await judge(log, { evidence, policy: formatPolicy(both) })).toMatchObject({ exit: 30 });
  });

  it('signed by a key of the log twice fails', async () => {
    const { log } = Fleet.withGoodTrail();
    const { text, signatures } = parseNote(log.checkpoint());
    const evidence = await changed(log, (bundle) => ({
      ...bundle,
      checkpoint: formatNote(text, [...signatures, ...signatures]),
    }));
    expect(await judge(log, { evidence })).toMatchObject({ exit: 20 });
  });

  it('of an older size with newer entries fails', async () => {
    const { log, carrier } = Fleet.withGoodTrail();
    const older = log.checkpoint();
    carrier.scan({ bizStep: 'storing' });
    const evidence = await changed(log, (bundle) => ({ ...bundle, checkpoint: older, until: bundle.until - 1 }));
    expect(await judge(log, { evidence })).toMatchObject({ exit: 20 });
  });
});

describe('witnesses', () => {
  const withQuorum = (log: MemoryLog, witnesses: readonly ReturnType<typeof aWitness>[], quorum: string): string =>
    formatPolicy({
      ...parsePolicy(log.policy()),
      witnesses: witnesses.map(({ vkey }, at) => ({ name: `w${at + 1}`, vkey })),
      groups: [{ name: 'two', threshold: 2, members: witnesses.map((_, at) => `w${at + 1}`) }],
      quorum,
    });
  const cosigned = (log: MemoryLog, witnesses: readonly ReturnType<typeof aWitness>[]) =>
    changed(log, (bundle) => {
      const { text, signatures } = parseNote(bundle.checkpoint);
      return {
        ...bundle,
        checkpoint: formatNote(text, [...signatures, ...witnesses.map((witness) => aCosignature(witness, text))]),
      };
    });
  const three = ['one', 'two', 'three'].map(aWitness);

  it('that the policy asks for and that have cosigned are named', async () => {
    const { log } = Fleet.withGoodTrail();
    const evidence = await cosigned(log, three.slice(0, 2));
    expect(await judge(log, { evidence, policy: withQuorum(log, three, 'two') })).toMatchObject({ exit: 0 });
  });

  it('are named with the time as of which the quorum had seen it', async () => {
    const { log } = Fleet.withGoodTrail();
    const seconds = [100, 300, 200];
    const evidence = await changed(log, (bundle) => {
      const { text, signatures } = parseNote(bundle.checkpoint);
      const lines = three.map((witness, at) => aCosignature(witness, text, seconds[at]));
      return { ...bundle, checkpoint: formatNote(text, [...signatures, ...lines]) };
    });
    const verdict = await judge(log, { evidence, policy: withQuorum(log, three, 'two') });
    expect(verdict.checkpoint?.cosigners).toEqual({
      witnesses: seconds.map((second, at) => ({ name: `w${at + 1}`, timeMs: second * 1_000, isOperators: false })),
      asOfMs: 200_000,
      isIndependent: true,
    });
    expect(verdict.notChecked.map(({ code }) => code)).not.toContain('SAME_LOG_FOR_ALL');
  });

  it('that the operator runs prove nothing about the operator, and the verdict says so', async () => {
    const { log } = Fleet.withGoodTrail();
    const witnesses = [`${log.origin}/witness/north`, `${log.origin}-of-somebody-else`].map(witnessNamed);
    const evidence = await cosigned(log, witnesses);
    const judged = (quorum: string) => judge(log, { evidence, policy: withQuorum(log, witnesses, quorum) });
    const [byOwn, byForeign] = await Promise.all([judged('w1'), judged('w2')]);
    expect([byOwn.exit, byForeign.exit]).toEqual([0, 0]);
    expect(byOwn.checks.find(({ code }) => code === 'QUORUM')?.text).toMatch(/that the operator of the log runs/u);
    const open = byOwn.notChecked.filter(({ code }) => code === 'SAME_LOG_FOR_ALL' || code === 'FRESHNESS');
    expect(open.map(({ text }) => text).join(' ')).toMatch(/prove nothing about the operator.*own witnesses/u);
    expect(byForeign.notChecked.map(({ code }) => code)).not.toContain('SAME_LOG_FOR_ALL');
  });

  it('one short of the quorum, or one of them twice, cannot be judged or fails', async () => {
    const { log } = Fleet.withGoodTrail();
    const policy = withQuorum(log, three, 'two');
    const short = await judge(log, { evidence: await cosigned(log, three.slice(0, 1)), policy });
    expect([short.exit, resultsOf(short, 'QUORUM')]).toEqual([30, ['not-judged']]);
    expect(await judge(log, { evidence: await cosigned(log, [three[0]!, three[0]!]), policy })).toMatchObject({
      exit: 20,
    });
    expect(await judge(log, { evidence: await evidenceOf(log), policy })).toMatchObject({ exit: 30 });
  });

  it('that the policy does not name count for nothing, and the verdict says so', async () => {
    const { log } = Fleet.withGoodTrail();
    const evidence = await cosigned(log, [aWitness('stranger')]);
    expect(await judge(log, { evidence, policy: withQuorum(log, three, 'two') })).toMatchObject({ exit: 30 });
    const verdict = await judge(log, { evidence });
    expect(verdict.notChecked.map(({ code }) => code)).toContain('UNKNOWN_SIGNATURES');
  });
});

describe('the object', () => {
  it('that was asked for and that the evidence is of must be the same', async () => {
    const { log, maker } = Fleet.withGoodTrail();
    maker.scan({ subjects: [OTHER_ITEM] });
    const verdict = await judge(log, { evidence: await evidenceOf(log, { object: OTHER_ITEM }), wanted: ITEM });
    expect([verdict.exit, resultsOf(verdict, 'OBJECT')]).toEqual([20, ['failed']]);
  });

  it('of which there is no scan cannot be judged: absence is not proven', async () => {
    const { log } = Fleet.withGoodTrail();
    const verdict = await judge(log, { evidence: bundleOf(log, [0, 1], { object: OTHER_ITEM }) });
    expect(verdict).toMatchObject({ exit: 30, status: ['unknown object'] });
  });
});

describe('keys', () => {
  it('of a device without enrolment are unknown', async () => {
    const { log, made } = Fleet.withGoodTrail();
    const verdict = await judge(log, { evidence: bundleOf(log, [0, 1, made]) });
    expect(verdict).toMatchObject({ exit: 30, status: ['unknown key'] });
  });

  it('of an operator whose entry 0 is left out are unknown', async () => {
    const { log, made } = Fleet.withGoodTrail();
    expect(await judge(log, { evidence: bundleOf(log, [1, 2, 3, made]) })).toMatchObject({
      exit: 30,
      status: ['unknown key'],
    });
  });

  it('of a party that is left out are not judged', async () => {
    const { log, made } = Fleet.withGoodTrail();
    expect(await judge(log, { evidence: bundleOf(log, [0, 1, 3, made]) })).toMatchObject({
      exit: 30,
      status: ['unknown key'],
    });
  });

  it('that were made known by anyone but the operator fail', async () => {
    const fleet = new Fleet();
    const device = fleet.partyWithDevice('Maker');
    const party = { party: partyKey('9520000000004'), timeMs: 1, claims: [] };
    fleet.log.appendEvent(EventKind.PARTY, party, device.signer);
    device.scan({ to: { name: 'Forged', key: party.party } });
    const verdict = await judge(fleet.log);
    expect([verdict.exit, resultsOf(verdict, 'KEYS')]).toEqual([20, ['failed']]);
  });

  it('do not sign before they were made known', async () => {
    const fleet = new Fleet();
    const party = fleet.party('Early');
    const early = new TestDevice(fleet.log, 'early', party);
    early.scan();
    fleet.device('early', party);
    const verdict = await judge(fleet.log);
    expect([verdict.exit, resultsOf(verdict, 'KEYS')]).toEqual([20, ['failed']]);
  });

  it('that no verifier should take fail even when an operator enrols them', async () => {
    const fleet = new Fleet();
    const party = fleet.party('Maker');
    const smallOrder = Uint8Array.from([1, ...new Uint8Array(31)]);
    const signer = {
      algorithm: SignatureAlgorithm.ED25519,
      publicKey: smallOrder,
      keyId: seedOf('k').slice(0, 8),
      sign: () => new Uint8Array(64),
    };
    fleet.device('crooked', party, { signer });
    const honest = fleet.device('honest', party);
    honest.scan();
    const crooked = await judge(fleet.log, { evidence: bundleOf(fleet.log, [0, 1, 2, 3, 4, 5]) });
    expect([crooked.exit, resultsOf(crooked, 'KEYS')]).toEqual([20, ['failed']]);
  });
});

describe('signatures', () => {
  it('that are not by the key that was active fail, and the entry is named', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const scan = maker.sign();
    const forged = maker.deliver({ ...scan, signature: signerOfSeed(seedOf('thief')).sign(seedOf('anything')) });
    const verdict = await judge(fleet.log);
    expect(verdict).toMatchObject({ exit: 20, steps: [] });
    expect(verdict.checks).toContainEqual(
      expect.objectContaining({ code: 'SIGNATURES', result: 'failed', entries: [forged] }),
    );
  });

  it('cover the scan in its boot: one that nobody announced is not judged', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.deliver({ ...maker.sign(), boot: seedOf('another boot').slice(0, 16) });
    expect(resultsOf(await judge(fleet.log), 'KEYS')).toContain('not-judged');
  });
});

describe('trails', () => {
  it('with an entry that has nothing to do with the object fail', async () => {
    const { log, maker, made, shipped, received } = Fleet.withGoodTrail();
    const foreign = maker.scan({ subjects: [OTHER_ITEM] });
    const verdict = await judge(log, { evidence: bundleOf(log, [0, 1, 2, 3, 4, 5, made, shipped, received, foreign]) });
    expect(verdict.checks).toContainEqual(
      expect.objectContaining({ code: 'TRAILS', result: 'failed', entries: [foreign] }),
    );
  });

  it('with a span of a unit that is stretched fail', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan({ parent: PALLET, children: [ITEM] });
    maker.scan({ parent: PALLET, children: [ITEM], action: 3 });
    const after = maker.scan({ subjects: [PALLET] });
    const verdict = await judge(fleet.log, { evidence: bundleOf(fleet.log, [0, 1, 2, 3, 4, 5, after]) });
    expect(verdict.checks).toContainEqual(
      expect.objectContaining({ code: 'TRAILS', result: 'failed', entries: [after] }),
    );
  });

  it('with key events of a stranger fail', async () => {
    const { fleet, log, made, shipped, received } = Fleet.withGoodTrail();
    const stranger = log.size;
    fleet.partyWithDevice('Stranger');
    const verdict = await judge(log, {
      evidence: bundleOf(log, [0, 1, 2, 3, 4, 5, made, shipped, received, stranger]),
    });
    expect(verdict.checks).toContainEqual(
      expect.objectContaining({ code: 'TRAILS', result: 'failed', entries: [stranger] }),
    );
  });

  it('that stop before the end of the log, though there is room for more, fail', async () => {
    const { log } = Fleet.withGoodTrail();
    for (const until of [log.size - 1, log.size + 1]) {
      const verdict = await judge(log, { evidence: await changed(log, (bundle) => ({ ...bundle, until })) });
      expect([verdict.exit, resultsOf(verdict, 'TRAILS')]).toEqual([20, ['failed']]);
    }
  });
});

describe('entries', () => {
  it.each([EventKind.ERASURE, 18, 2 ** 31 - 1])(
    'of event kind %i, which this version does not know, change nothing',
    async (kind) => {
      const { log, received } = Fleet.withGoodTrail();
      const before = await judge(log);
      const event = {
        kind,
        body: Uint8Array.of(1),
        signerKeyId: new Uint8Array(8),
        signature: new Uint8Array(64).fill(1),
      };
      const later = log.append(encodeLogEntry({ kind: 'event', event: { ...event, objects: [objectKey(ITEM)] } }));
      const verdict = await judge(log);
      expect(verdict).toMatchObject({ exit: before.exit, state: 'intact', steps: before.steps });
      expect(verdict.trail!.length).toBe(before.trail!.length + 1);
      expect(resultsOf(verdict, 'ENTRIES')).toEqual(['passed']);
      const openOf = ({ notChecked }: typeof verdict) => notChecked.map(({ code }) => code);
      expect(openOf(verdict).toSorted()).toEqual([...openOf(before), 'UNKNOWN_EVENTS'].toSorted());
      expect(later).toBeGreaterThan(received);
    },
  );

  it('of a recall by the operator are judged, and by a stranger fail', async () => {
    for (const [signer, exit] of [
      ['operatorSigner', 0],
      ['receiptSigner', 20],
    ] as const) {
      const { log } = Fleet.withGoodTrail();
      const body = {
        party: partyKey('9520000000004'),
        timeMs: 1,
        claims: [],
        objects: [objectKey(ITEM)],
        status: 1 as const,
      };
      log.appendEvent(EventKind.RECALL, body, log[signer]);
      expect((await judge(log)).exit).toBe(exit);
    }
  });

  it('that no program of this version can read cannot be judged', async () => {
    const { log, made } = Fleet.withGoodTrail();
    const garbage = log.append(Uint8Array.of(0x1a, 1, 2));
    const verdict = await judge(log, { evidence: bundleOf(log, [0, 1, 2, 3, made, garbage]) });
    expect([verdict.exit, resultsOf(verdict, 'ENTRIES'), resultsOf(verdict, 'INCLUSION')]).toEqual([
      30,
      ['not-judged'],
      ['passed'],
    ]);
  });
});

describe('counters', () => {
  it('that stand twice fail', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const scan = maker.sign();
    maker.deliver(scan);
    const twin = maker.deliver(scan);
    const verdict = await judge(fleet.log);
    expect(verdict.checks).toContainEqual(
      expect.objectContaining({ code: 'COUNTERS', result: 'failed', entries: [twin] }),
    );
  });

  it('that come again after higher ones fail', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const scan = maker.sign();
    maker.deliver(scan);
    maker.scan();
    maker.deliver(scan);
    expect(resultsOf(await judge(fleet.log), 'COUNTERS')).toEqual(['failed']);
  });

  it('that the log understates fail', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan();
    const { uris, disclosures, ...scan } = maker.sign();
    const lie = fleet.log.append(
      encodeLogEntry({ kind: 'scan', scan: { ...scan, after: 0, verificationProfile: 1 } }),
      { uris, disclosures },
    );
    const verdict = await judge(fleet.log);
    expect(verdict.checks).toContainEqual(
      expect.objectContaining({ code: 'COUNTERS', result: 'failed', entries: [lie] }),
    );
  });
});

describe('a device that contradicts itself', () => {
  const twice = (): { fleet: Fleet; first: ReturnType<typeof statementOf>; second: ReturnType<typeof statementOf> } => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const one = maker.sign({ bizStep: 'storing' });
    maker.deliver(one);
    const other = fleet.device('shadow', maker.party, { signer: maker.signer });
    const { header } = other.sign({ bizStep: 'picking' });
    const fields = { ...one, header };
    const signature = maker.signer.sign(statementBytes(fields));
    return { fleet, first: statementOf(one), second: statementOf({ ...fields, signature }) };
  };

  it('shows as a notice in every trail that it signed', async () => {
    const { fleet, first, second } = twice();
    fleet.log.appendEvent(
      EventKind.EQUIVOCATION,
      { first, second, timeMs: 1, reason: 'COUNTER_REUSED' },
      fleet.log.receiptSigner,
    );
    const verdict = await judge(fleet.log);
    expect([verdict.exit, resultsOf(verdict, 'DEVICES'), verdict.status]).toEqual([10, ['notice'], ['notice']]);
  });

  it('is not accused with statements that it did not sign, or that do not contradict each other', async () => {
    for (const invent of [
      ({ first, second }: ReturnType<typeof twice>) => ({
        first,
        second: { ...second, signature: new Uint8Array(64).fill(9) },
      }),
      ({ first }: ReturnType<typeof twice>) => ({ first, second: first }),
    ]) {
      const scene = twice();
      const { log } = scene.fleet;
      log.appendEvent(
        EventKind.EQUIVOCATION,
        { ...invent(scene), timeMs: 1, reason: 'COUNTER_REUSED' },
        log.receiptSigner,
      );
      expect(await judge(log)).toMatchObject({ exit: 20 });
    }
  });

  it('is not accused by anyone but a receipt key', async () => {
    const { fleet, first, second } = twice();
    fleet.log.appendEvent(
      EventKind.EQUIVOCATION,
      { first, second, timeMs: 1, reason: 'COUNTER_REUSED' },
      fleet.log.operatorSigner,
    );
    expect(resultsOf(await judge(fleet.log), 'KEYS')).toContain('failed');
  });

  it('and whose scans do not chain is noticed', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan();
    const { uris, disclosures, ...scan } = maker.sign();
    const crooked = { ...scan, previous: seedOf('elsewhere') };
    maker.deliver({ ...crooked, signature: maker.signer.sign(statementBytes(crooked)), uris, disclosures });
    const verdict = await judge(fleet.log);
    expect([verdict.exit, verdict.findings.map(({ code }) => code)]).toEqual([10, ['PREVIOUS_MISFIT']]);
  });

  const seen = (seenCheckpoint: (log: MemoryLog) => SeenCheckpoint) => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    fleet.log.fill(9);
    const given = seenCheckpoint(fleet.log);
    fleet.log.fill(2);
    maker.scan({ seenCheckpoint: given });
    fleet.log.fill(3);
    return judge(fleet.log);
  };
  const ODD = { exit: 10, findings: [{ code: 'SEEN_CHECKPOINT_ODD' }] };

  it('by seeing a checkpoint before its own scan is noticed', async () => {
    expect(await seen((log) => ({ size: 400, root: log.root() }))).toMatchObject(ODD);
  });

  it('by seeing another root than the log had, at a size that the evidence tells, is noticed', async () => {
    expect(await seen((log) => ({ size: log.size + 2, root: seedOf('another history') }))).toMatchObject(ODD);
    expect(await seen(() => ({ size: 4, root: seedOf('another history') }))).toMatchObject(ODD);
  });

  it('and saw what the log was is not, nor one of whose size the evidence does not tell the root', async () => {
    expect(await seen((log) => ({ size: log.size, root: log.root() }))).toMatchObject({ exit: 0 });
    expect(await seen(() => ({ size: 5, root: seedOf('another history') }))).toMatchObject({ exit: 0 });
    expect(await seen(() => ({ size: 0, root: seedOf('another history') }))).toMatchObject({ exit: 0 });
  });
});

describe('a scan that was refused', () => {
  it('does not pass for a gap, and is noticed where its counter is missing', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan();
    const refused = maker.sign();
    fleet.log.appendEvent(
      EventKind.REFUSED,
      { statement: statementOf(refused), reason: 'TIME_TOO_LATE', timeMs: 1 },
      fleet.log.receiptSigner,
    );
    maker.scan();
    const verdict = await judge(fleet.log);
    expect([verdict.exit, verdict.findings.map(({ code }) => code)]).toEqual([10, ['COUNTER_REFUSED']]);
  });
});

describe('the status', () => {
  it.each<[string, (fleet: Fleet) => void, string, CheckCode]>([
    [
      'a hole in the counters',
      (fleet) => {
        const maker = fleet.partyWithDevice('Maker');
        maker.scan();
        maker.loseScans(2);
        maker.scan();
      },
      'gap',
      'GAPS',
    ],
    [
      'a step that is implied and missing',
      (fleet) => {
        fleet.partyWithDevice('Maker').scan({ bizStep: 'receiving' });
      },
      'gap',
      'GAPS',
    ],
    [
      'a scan by someone without custody',
      (fleet) => {
        fleet.partyWithDevice('Maker').scan();
        fleet.partyWithDevice('Thief').scan();
      },
      'seen elsewhere',
      'CUSTODY',
    ],
    [
      'a packing by someone without custody',
      (fleet) => {
        fleet.partyWithDevice('Maker').scan();
        fleet.partyWithDevice('Thief').scan({ parent: PALLET, children: [ITEM] });
      },
      'seen elsewhere',
      'PACKING',
    ],
    [
      'a temperature outside of its band',
      (fleet) => {
        fleet.partyWithDevice('Maker').scan({ claims: { temperatureVerdict: 'above' } });
      },
      'excursion',
      'TEMPERATURE',
    ],
  ])('of %s is a notice, never a mismatch', async (_, tell, kind, code) => {
    const fleet = new Fleet();
    tell(fleet);
    const verdict = await judge(fleet.log);
    expect(verdict).toMatchObject({ exit: 10, state: 'intact' });
    expect(verdict.status).toContain(kind);
    expect(resultsOf(verdict, code)).toContain('notice');
  });

  it('is a mismatch where there is one, even when a key is unknown too', async () => {
    const { log } = Fleet.withGoodTrail();
    const evidence = (await evidenceOf(log)).replace('commissioning', 'commissionimg');
    const verdict = await judge(log, { evidence, policy: new MemoryLog('other.example/log').policy() });
    expect(verdict).toMatchObject({ exit: 20, status: ['mismatch'] });
  });
});

const keyIdOf = ({ name, type, publicKey }: MemoryLog['vkey']): Uint8Array => noteKeyIdOf(name, type, publicKey);

async function changed(log: MemoryLog, change: (bundle: EvidenceBundle) => EvidenceBundle): Promise<string> {
  return encodeEvidence(change(parseEvidence(await evidenceOf(log))));
}

const statementOf = (scan: LoggedLike) => ({
  device: scan.device,
  keyId: scan.keyId,
  boot: scan.boot,
  counter: scan.counter,
  previous: scan.previous,
  headerHash: sha256(scan.header),
  signature: scan.signature,
});
type LoggedLike = Pick<
  ReturnType<TestDevice['sign']>,
  'device' | 'keyId' | 'boot' | 'counter' | 'previous' | 'header' | 'signature'
>;
