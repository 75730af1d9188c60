import { openVerifierPool, type PooledVerifier } from '#libs/host/verification';
import { rightVerdicts, signedChecks } from './signed-checks.js';
import { before, program, ThreadScript } from './thread-programs.js';

// Threads that end while they verify: their checks are verified by others, and what nobody verified has no verdict.

const COUNT = 1_000;
const checks = signedChecks(COUNT);
const script = new ThreadScript();
let said: string[] = [];
let pool: PooledVerifier | undefined;

const open = async (url: URL, { threads = 1, answerWithinMs = 60_000 } = {}): Promise<PooledVerifier> =>
  (pool = await openVerifierPool({ threads, answerWithinMs, program: url, warn: (sentence) => said.push(sentence) }));

afterEach(async () => {
  script.order(0);
  said = [];
  await pool?.close();
  pool = undefined;
});
afterAll(() => script.remove());

const HANGS = 'for (;;);';
/** An answer that takes every signature for valid. */
const ACCEPTED = `const copy = message.slice(0);
  const head = new Uint32Array(copy, 0, 2);
  new Uint8Array(copy, 8 + 16 * head[1], head[1]).fill(1);`;
const ENDS: readonly (readonly [string, string, RegExp])[] = [
  ['exits', 'process.exit(3);', /exited with status 3/],
  ['exits as if all were well', 'process.exit(0);', /exited with status 0/],
  ['throws', "throw new Error('no more');", /no more/],
  ['forgets a promise', "Promise.reject(new Error('forgotten'));", /forgotten/],
  ['takes all memory', 'for (const all = []; ; ) all.push(new Array(1_000).fill(all.length));', /memory/],
  ['leaves the verdicts out', 'parentPort.postMessage(message, [message]); process.exit(3);', /wrong answer/],
  ['answers something else', 'parentPort.postMessage(new ArrayBuffer(8)); process.exit(3);', /wrong answer/],
  ['answers other checks', `${ACCEPTED} head[0] -= 1; parentPort.postMessage(copy);`, /wrong answer/],
  ['answers for fewer checks', `${ACCEPTED} head[1] -= 1; parentPort.postMessage(copy);`, /wrong answer/],
  ['answers no buffer', "parentPort.postMessage('done'); process.exit(3);", /wrong answer/],
];

it.each(ENDS)('a thread that %s: every check gets its verdict, and it is told', async (_what, how, reason) => {
  await open(script.doing(how));
  script.order(1);
  expect(await pool!.verifyAll(checks)).toEqual(rightVerdicts(COUNT));
  expect([script.left, said.length]).toEqual([0, 1]);
  expect(said[0]).toMatch(reason);
});

it('a thread that hangs is ended, and another verifies', async () => {
  await open(script.doing(HANGS), { answerWithinMs: 1_500 });
  script.order(1);
  expect(await pool!.verifyAll(checks)).toEqual(rightVerdicts(COUNT));
  expect(said.join()).toMatch(/no answer for 1.5 s/);
});

it('two threads that end again and again under calls at once: each call gets its own verdicts', async () => {
  // Each third chunk ends the first thread that gets it.
  await open(
    script.doing(`
      const id = new Uint32Array(message)[0];
      if (id % 3 > 0 || existsSync(orders + id)) return;
      writeFileSync(orders + id, '');
      process.exit(3);`),
    { threads: 2 },
  );
  script.order(1_000);
  const counts = Array.from({ length: 12 }, (_, at) => 40 * at);
  const verdicts = await Promise.all(counts.map((count) => pool!.verifyAll(signedChecks(count, { first: count }))));
  expect(verdicts).toEqual(counts.map(rightVerdicts));
  expect(said.length).toBeGreaterThanOrEqual(5);
});

it('a thread that ended while nobody waited is replaced when somebody does', async () => {
  await open(
    before(
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => setTimeout(() => process.exit(4), 20));",
    ),
  );
  while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await pool!.verifyAll(checks.slice(0, 10))).toEqual(rightVerdicts(10));
});

it('threads that always end: the call is rejected and says why, nothing goes on by itself, and later calls may succeed', async () => {
  const starts = script.starts;
  await open(script.doing('process.exit(7);'));
  script.order(1_000);
  await expect(pool!.verifyAll(checks)).rejects.toMatchObject({
    code: 'THREADS_END',
    message: expect.stringContaining('exited with status 7'),
  });
  expect([script.starts - starts, said.length]).toEqual([3, 3]);
  script.order(0);
  expect(await pool!.verifyAll(checks)).toEqual(rightVerdicts(COUNT));
});

it('checks that end every thread: only their own call is rejected', async () => {
  await open(
    before(`import { parentPort } from 'node:worker_threads';
      parentPort.on('message', (message) => { if (Buffer.from(message).includes('a scan 77777')) process.exit(7); });`),
  );
  const others = [0, 1, 2, 3].map((first) => pool!.verifyAll(signedChecks(300, { first })));
  const poisoned = expect(pool!.verifyAll(signedChecks(300, { first: 77_777 }))).rejects.toMatchObject({
    code: 'THREADS_END',
  });
  const more = [4, 5].map((first) => pool!.verifyAll(signedChecks(300, { first })));
  await poisoned;
  expect(await Promise.all([...others, ...more])).toEqual(Array.from({ length: 6 }, () => rightVerdicts(300)));
});

describe('a program that cannot be started', () => {
  const refused = (url: URL, { threads = 1, answerWithinMs = 60_000 } = {}) =>
    expect(open(url, { threads, answerWithinMs })).rejects;

  it('that throws: says why', () =>
    refused(program("throw new Error('cannot begin');")).toMatchObject({
      code: 'THREADS_END',
      message: expect.stringContaining('cannot begin'),
    }));

  it('that is not there: says so', () =>
    refused(new URL('file:///nowhere/program.js'), { threads: 2 }).toMatchObject({
      code: 'THREADS_END',
      message: expect.stringContaining('/nowhere/program.js'),
    }));

  it('that hangs: says so', () =>
    refused(program(HANGS), { threads: 2, answerWithinMs: 200 }).toMatchObject({
      code: 'THREADS_END',
      message: expect.stringContaining('no answer for 0.2 s'),
    }));

  it('that gives wrong verdicts: nobody gets to use it', () =>
    refused(
      program(`import { parentPort } from 'node:worker_threads';
        parentPort.on('message', (message) => {
          const count = new Uint32Array(message)[1];
          new Uint8Array(message, (2 + 4 * count) * 4, count).fill(1);
          parentPort.postMessage(message);
        });
        parentPort.postMessage({ library: 'sodium-native', whyNotNative: null });`),
    ).toMatchObject({ code: 'KNOWN_ANSWERS_WRONG' }));

  it('knows nothing of the environment', () =>
    refused(program('throw new Error(JSON.stringify(process.env));')).toMatchObject({
      message: expect.stringMatching(/: \{\}$/),
    }));
});
