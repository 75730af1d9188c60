import {
  EMPTY_ROOT,
  formatCheckpointBody,
  formatNote,
  formatWitnessRequest,
  KeyType,
  parseNote,
  parseSignatureLine,
  verifyNote,
} from '#libs/core/tlog';
import { aSigner, verifyEd25519 } from '../../../../test/kit/tlog/ed25519.js';
import type { Witness } from '../index.js';
import { ALog, utf8 } from '../../../../test/kit/witness/a-log.js';
import { MemoryStore, openInMemory, signer, START_MS, TurnedClock } from './support/a-witness.js';

const log = new ALog();
const START_SECONDS = START_MS / 1_000;
let store: MemoryStore;
let clock: TurnedClock;
let witness: Witness;
const ask = (body: string) => witness.addCheckpoint(utf8(body));
const kindOf = async (body: string) => (await ask(body)).kind;
const sizeNow = () => witness.logs()[0]!.latest?.size ?? null;

beforeEach(async () => {
  store = new MemoryStore();
  clock = new TurnedClock();
  witness = await openInMemory([log.signer.vkey], { store, clock });
});

describe('a checkpoint that continues the last one', () => {
  it('is cosigned: the first, the next, and each of many', async () => {
    let oldSize = 0;
    for (const size of [1, 2, 3, 7, 8, 255, 256, 257, 1_000]) {
      expect(await kindOf(log.request(oldSize, size))).toBe('cosigned');
      oldSize = size;
    }
    expect(sizeNow()).toBe(1_000);
  });

  it('gets a signature line that is good over its whole text', async () => {
    const decision = await ask(log.request(0, 42));
    if (decision.kind !== 'cosigned') throw new Error(decision.kind);
    const cosignature = parseSignatureLine(decision.lines.trimEnd());
    const note = formatNote(log.text(42), [log.signer.signNote(log.text(42)), cosignature]);
    const { verified } = await verifyNote({ note, vkeys: [log.signer.vkey, signer.vkey], verify: verifyEd25519 });
    expect(verified.map(({ timeSeconds }) => timeSeconds)).toEqual([null, START_SECONDS]);
  });

  it('may be an empty tree, and what follows an empty tree needs no proof', async () => {
    expect(await kindOf(log.request(0, 0))).toBe('cosigned');
    expect(await kindOf(log.request(0, 0))).toBe('cosigned');
    expect(sizeNow()).toBe(0);
    expect(await kindOf(log.request(0, 5))).toBe('cosigned');
  });

  it('may have lines that this witness does not know', async () => {
    const text = `${formatCheckpointBody({ origin: log.origin, size: 0, root: EMPTY_ROOT })}extension\n`;
    expect(await kindOf(`old 0\n\n${formatNote(text, [log.signer.signNote(text)])}`)).toBe('cosigned');
    expect(parseNote(store.notes.get(log.origin)!).text).toBe(text);
  });

  it('may be the last one again, which gets the time of now', async () => {
    await ask(log.request(0, 42));
    clock.turn(3_600);
    expect(await ask(log.request(42, 42))).toMatchObject({
      kind: 'cosigned',
      checkpoint: { size: 42, timeSeconds: START_SECONDS + 3_600 },
    });
  });
});

describe('what does not continue the last one', () => {
  beforeEach(() => ask(log.request(0, 42)));
  afterEach(() => expect(sizeNow()).toBe(42));

  it('is stale from any other size, and is told the size', async () => {
    for (const [oldSize, size] of [
      [0, 50],
      [41, 50],
      [43, 50],
      [0, 42],
      [10, 20],
      [20, 20],
      [0, 0],
    ] as const)
      expect(await ask(log.request(oldSize, size))).toEqual({ kind: 'stale', size: 42 });
  });

  it('is malformed when the old size is above the new one, even where it is stale as well', async () => {
    const note = log.note(41);
    expect(await kindOf(formatWitnessRequest({ oldSize: 42, proof: [], note }))).toBe('malformed');
    expect(await kindOf(formatWitnessRequest({ oldSize: 50, proof: [], note }))).toBe('malformed');
  });

  it('is a conflict with another root of the same size', async () => {
    const decision = await ask(log.fork(30).request(42, 42));
    expect(decision).toMatchObject({ kind: 'conflict', size: 42 });
  });

  it('is inconsistent when the log was rewritten, and the refused note is handed out as proof', async () => {
    const fork = log.fork(30);
    expect(await ask(fork.request(42, 50))).toMatchObject({ kind: 'inconsistent', note: fork.note(50) });
    const conflict = await ask(fork.request(42, 42));
    expect(conflict).toMatchObject({ note: fork.note(42) });
  });

  it('is inconsistent with a proof that is missing, short, long, out of order or of other sizes', async () => {
    const note = log.note(50);
    const proof = log.proof({ oldSize: 42, size: 50 });
    const wrong = [
      [],
      proof.slice(1),
      proof.slice(0, -1),
      [...proof, proof[0]!],
      proof.toReversed(),
      log.proof({ oldSize: 41, size: 50 }),
      log.proof({ oldSize: 42, size: 51 }),
    ];
    for (const one of wrong)
      expect(await kindOf(formatWitnessRequest({ oldSize: 42, proof: one, note }))).toBe('inconsistent');
    const again = { oldSize: 42, proof: [proof[0]!], note: log.note(42) };
    expect(await kindOf(formatWitnessRequest(again))).toBe('inconsistent');
  });
});

