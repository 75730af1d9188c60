import { gzipSync } from 'node:zlib';
import {
  cosign,
  encodeCosignature,
  formatNote,
  formatWitnessSignatures,
  KeyType,
  type NoteSignature,
  parseSignatureLine,
  type TwoSizes,
  verifyNote,
  WITNESS_ANSWER_BYTES_MAX,
} from '#libs/core/tlog';
import { aSigner, verifyEd25519 } from '../../../../test/kit/tlog/ed25519.js';
import { type Witness, WitnessClient, type WitnessServer } from '../index.js';
import { ALog } from '../../../../test/kit/witness/a-log.js';
import { MemoryStore, openInMemory, signer, START_MS, TurnedClock } from './support/a-witness.js';
import { LyingWitness } from './support/lying-witness.js';
import { serve } from '../../../../test/kit/witness/served.js';

const log = new ALog();
const TIMEOUT_MS = 20_000; // long enough for a busy machine: what is to time out says so
const START_SECONDS = START_MS / 1_000;
let clock: TurnedClock;
const ended: (() => Promise<void>)[] = [];

beforeEach(() => void (clock = new TurnedClock()));
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

const clientOf = (url: string) =>
  new WitnessClient({ witness: { name: 'w1', vkey: signer.vkey, url }, verify: verifyEd25519, clock });

/** Has a size of the log cosigned; remembers for which sizes a proof was asked. */
function ask(client: WitnessClient, size: number, from = log) {
  const proofs: TwoSizes[] = [];
  const consistencyProof = async (sizes: TwoSizes) => {
    proofs.push(sizes);
    return from.proof(sizes);
  };
  const outcome = client.cosign({ note: from.note(size), consistencyProof, timeoutMs: TIMEOUT_MS });
  return outcome.then((one) => ({ ...one, proofs }));
}

describe('an honest witness', () => {
  let witness: Witness;
  let server: WitnessServer;
  let client: WitnessClient;

  beforeEach(async () => {
    witness = await openInMemory([log.signer.vkey], { store: new MemoryStore(), clock });
    server = await serve(witness, '/w1');
    ended.push(() => server.stop());
    client = clientOf(`http://127.0.0.1:${server.port}/w1/`);
  });

  it('gives a line that makes the note a cosigned one', async () => {
    const outcome = await ask(client, 42);
    if (outcome.kind !== 'cosigned') throw new Error(outcome.kind);
    expect(outcome.timeSeconds).toBe(START_SECONDS);
    const { verified } = await verifyNote({
      note: log.note(42) + outcome.line,
      vkeys: [log.signer.vkey, signer.vkey],
      verify: verifyEd25519,
    });
    expect(verified).toHaveLength(2);
  });

  it('is asked from the size that it last confirmed', async () => {
    await ask(client, 42);
    expect(client.confirmedSize).toBe(42);
    expect(await ask(client, 50)).toMatchObject({ kind: 'cosigned', proofs: [{ oldSize: 42, size: 50 }] });
    expect(await ask(client, 50)).toMatchObject({ kind: 'cosigned', proofs: [] });
  });

  it('gives an idle log a new time', async () => {
    await ask(client, 42);
    clock.turn(3_600);
    expect(await ask(client, 42)).toMatchObject({ kind: 'cosigned', timeSeconds: START_SECONDS + 3_600 });
  });

  it('that knows a size which the client does not know is asked again from there', async () => {
    await ask(client, 42);
    expect(await ask(clientOf(`http://127.0.0.1:${server.port}/w1`), 50)).toMatchObject({
      kind: 'cosigned',
      proofs: [{ oldSize: 42, size: 50 }],
    });
  });

  it('that knows a larger tree says so, whatever the client remembers', async () => {
    await ask(client, 50);
    for (const one of [client, clientOf(`http://127.0.0.1:${server.port}/w1`)])
      for (const size of [42, 0]) expect(await ask(one, size)).toMatchObject({ kind: 'larger', size: 50 });
  });

  it('that has another root for the size says conflict, on the first word and on the second', async () => {
    await ask(client, 42);
    for (const one of [client, clientOf(`http://127.0.0.1:${server.port}/w1`)])
      expect(await ask(one, 42, log.fork(10))).toMatchObject({ kind: 'conflict', size: 42 });
  });

  it('refuses a log that was rewritten, and one that it does not follow', async () => {
    await ask(client, 42);
    expect(await ask(client, 50, log.fork(10))).toMatchObject({ kind: 'refused', status: 422 });
    expect(await ask(client, 50, new ALog('other.example'))).toMatchObject({
      kind: 'refused',
      status: 404,
      text: 'this witness does not follow a log of that origin',
    });
  });

  it('serves many askers at once, and each ends in an outcome that fits', async () => {
    await ask(client, 1);
    const clients = Array.from({ length: 12 }, () => clientOf(`http://127.0.0.1:${server.port}/w1`));
    const outcomes = await Promise.all(clients.map((one, at) => ask(one, 2 + at)));
    for (const [at, outcome] of outcomes.entries()) {
      if (outcome.kind === 'larger') expect(outcome.size).toBeGreaterThan(2 + at);
      // Two retries, and others were faster each time.
      else expect(['cosigned', 'refused']).toContain(outcome.kind);
    }
    expect(witness.logs()[0]!.latest!.size).toBeGreaterThan(1);
  });
});

