import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativeVerifier } from '#libs/host/keys';
import { encodeLogEntry, type LoggedScan } from '#libs/core/wire';
import { formatNote, formatVkey, parseNote, parsePolicy, parseTlogProof, verifyTlogProof } from '#libs/core/tlog';
import { writeLog } from '../../../test/kit/storage/write-log.js';
import { Fleet, TestDevice } from '../../../test/kit/core/fleet.js';
import { aSigner, rotate } from '../../../test/kit/core/key-events.js';
import { MemoryLog } from '../../../test/kit/core/memory-log.js';
import { aCosignature, aWitness, type TestWitness } from '../../../test/kit/core/witness.js';
import { verifyBy } from '../log/opened-log.js';
import { registerLogCommand } from '../log.js';
import { runHere, type Said } from './support/command-here.js';

const SCANS = 700;
let origin: string; // a log of 706 entries, made once
let fleet: Fleet;
let device: TestDevice;
let folder: string;
let log: string;

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

beforeAll(async () => {
  origin = mkdtempSync(join(tmpdir(), 'cairn-log-origin-'));
  fleet = new Fleet();
  device = fleet.partyWithDevice('Maker');
  for (let at = 0; at < SCANS; at++) device.scan({ bizStep: at % 2 === 0 ? 'shipping' : 'receiving' });
  await writeLog(fleet.log, origin);
});
afterAll(() => rmSync(origin, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-log-'));
  process.env['CAIRN_DATA'] = folder;
  log = join(folder, 'log');
  cpSync(origin, log, { recursive: true });
  file('policy.txt', fleet.log.policy());
});
afterEach(() => {
  delete process.env['CAIRN_DATA'];
  process.exitCode = 0;
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `cairn log`, on the folder unless the words name another log. */
const cairnLog = (...words: string[]): Promise<Said> =>
  runHere(registerLogCommand, ['log', ...words, ...(words.includes('--log') ? [] : ['--log', log])]);

const follow = (...words: string[]): Promise<Said> =>
  cairnLog('follow', '--once', '--state', join(folder, 'state.json'), ...words);
/** Changes one byte of a file of the log. */
const change = (path: string, at: number): void => {
  const bytes = readFileSync(join(log, path));
  bytes[at]! ^= 1;
  writeFileSync(join(log, path), bytes);
};

describe('cairn log head', () => {
  it('prints size, root and who signed, and keeps the note', async () => {
    const note = join(folder, 'kept');
    const { exitCode, out } = await cairnLog('head', '--out', note);
    expect(exitCode).toBe(0);
    expect(out).toContain(`Entries  ${fleet.log.size}\nRoot     ${Buffer.from(fleet.log.root()).toString('base64')}`);
    expect(out).toContain('Cosigned by no witness of the policy');
    expect(readFileSync(note, 'utf8')).toBe(fleet.log.checkpoint());
    expect(JSON.parse((await cairnLog('head', '--json')).out)).toMatchObject({
      size: fleet.log.size,
      cosignatures: [],
    });
  });

  it('names the witnesses and when they cosigned', async () => {
    const [one, two] = [aWitness('w1.example'), aWitness('w2.example')];
    const nowSeconds = Math.floor(Date.now() / 1_000) - 90;
    writeFileSync(join(log, 'checkpoint'), cosigned(one, nowSeconds));
    const policy = (quorum: string): string =>
      `${fleet.log.policy().split('\n')[0]}\nwitness north ${formatVkey(one.vkey)}\nwitness south ${formatVkey(two.vkey)}\nquorum ${quorum}\n`;
    const { out, exitCode } = await cairnLog('head', '--policy', file('p', policy('north')));
    expect([exitCode, out]).toEqual([0, expect.stringMatching(/Cosigned by north at 20.*Z, \d+ s ago/u)]);
    const missed = await cairnLog('head', '--policy', file('p', policy('south')));
    expect([missed.exitCode, missed.out]).toEqual([30, '']);
    expect(missed.errors).toContain('only north cosigned, which is not the quorum south');
  });

  it('judges nothing without a policy, or by one that names another log', async () => {
    rmSync(join(folder, 'policy.txt'));
    const none = await cairnLog('head');
    expect([none.exitCode, none.out]).toEqual([30, '']);
    expect(none.errors).toContain('there is no policy, so no key is pinned');
    const other = await cairnLog('head', '--policy', file('other', new MemoryLog('other.example').policy()));
    expect([other.exitCode, other.out]).toEqual([30, '']);
    expect(other.errors).toContain('the policy names no log cairn.example/test');
  });

  it('refuses a checkpoint with a changed byte', async () => {
    change('checkpoint', 20);
    expect((await cairnLog('head')).exitCode).toBe(20);
  });

  it('tells a wrong call from a log that is away', async () => {
    expect((await cairnLog('head', '--log', join(folder, 'nowhere'))).exitCode).toBe(2);
    expect((await cairnLog('head', '--log', 'ftp://example.org/log')).exitCode).toBe(2);
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    const away = await cairnLog('head', '--log', `http://127.0.0.1:${port}/log/`);
    expect([away.exitCode, away.errors]).toEqual([1, expect.stringContaining('cannot be read: connect ECONNREFUSED')]);
  });
});

describe('cairn log entry', () => {
  it('shows a scan: device, counter, objects, times', async () => {
    const { out, exitCode } = await cairnLog('entry', '300');
    expect(exitCode).toBe(0);
    expect(out).toContain(`Entry 300 of cairn.example/test, proven in its tree of ${fleet.log.size} entries`);
    expect(out).toContain(`device: ${Buffer.from(device.key).toString('hex')}`);
    expect(out).toMatch(/counter: 297\n {2}after: 296\n/u);
    expect(out).toMatch(/eventType: object\n {2}action: observe\n {2}eventTime: 2024-03-01 13:00:00Z\n/u);
    expect(out).toMatch(/objects:\n {4}subject [0-9a-f]{64}\n/u);
  });

  it('shows an event with its body', async () => {
    const { out } = await cairnLog('entry', '0');
    expect(out).toContain('kind: operator');
    expect(out).toContain('logOrigin: cairn.example/test');
    expect(JSON.parse((await cairnLog('entry', '3', '--json')).out)).toMatchObject({
      index: 3,
      entry: { kind: 'enrol', body: { device: Buffer.from(device.key).toString('hex') } },
    });
  });

  it('gives the bytes', async () => {
    const { entry } = fleet.log.entry(699);
    const { out } = await cairnLog('entry', '699', '--raw', '--out', join(folder, 'entry'));
    expect(Buffer.from(out, 'latin1').equals(entry)).toBe(true);
    expect(readFileSync(join(folder, 'entry')).equals(entry)).toBe(true);
  });

  it('prints nothing of an entry that is not the log’s', async () => {
    change('tile/entries/001', 50);
    const { out, exitCode, errors } = await cairnLog('entry', '256');
    expect([exitCode, out]).toEqual([20, '']);
    expect(errors).toContain('leaf 256 and its path do not give the root');
  });

  it('has none behind the last', async () => {
    const { exitCode, errors } = await cairnLog('entry', String(fleet.log.size));
    expect([exitCode, errors]).toEqual([
      2,
      `The log has no entry ${fleet.log.size}: its last one is ${fleet.log.size - 1}.\n`,
    ]);
    expect((await cairnLog('entry', '-1')).exitCode).toBe(2);
    expect((await cairnLog('entry', '9007199254740992')).exitCode).toBe(2);
  });
});

describe('cairn log proof', () => {
  it('writes a file that proves the entry to whoever has the policy', async () => {
    const path = join(folder, '42.tlog-proof');
    expect((await cairnLog('proof', '42', '--out', path)).exitCode).toBe(0);
    const proof = readFileSync(path);
    const policy = parsePolicy(fleet.log.policy());
    const verify = verifyBy(new NativeVerifier());
    expect(await verifyTlogProof({ proof, entry: fleet.log.entry(42).entry, policy, verify })).toMatchObject({
      index: 42,
    });
    expect((await cairnLog('proof', '42')).out).toBe(proof.toString());
    expect(parseTlogProof(proof).checkpoint).toBe(fleet.log.checkpoint());
  });
  it('writes none for an entry that it cannot prove', async () => {
    change('tile/0/000', 32 * 42);
    const path = join(folder, '42.tlog-proof');
    expect((await cairnLog('proof', '42', '--out', path)).exitCode).toBe(20);
    expect(existsSync(path)).toBe(false);
  });
});

describe('cairn log consistency', () => {
  it('shows that one size begins with all of another', async () => {
    const { out, exitCode } = await cairnLog('consistency', '257', '600');
    expect(exitCode).toBe(0);
    expect(out).toContain('The second begins with all of the first');
    const { from, to, path } = JSON.parse((await cairnLog('consistency', '257', '600', '--json')).out) as {
      from: { root: string };
      to: { root: string };
      path: string[];
    };
    expect(path.length).toBeGreaterThan(5);
    expect(from.root).not.toBe(to.root);
    expect((await cairnLog('consistency', '0', '1')).exitCode).toBe(0);
    expect((await cairnLog('consistency', '600', '257')).exitCode).toBe(2);
    expect((await cairnLog('consistency', '1', '7000')).exitCode).toBe(2);
  });
  it('holds a kept checkpoint against the log of now', async () => {
    const kept = file('kept', fleet.log.checkpoint());
    expect((await cairnLog('consistency', '3', kept)).exitCode).toBe(0);
    const fork = forkOf(600);
    const { exitCode, errors } = await cairnLog('consistency', file('fork', fork.log.checkpoint()), kept);
    expect([exitCode, errors]).toEqual([20, expect.stringContaining('the log signed another root for size 600')]);
    const longer = forkOf(fleet.log.size + 5);
    const more = await cairnLog('consistency', kept, file('longer', longer.log.checkpoint()));
    expect([more.exitCode, more.errors]).toEqual([20, expect.stringContaining('and now shows only')]);
  });
});

describe('cairn log follow', () => {
  it('checks the whole log once, then only what is new, also after a restart', async () => {
    const first = await follow();
    expect([first.exitCode, first.errors]).toEqual([0, '']);
    const all = fleet.log.size;
    expect(first.out).toMatch(
      new RegExp(
        `^cairn.example/test: ${all} entries, ${all} new, all good; first seen .* ago; no witness says how new it is.\n$`,
      ),
    );
    rmSync(join(log, 'tile/entries/000'));
    expect(await follow('--json')).toMatchObject({ exitCode: 0, out: expect.stringContaining('"newEntries":0') });
    expect((await follow('--from-start')).exitCode).toBe(20);
  });

  it.each([
    ['a changed entry', () => change('tile/entries/001', 100), 'tile/entries/001: does not belong to the tree'],
    ['a changed tile', () => change('tile/0/001', 100), 'tile/0/001: does not belong to the tree'],
    ['a changed upper tile', () => change('tile/1/000.p/2', 33), 'the tiles at the right edge'],
    ['a cut tile', () => writeFileSync(join(log, 'tile/0/001'), new Uint8Array(64)), 'a tile of 256 hashes has 2'],
    ['a missing tile', () => rmSync(join(log, 'tile/0/001')), 'the log lacks tile/0/001'],
    ['a missing bundle', () => rmSync(join(log, 'tile/entries/001')), 'the log lacks tile/entries/001'],
  ])('names %s', async (_, tamper, what) => {
    tamper();
    const { exitCode, out, errors } = await follow();
    expect([exitCode, out]).toEqual([20, '']);
    expect(errors).toContain(what);
    expect(errors.trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'state.json'))).toBe(false);
  });

  it.each([
    ['of the same size', 0, 'two roots are signed for size'],
    ['that is longer', 300, 'is not shown to extend the one of size'],
    ['that is shorter', -5, 'entries before and now shows only'],
  ])('names a forked checkpoint %s', async (_, more, what) => {
    await follow();
    const state = readFileSync(join(folder, 'state.json'), 'utf8');
    await writeLog(forkOf(fleet.log.size + more).log, log);
    const { exitCode, errors } = await follow();
    expect([exitCode, errors]).toEqual([20, expect.stringContaining(what)]);
    expect(readFileSync(join(folder, 'state.json'), 'utf8')).toBe(state);
    expect((await follow('--from-start')).exitCode).toBe(20); // what was seen is never forgotten
  });

  it('names a doubled counter, a wrong after and a bad signature in what is new', async () => {
    for (const [tamper, what] of [
      [(scan: LoggedScan) => ({ ...scan, after: scan.counter }), '(COUNTER_DOUBLED)'],
      [(scan: LoggedScan) => ({ ...scan, counter: scan.counter + 1, after: 0 }), '(AFTER); and 1 more'],
      [(scan: LoggedScan) => ({ ...scan, counter: scan.counter + 1, after: scan.counter }), '(SIGNATURE)'],
    ] as const) {
      const grown = new Fleet();
      const maker = grown.partyWithDevice('Maker');
      const last = maker.sign();
      maker.deliver(last);
      const small = join(folder, `small ${what}`);
      const words = [
        '--log',
        small,
        '--state',
        join(folder, `state ${what}`),
        '--policy',
        file('p', grown.log.policy()),
      ];
      await writeLog(grown.log, small);
      expect((await cairnLog('follow', '--once', ...words)).exitCode).toBe(0);
      const { device: key, keyId, boot, counter, previous, header, signature, receivedTimeMs } = last;
      const fields = { device: key, keyId, boot, counter, previous, header, signature, receivedTimeMs };
      const logged = { ...fields, after: 0, verificationProfile: 1 };
      const scan = tamper(logged);
      grown.log.append(
        encodeLogEntry({
          kind: 'scan',
          scan: scan.counter === 1 ? scan : { ...scan, previous: new Uint8Array(32).fill(1) },
        }),
      );
      await writeLog(grown.log, small);
      const { exitCode, errors } = await cairnLog('follow', '--once', ...words);
      expect([exitCode, errors]).toEqual([20, expect.stringContaining(what)]);
    }
  });

  describe('a log whose operator lets in what a thief of an old key signed', () => {
    let small: string;
    let words: string[];
    let grown: Fleet;
    let maker: TestDevice;
    let late: ReturnType<TestDevice['sign']>[];
    const round = async (): Promise<Said> => {
      await writeLog(grown.log, small);
      return cairnLog('follow', '--once', ...words);
    };

    beforeEach(async () => {
      grown = new Fleet();
      maker = grown.partyWithDevice('Maker');
      late = [maker.sign(), maker.sign(), maker.sign()];
      rotate(maker, aSigner('second'));
      small = join(folder, 'small');
      const policy = file('p', grown.log.policy());
      words = ['--log', small, '--state', join(folder, 'small.json'), '--policy', policy];
      expect((await round()).exitCode).toBe(0);
    });

    it('is named with the entry, also when the scan above it came in an earlier round', async () => {
      maker.deliver(late[2]!);
      expect((await round()).exitCode).toBe(0);
      const index = maker.deliver({
        ...new TestDevice(grown.log, maker.id, maker.party).sign(),
        counter: 2,
        previous: new Uint8Array(32).fill(1),
      });
      const { exitCode, errors } = await round();
      expect([exitCode, errors]).toEqual([20, expect.stringContaining(`Entry ${index}: counter 2 of boot`)]);
      expect(errors).toContain('came after its key had ended, and does not chain into counter 3');
      expect(errors).toContain('(CHAIN)');
    });

    it('is named at the second checkpoint where what should chain it never comes', async () => {
      const index = maker.deliver(late[1]!);
      const first = await round();
      expect([first.exitCode, first.out]).toEqual([0, expect.stringContaining(`Notice: Entry ${index}: counter 2`)]);
      grown.party('Later');
      const { exitCode, errors } = await round();
      expect([exitCode, errors]).toEqual([
        20,
        expect.stringContaining('counter 3, which was named then as the last one, is not logged (CHAIN)'),
      ]);
    });
  });

  it('refuses the memory of an older version, and reads anew when it is told to', async () => {
    await follow();
    const path = join(folder, 'state.json');
    const state = JSON.parse(readFileSync(path, 'utf8')) as { monitor: { version: number } };
    writeFileSync(path, JSON.stringify({ ...state, monitor: { ...state.monitor, version: 1 } }));
    const { exitCode, errors } = await follow();
    expect(exitCode).toBe(2);
    expect(errors).toMatch(
      /its memory is of version 1, and lacks what version 3 needs .* With --from-start the log is read anew/u,
    );
    expect((await follow('--from-start')).exitCode).toBe(0);
    expect((await follow()).exitCode).toBe(0);
  });

  it('refuses a state that does not fit, and reads anew when it is told to', async () => {
    const state = join(folder, 'state.json');
    writeFileSync(state, '{"version":1}');
    const refused = await follow();
    expect([refused.exitCode, refused.errors]).toEqual([
      2,
      expect.stringContaining('With --from-start the log is read anew'),
    ]);
    await rmSync(state);
    await follow();
    const other = new Fleet(new MemoryLog('other.example'));
    await writeLog(other.log, join(folder, 'other'));
    const words = [
      '--log',
      join(folder, 'other'),
      '--policy',
      file('both', `${fleet.log.policy().split('\n')[0]}\n${other.log.policy()}`),
    ];
    const foreign = await follow(...words);
    expect([foreign.exitCode, foreign.errors]).toEqual([2, expect.stringContaining('the log is other.example')]);
  });

  it('calls a stale checkpoint stale', async () => {
    const witness = aWitness('w1.example');
    const line = `${fleet.log.policy().split('\n')[0]}\nwitness north ${formatVkey(witness.vkey)}\nquorum north\n`;
    writeFileSync(join(log, 'checkpoint'), cosigned(witness, Math.floor(Date.now() / 1_000) - 7_200));
    const { exitCode, errors, out } = await follow('--policy', file('p', line), '--stale-after', '3600');
    expect([exitCode, out]).toEqual([0, expect.stringContaining('cosigned by north, the last time 2 h ago')]);
    expect(errors).toContain('Stale: the checkpoint');
  });

  describe('over HTTP', () => {
    let server: Server;
    let answers: (path: string) => Uint8Array | number;
    let url: string;
    beforeEach(async () => {
      answers = (path) => (existsSync(join(log, path)) ? readFileSync(join(log, path)) : 404);
      server = createServer((request, response) => {
        const answer = answers(request.url!.slice('/log/'.length));
        if (typeof answer === 'number') response.writeHead(answer).end();
        else response.end(answer);
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`;
    });
    afterEach(() => new Promise((done) => server.close(done)));

    it('reads the same as from the folder', async () => {
      expect((await follow('--log', url)).out).toContain(`${fleet.log.size} new, all good`);
      expect((await cairnLog('entry', '5', '--log', `${url}/`)).out).toBe((await cairnLog('entry', '5')).out);
    });
    it('takes a server that fails for a log that is away, and a file that is not there for a contradiction', async () => {
      const honest = answers;
      answers = (path) => (path === 'tile/0/001' ? 503 : honest(path));
      const away = await follow('--log', url);
      expect([away.exitCode, away.errors]).toEqual([1, expect.stringContaining('tile/0/001 answers 503')]);
      answers = (path) => (path === 'tile/0/001' ? 404 : honest(path));
      expect((await follow('--log', url)).exitCode).toBe(20);
      answers = (path) => (path === 'checkpoint' ? 404 : honest(path));
      const empty = await follow('--log', url);
      expect([empty.exitCode, empty.errors]).toEqual([1, expect.stringContaining('has published no checkpoint')]);
    });
    it('waits for a log that is away, says so, and goes on when it is back', async () => {
      const honest = answers;
      let asked = 0;
      answers = (path) => (path === 'checkpoint' && asked++ < 2 ? 503 : honest(path));
      const words = ['follow', '--log', url, '--state', join(folder, 'state.json'), '--interval', '1'];
      const running = cairnLog(...words);
      while (!existsSync(join(folder, 'state.json'))) await new Promise((done) => setTimeout(done, 50));
      process.emit('SIGTERM');
      const { exitCode, out, errors } = await running;
      expect([exitCode, out]).toEqual([0, expect.stringContaining('all good')]);
      expect(errors).toMatch(
        /^Waiting: .* answers 503\. Next try in 1 s\.\nWaiting: .* answers 503\. Next try in 2 s\.\n$/u,
      );
    });
    it('is not filled by a server that never ends', async () => {
      answers = (path) => (path === 'checkpoint' ? new Uint8Array(300_000) : 404);
      const { exitCode, errors } = await cairnLog('head', '--log', url);
      expect([exitCode, errors]).toEqual([1, expect.stringContaining('has more than 262144 bytes')]);
    });
  });
});

/** The checkpoint of the log with one more signature. */
function cosigned(witness: TestWitness, timeSeconds: number): string {
  const { text, signatures } = parseNote(fleet.log.checkpoint());
  return formatNote(text, [...signatures, aCosignature(witness, text, timeSeconds)]);
}

/** A log of the same keys with another history: its last scans are others. */
function forkOf(size: number): Fleet {
  const fork = new Fleet();
  const maker = fork.partyWithDevice('Maker');
  while (fork.log.size < size) maker.scan({ bizStep: fork.log.size < 500 ? 'shipping' : 'packing' });
  return fork;
}