it('from size 0 nothing can be proven, so a proof there is inconsistent', async () => {
  const proof = log.proof({ oldSize: 1, size: 2 });
  expect(await kindOf(formatWitnessRequest({ oldSize: 0, proof, note: log.note(2) }))).toBe('inconsistent');
  expect(await kindOf(formatWitnessRequest({ oldSize: 0, proof, note: log.note(0) }))).toBe('inconsistent');
  expect(sizeNow()).toBeNull();
});

describe('whose checkpoint it is', () => {
  it('decides before anything else: an origin that is not followed is unknown', async () => {
    for (const origin of ['cairn.example/lo', 'cairn.example/log2', 'Cairn.example/log', 'other.example'])
      expect(await kindOf(new ALog(origin).request(0, 5))).toBe('unknown-log');
  });

  it('needs a good signature by the key of that origin', async () => {
    const text = log.text(5);
    const stranger = aSigner('stranger.example');
    const sameName = aSigner(log.origin, undefined, 'another seed');
    const broken = { ...log.signer.signNote(text), signature: log.signer.sign(Uint8Array.of(1)) };
    const notes = [[stranger.signNote(text)], [sameName.signNote(text)], [broken], [broken, log.signer.signNote(text)]];
    for (const signatures of notes) expect(await kindOf(`old 0\n\n${formatNote(text, signatures)}`)).toBe('unsigned');
    expect(sizeNow()).toBeNull();
  });

  it('is not decided by a key of another log that is followed', async () => {
    const other = new ALog('other.example');
    witness = await openInMemory([log.signer.vkey, other.signer.vkey]);
    const text = log.text(5);
    expect(await kindOf(`old 0\n\n${formatNote(text, [other.signer.signNote(text)])}`)).toBe('unsigned');
    // The other log signs for this origin under its own name: of an unknown name there, so no signature of this log.
    const own = { ...other.signer.signNote(text), name: log.origin };
    expect(await kindOf(`old 0\n\n${formatNote(text, [own])}`)).toBe('unsigned');
  });

  it('keeps the log signature, and drops those of strangers', async () => {
    const text = log.text(5);
    const strangers = Array.from({ length: 20 }, (_, at) => aSigner(`stranger.example/${at}`).signNote(text));
    await ask(`old 0\n\n${formatNote(text, [...strangers, log.signer.signNote(text)])}`);
    const kept = parseNote(store.notes.get(log.origin)!).signatures.map(({ name }) => name);
    expect(kept).toEqual([log.origin, signer.vkey.name]);
  });

  it('may be said by either key while a log changes its key, and the tree goes on', async () => {
    const next = new ALog(log.origin, { key: 'the next key' });
    witness = await openInMemory([log.signer.vkey, next.signer.vkey], { store, clock });
    expect(await kindOf(log.request(0, 5))).toBe('cosigned');
    expect(await kindOf(next.request(5, 9))).toBe('cosigned');
    const both = formatNote(log.text(9), [log.signer.signNote(log.text(9)), next.signer.signNote(log.text(9))]);
    expect(await kindOf(`old 9\n\n${both}`)).toBe('cosigned');
    // The old key is retired: what it signed stays what the next checkpoint has to continue.
    witness = await openInMemory([next.signer.vkey], { store, clock });
    expect(sizeNow()).toBe(9);
    expect(await kindOf(log.request(9, 12))).toBe('unsigned');
    expect(await kindOf(next.request(9, 12))).toBe('cosigned');
  });
});