describe('a lying witness', () => {
  const good = (timeSeconds = START_SECONDS, text = log.text(42), by = signer): Promise<NoteSignature> =>
    cosign({ text, vkey: by.vkey, timeSeconds, sign: by.sign });
  const answering = async (answer: Parameters<typeof LyingWitness.start>[0]) => {
    const liar = await LyingWitness.start(answer);
    ended.push(() => liar.stop());
    return { liar, client: clientOf(liar.url) };
  };
  const outcomeOf200 = async (...signatures: NoteSignature[]) => {
    const { client } = await answering((response) => response.end(formatWitnessSignatures(signatures)));
    return ask(client, 42);
  };

  it('is believed when it tells the truth, also among the lines of others, and the latest of its times counts', async () => {
    const stranger = aSigner('stranger.example', KeyType.cosignature);
    const outcome = await outcomeOf200(
      await good(START_SECONDS, undefined, stranger),
      await good(START_SECONDS - 5),
      await good(START_SECONDS + 5),
      await good(START_SECONDS - 9),
    );
    expect(outcome).toMatchObject({ kind: 'cosigned', timeSeconds: START_SECONDS + 5 });
    if (outcome.kind === 'cosigned') expect(parseSignatureLine(outcome.line.trimEnd()).name).toBe(signer.vkey.name);
  });

  it('with another key or another name is told by the key that it has', async () => {
    const otherKey = aSigner(signer.vkey.name, KeyType.cosignature, 'another key');
    const otherName = aSigner('other.example', KeyType.cosignature, signer.vkey.name);
    const stranger = aSigner('stranger.example', KeyType.cosignature);
    const id = ({ keyId }: { readonly keyId: Uint8Array }): string => Buffer.from(keyId).toString('hex');
    const has = `and the policy has ${signer.vkey.name} with key id ${id(signer.vkey)}`;
    const by = (...signers: (typeof signer)[]) =>
      Promise.all(signers.map((one) => good(START_SECONDS, undefined, one))).then((lines) => outcomeOf200(...lines));
    const told = (reason: string) => ({ kind: 'other-key', reason, proofs: [] });
    const sameName = told(`it cosigns as ${signer.vkey.name} with key id ${id(otherKey.vkey)}, ${has}`);
    expect(await by(otherKey)).toEqual(sameName);
    expect(await by(stranger, otherKey)).toEqual(sameName); // the one that is likely its own
    const sameKey = told(`it cosigns with the key of the policy under the name other.example, ${has}`);
    expect(await by(stranger, otherKey, otherName)).toEqual(sameKey);
    const feigned = { ...(await good(START_SECONDS, log.text(41), otherName)) };
    expect(await outcomeOf200(feigned)).toEqual(
      told(`it cosigns as other.example with key id ${id(otherName.vkey)}, ${has}`),
    );
  });

  it('with a plain signature has said nothing', async () => {
    const reason = 'the answer has no signature of the pinned key';
    expect(await outcomeOf200(log.signer.signNote(log.text(42)))).toMatchObject({ kind: 'invalid', reason });
  });

  it('with a bad signature, another text, another time or other bytes is invalid, also beside a good line', async () => {
    const one = await good();
    const bad: NoteSignature[] = [
      { ...one, signature: one.signature.with(20, one.signature[20]! ^ 1) },
      { ...one, signature: one.signature.with(7, one.signature[7]! ^ 1) },
      { ...one, signature: one.signature.slice(1) },
      { ...one, signature: signer.sign(new TextEncoder().encode(log.text(42))) },
      { ...one, signature: encodeCosignature({ timeSeconds: START_SECONDS, signature: new Uint8Array(64) }) },
      { ...one, signature: one.signature.with(0, 0xff) },
      await good(START_SECONDS, log.text(41)),
      {
        ...(await good(START_SECONDS, undefined, aSigner(signer.vkey.name, KeyType.cosignature, 'x'))),
        keyId: one.keyId,
      },
    ];
    for (const signature of bad) {
      expect(await outcomeOf200(signature)).toMatchObject({ kind: 'invalid' });
      expect(await outcomeOf200(one, signature)).toMatchObject({ kind: 'invalid' });
    }
  });

  it('whose time is more than 300 s from now is invalid', async () => {
    for (const seconds of [-300, 300])
      expect(await outcomeOf200(await good(START_SECONDS + seconds))).toMatchObject({ kind: 'cosigned' });
    for (const [seconds, side] of [
      [-301, 'before'],
      [301, 'after'],
    ] as const)
      expect(await outcomeOf200(await good(START_SECONDS + seconds))).toMatchObject({
        kind: 'invalid',
        reason: `the cosignature is dated 301 s ${side} our clock`,
      });
  });

  it.each([
    ['an empty answer', ''],
    ['a page', '<!doctype html><p>Welcome</p>\n'],
    ['JSON', '{"signature":"AAAA"}'],
    ['zero bytes', '\u0000\u0000\n'],
    ['half a line', '\u2014 witness.example/w1'],
  ])('%s is invalid', async (_, body) => {
    const { client } = await answering((response) => response.end(body));
    expect(await ask(client, 42)).toMatchObject({ kind: 'invalid' });
    expect(client.confirmedSize).toBeNull();
  });

  it('that sends too much is left, also when it never ends or is packed small', async () => {
    const tooMuch = { kind: 'invalid', reason: `the answer has more than ${WITNESS_ANSWER_BYTES_MAX} bytes` };
    const endless = await answering((response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('\u2014'.repeat(1_000)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await ask(endless.client, 42)).toMatchObject(tooMuch);
    const packed = await answering((response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(Buffer.alloc(50_000_000)));
    });
    expect(await ask(packed.client, 42)).toMatchObject(tooMuch);
  });

  it('that leads elsewhere is not followed', async () => {
    const elsewhere = await answering((response) => response.end('never'));
    for (const status of [301, 302, 303, 307, 308]) {
      const { client } = await answering((response) =>
        response.writeHead(status, { location: elsewhere.liar.url }).end(),
      );
      expect(await ask(client, 42)).toMatchObject({ kind: 'refused', status });
    }
    expect(elsewhere.liar.bodies).toEqual([]);
  });

  it('that says 409 is asked twice more at most, from the size that it says', async () => {
    let size = 40;
    const { liar, client } = await answering((response) =>
      response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${size--}\n`),
    );
    expect(await ask(client, 42)).toMatchObject({ kind: 'refused', status: 409 });
    expect(liar.bodies.map((body) => body.split('\n')[0])).toEqual(['old 0', 'old 40', 'old 39']);
  });

  it('that says 409 with the size it was asked from is not asked again', async () => {
    const { liar, client } = await answering((response) =>
      response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('0\n'),
    );
    expect(await ask(client, 42)).toMatchObject({ kind: 'refused', status: 409 });
    expect(liar.bodies).toHaveLength(1);
  });

  it('that says 409 without a size has refused, and with a size that is none is invalid', async () => {
    const plain = await answering((response) => response.writeHead(409).end('7\n'));
    expect(await ask(plain.client, 42)).toMatchObject({ kind: 'refused', status: 409 });
    for (const size of ['', 'seven\n', '-1\n', '18446744073709551615\n']) {
      const { client } = await answering((response) =>
        response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(size),
      );
      expect(await ask(client, 42)).toMatchObject({ kind: 'invalid' });
    }
  });

  it('of the draft that says 422 for another root of the same size is understood', async () => {
    const { client } = await answering((response, body) =>
      body.startsWith('old 0\n')
        ? response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('42\n')
        : response.writeHead(422).end('no\n'),
    );
    expect(await ask(client, 42)).toMatchObject({ kind: 'conflict', size: 42 });
  });

  it('cannot write into our logs what it likes: its words are one short line', async () => {
    const { client } = await answering((response) =>
      response.writeHead(500).end(`a\r\n\u001b[31mb\u0000${'x'.repeat(999)}`),
    );
    const outcome = await ask(client, 42);
    expect(outcome).toMatchObject({ kind: 'refused', status: 500, text: `a [31mb ${'x'.repeat(192)}` });
  });
});

describe('a witness that does not answer', () => {
  const NEVER = () => {};
  const start = async (answer: Parameters<typeof LyingWitness.start>[0]) => {
    const liar = await LyingWitness.start(answer);
    ended.push(() => liar.stop());
    return liar;
  };
  const quick = (client: WitnessClient, more: object = {}) =>
    client.cosign({ note: log.note(42), consistencyProof: async (sizes) => log.proof(sizes), timeoutMs: 300, ...more });

  it('in time is a timeout: before the head, within the body, or dripping', async () => {
    expect(await quick(clientOf((await start(NEVER)).url))).toEqual({ kind: 'timeout' });
    const half = await start((response) => void response.writeHead(200).write('\u2014 '));
    expect(await quick(clientOf(half.url))).toEqual({ kind: 'timeout' });
    const dripping = await start((response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(timer));
    });
    expect(await quick(clientOf(dripping.url))).toEqual({ kind: 'timeout' });
  });

  it('has one deadline for all its retries and proofs', async () => {
    const liar = await start((response) => response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('40\n'));
    const consistencyProof = () => new Promise<never>(NEVER);
    expect(await quick(clientOf(liar.url), { consistencyProof })).toEqual({ kind: 'timeout' });
    expect(liar.bodies).toHaveLength(1);
  });

  it('is left when the caller says so', async () => {
    const stop = new AbortController();
    const liar = await start(() => stop.abort());
    expect(await quick(clientOf(liar.url), { timeoutMs: TIMEOUT_MS, signal: stop.signal })).toEqual({
      kind: 'timeout',
    });
    expect(await quick(clientOf(liar.url), { signal: AbortSignal.abort() })).toEqual({ kind: 'timeout' });
    expect(liar.bodies).toHaveLength(1);
  });

  it('because nobody is there, or because it hangs up, is unreachable', async () => {
    const gone = await LyingWitness.start(NEVER);
    await gone.stop();
    expect(await quick(clientOf(gone.url), { timeoutMs: TIMEOUT_MS })).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringMatching(/ECONNREFUSED/u),
    });
    const rude = await start((response) => response.destroy());
    expect(await quick(clientOf(rude.url), { timeoutMs: TIMEOUT_MS })).toMatchObject({ kind: 'unreachable' });
    const halfway = await start((response) => {
      response.writeHead(200, { 'content-length': '100' }).write('\u2014', () => response.destroy());
    });
    expect(await quick(clientOf(halfway.url), { timeoutMs: TIMEOUT_MS })).toMatchObject({ kind: 'unreachable' });
    const noHttp = await start((response) => response.socket!.end('hello\n'));
    expect(await quick(clientOf(noHttp.url), { timeoutMs: TIMEOUT_MS })).toMatchObject({ kind: 'unreachable' });
  });
});

it('connections are kept', async () => {
  const witness = await openInMemory([log.signer.vkey], { clock });
  const liar = await LyingWitness.start((response, body) => {
    void witness.addCheckpoint(new TextEncoder().encode(body)).then((decision) => {
      if (decision.kind === 'cosigned') response.end(decision.lines);
    });
  });
  ended.push(() => liar.stop());
  const client = clientOf(liar.url);
  for (let size = 1; size <= 20; size++) expect(await ask(client, size)).toMatchObject({ kind: 'cosigned' });
  // The pool may not yet have one back when the next request comes.
  expect(liar.sockets.size).toBeLessThan(5);
});

describe('what is the caller\u2019s own fault', () => {
  it('is thrown: a note that is none, a proof that cannot be made', async () => {
    const liar = await LyingWitness.start((response) =>
      response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('40\n'),
    );
    ended.push(() => liar.stop());
    const client = clientOf(liar.url);
    const consistencyProof = async () => {
      throw new Error('a tile is missing');
    };
    await expect(client.cosign({ note: 'x', consistencyProof, timeoutMs: TIMEOUT_MS })).rejects.toMatchObject({
      code: 'NOTE_MALFORMED',
    });
    const plain = formatNote('hello\n', [log.signer.signNote('hello\n')]);
    await expect(client.cosign({ note: plain, consistencyProof, timeoutMs: TIMEOUT_MS })).rejects.toMatchObject({
      code: 'CHECKPOINT_MALFORMED',
    });
    await expect(client.cosign({ note: log.note(42), consistencyProof, timeoutMs: TIMEOUT_MS })).rejects.toThrow(
      'a tile is missing',
    );
  });

  it('is refused at once: a key of another type, an address that is none', () => {
    const make =
      (vkey = signer.vkey, url = 'http://w.example') =>
      () =>
        new WitnessClient({ witness: { name: 'w1', vkey, url }, verify: verifyEd25519 });
    expect(make(log.signer.vkey)).toThrow(expect.objectContaining({ code: 'KEY_TYPE_UNSUPPORTED' }));
    for (const url of ['', 'w.example', 'ftp://w.example', 'file:///etc/passwd'])
      expect(make(signer.vkey, url)).toThrow(expect.objectContaining({ code: 'URL_INVALID' }));
  });
});