describe('requests at once', () => {
  beforeEach(() => {
    let calls = 0;
    store.delay = () => new Promise((done) => setTimeout(done, (7 * ++calls) % 5));
  });

  it('for one tree: one is cosigned, the others are told the size that it made', async () => {
    const decisions = await Promise.all(Array.from({ length: 50 }, (_, at) => ask(log.request(0, at + 1))));
    const cosigned = decisions.filter(({ kind }) => kind === 'cosigned');
    const stale = decisions.filter((one) => one.kind === 'stale').map(({ size }) => size);
    expect([cosigned.length, stale.length]).toEqual([1, 49]);
    expect(new Set(stale)).toEqual(new Set([sizeNow()]));
  });

  it('of two truths: never both are cosigned', async () => {
    await ask(log.request(0, 10));
    const fork = log.fork(10);
    const bodies = Array.from({ length: 50 }, (_, at) => (at % 2 ? log : fork).request(10, 11 + at));
    const kinds = (await Promise.all(bodies.map(kindOf))).filter((kind) => kind === 'cosigned');
    expect(kinds).toHaveLength(1);
  });

  it('of two logs do not wait for each other', async () => {
    const other = new ALog('other.example');
    witness = await openInMemory([log.signer.vkey, other.signer.vkey], { store });
    let release = (): void => {};
    const inside = new Promise<void>((entered) => {
      store.delay = () => {
        entered();
        return new Promise((done) => (release = done));
      };
    });
    const held = ask(log.request(0, 5));
    await inside;
    store.delay = async () => {};
    expect(await kindOf(other.request(0, 5))).toBe('cosigned');
    release();
    expect((await held).kind).toBe('cosigned');
  });
});

describe('a store that fails', () => {
  it.each(['before', 'after'] as const)(
    '%s it has kept: nobody sees the cosignature, and the tree stays',
    async (fail) => {
      await ask(log.request(0, 10));
      store.fail = fail;
      await expect(ask(log.request(10, 20))).rejects.toThrow(/the disk is/u);
      expect(sizeNow()).toBe(10);
      expect(witness.storeProblem()).toMatch(/the disk is/u);
      store.fail = null;
      expect(await ask(log.request(20, 30))).toEqual({ kind: 'stale', size: 10 });
      expect(await kindOf(log.request(10, 30))).toBe('cosigned');
      expect(witness.storeProblem()).toBeNull();
    },
  );

  it('has, after a start, what it had kept', async () => {
    await ask(log.request(0, 10));
    store.fail = 'after';
    await expect(ask(log.request(10, 20))).rejects.toThrow('the disk is gone');
    witness = await openInMemory([log.signer.vkey], { store });
    expect(sizeNow()).toBe(20);
  });
});

describe('the time of a cosignature', () => {
  const timeOf = async (body: string) => {
    const decision = await ask(body);
    return decision.kind === 'cosigned' ? decision.checkpoint.timeSeconds - START_SECONDS : decision.kind;
  };

  it('never runs backwards, also after a start', async () => {
    expect(await timeOf(log.request(0, 1))).toBe(0);
    clock.turn(-60);
    expect(await timeOf(log.request(1, 2))).toBe(0);
    witness = await openInMemory([log.signer.vkey], { store, clock });
    expect(await timeOf(log.request(2, 3))).toBe(0);
    clock.turn(61);
    expect(await timeOf(log.request(3, 4))).toBe(1);
  });

  it('is not invented: a clock that is far behind signs nothing, and says so', async () => {
    await ask(log.request(0, 1));
    expect(witness.clockProblem()).toBeNull();
    clock.turn(-61);
    expect(await timeOf(log.request(1, 2))).toBe('clock-behind');
    expect(witness.clockProblem()).toMatch(/61 s behind/u);
    expect(sizeNow()).toBe(1);
    clock.turn(61);
    expect(await timeOf(log.request(1, 2))).toBe(0);
  });
});

describe('the logs to follow', () => {
  it('are at least one, with Ed25519 keys that can be told apart', async () => {
    const { vkey } = log.signer;
    await expect(openInMemory([])).rejects.toMatchObject({ code: 'LOG_KEYS_INVALID' });
    await expect(openInMemory([{ ...vkey, type: KeyType.mlDsa44 }])).rejects.toMatchObject({
      code: 'LOG_KEYS_INVALID',
    });
    const twin = { ...aSigner(log.origin, undefined, 'twin').vkey, keyId: vkey.keyId };
    await expect(openInMemory([vkey, twin])).rejects.toMatchObject({ code: 'LOG_KEYS_INVALID' });
  });

  it('may name a key twice', async () => {
    witness = await openInMemory([log.signer.vkey, { ...log.signer.vkey }]);
    expect(witness.logs()[0]!.vkeys).toHaveLength(1);
  });
});
