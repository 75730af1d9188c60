// `cairn witness` as a process of its own, from dist/ (npm ci or npm run build makes it).
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import {
  formatPolicy,
  formatVkey,
  KeyType,
  parsePolicy,
  parseSignatureLine,
  parseVkey,
  verifyNote,
  type Vkey,
} from '#libs/core/tlog';
import { WitnessClient } from '#libs/log/witness';
import { removeTemporaryFolders, temporaryFolder } from '../../../test/kit/temporary-folder.js';
import { verifyEd25519 } from '../../../test/kit/tlog/ed25519.js';
import { ALog } from '../../../test/kit/witness/a-log.js';
import { send } from '../../../test/kit/witness/served.js';
import { compiledCommand, runToEnd } from '../../../test/node/compiled-command.js';
import { WitnessProcess } from '../../../test/kit/witness/witness-process.js';

const log = new ALog();
const fork = log.fork(1);
const NAME = 'witness.example/w1';
let folder: string;
const running: WitnessProcess[] = [];

/** On a free port, with the folder of this test. */
async function startIn(words: readonly string[]): Promise<WitnessProcess> {
  const one = await WitnessProcess.start(['--data', folder, '--port', '0', ...words]);
  running.push(one);
  return one;
}
const start = (...words: string[]) => startIn(['--log', log.signer.vkeyText, ...words]);
/** A call that ends by itself. */
const call = (...words: string[]) => runToEnd(process.execPath, [compiledCommand(), 'witness', ...words]);

beforeEach(() => {
  folder = join(temporaryFolder(), 'witness');
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.signal('SIGKILL');
});
afterAll(removeTemporaryFolders);

describe('cairn witness', () => {
  it('prints a line for a policy file, by which a log has its checkpoint cosigned', async () => {
    const witness = await start('--name', NAME);
    expect(witness.out).toContain(`${NAME} is ready on port ${witness.port}`);
    expect(witness.out).toContain(`witnesses ${log.origin}: nothing cosigned yet`);
    const policy = parsePolicy(`log ${log.signer.vkeyText}\n${witness.policyLine}\nquorum ${NAME}\n`);
    const [pinned] = policy.witnesses;
    expect(pinned).toMatchObject({ name: NAME, url: `http://127.0.0.1:${witness.port}` });
    const client = new WitnessClient({ witness: { ...pinned!, url: pinned!.url! }, verify: verifyEd25519 });
    const outcome = await client.cosign({
      note: log.note(42),
      consistencyProof: async (sizes) => log.proof(sizes),
      timeoutMs: 20_000,
    });
    expect(outcome).toMatchObject({ kind: 'cosigned' });
  });

  it('stops in order at Ctrl-C, and goes on with the same key and what it knows', async () => {
    const first = await start('--name', NAME);
    await first.post(log.request(0, 42));
    expect(await first.signal('SIGINT')).toBe(0);
    const second = await start('--host', '127.0.0.1', '--url-prefix', '/w1/', '--public-url', 'https://w.example/w1/');
    expect(second.out).toContain(`witnesses ${log.origin}: size 42`);
    const [, , vkey] = first.policyLine.split(' ');
    expect(second.policyLine).toBe(`witness ${NAME} ${vkey} https://w.example/w1`);
    expect(statSync(join(folder, 'key.pem')).mode & 0o777).toBe(0o600);
    const answer = await send(second.port, { path: '/w1/add-checkpoint', body: log.request(0, 43) });
    expect(answer).toMatchObject({ status: 409, body: '42\n' });
  });

  it('follows the logs of a policy file, and all keys of each', async () => {
    const next = new ALog(log.origin, { key: 'the next key' });
    const other = new ALog('other.example/log');
    const policy = join(temporaryFolder(), 'policy.txt');
    const logs = [next, other].map(({ signer }) => ({ vkey: signer.vkey as Vkey }));
    writeFileSync(policy, formatPolicy({ logs, witnesses: [], groups: [], quorum: 'none' }));
    const witness = await start('--policy', policy);
    expect(witness.out).toContain(`witnesses ${log.origin}, 2 keys: nothing cosigned yet`);
    for (const body of [log.request(0, 3), next.request(3, 5), other.request(0, 5)])
      expect(await witness.post(body)).toMatchObject({ status: 200 });
  });

  it('writes its log to standard error, and keeps there what a log has signed against itself', async () => {
    const witness = await start('--name', NAME);
    await witness.post(log.request(0, 42));
    await witness.post(fork.request(42, 42));
    await witness.signal('SIGINT');
    const line = witness.errors.split('\n').find((text) => text.includes('contradicts'))!;
    expect(JSON.parse(line)).toMatchObject({ name: 'witness', kind: 'conflict', size: 42, note: fork.note(42) });
  });
});

describe('cairn witness refuses', () => {
  const { vkeyText } = log.signer;
  it.each([
    ['no folder', [], "required option '--data <folder>' not specified"],
    ['no log', ['--data', 'W'], 'no log to follow: give --log <vkey> or --policy <file>.'],
    ['a key that is none', ['--data', 'W', '--log', 'x+y+z'], '--log x+y+z cannot be used'],
    [
      'a policy that is not there',
      ['--data', 'W', '--policy', '/nowhere/policy'],
      '--policy /nowhere/policy cannot be read',
    ],
    ['a name with a space', ['--data', 'W', '--log', vkeyText, '--name', 'a b'], '--name a b cannot be'],
    [
      'a port that is none',
      ['--data', 'W', '--log', vkeyText, '--port', '65536'],
      'a number from 0 to 65535 is expected',
    ],
    ['a prefix that is none', ['--data', 'W', '--log', vkeyText, '--url-prefix', 'w1'], '--url-prefix w1 is no path'],
    ['a prefix that is taken', ['--data', 'W', '--log', vkeyText, '--url-prefix', '/metrics'], 'is taken'],
    [
      'an address that is none',
      ['--data', 'W', '--log', vkeyText, '--public-url', 'w.example'],
      'is no http or https URL',
    ],
  ])('%s with exit code 2, before it makes anything', async (_, words, said) => {
    const { exitCode, errors } = await call(...words.map((word) => (word === 'W' ? folder : word)));
    expect([exitCode, errors]).toEqual([2, expect.stringContaining(said)]);
    expect(() => statSync(folder)).toThrow('ENOENT');
  });

  it('a folder in the data folder of a node', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'log-origin'), 'log.example\n');
    const { exitCode, errors } = await call('--data', join(data, 'deep', 'witness'), '--log', vkeyText);
    expect([exitCode, errors]).toEqual([2, expect.stringContaining(`lies in ${data}, the data folder of a node`)]);
  });

  it('a folder that is in use, another name, and a broken store, each in one sentence with exit code 1', async () => {
    const witness = await start('--name', NAME);
    await witness.post(log.request(0, 42));
    const words = ['--data', folder, '--log', vkeyText, '--port', '0'];
    expect(await call(...words)).toMatchObject({ exitCode: 1, errors: expect.stringContaining('already runs on') });
    await witness.signal('SIGINT');
    expect(await call(...words, '--name', 'other.example')).toMatchObject({
      exitCode: 1,
      errors: `witness cannot start: the witness of ${folder} is ${NAME}, not other.example. A name is for ever: begin another witness in another folder.\n`,
    });
    rmSync(join(folder, 'checkpoints', 'origins'));
    expect(await call(...words)).toMatchObject({
      exitCode: 1,
      errors: expect.stringMatching(/^witness cannot start: gone is /u),
    });
  });

  it('a policy that has its key under another name, or its name with another key', async () => {
    const witness = await start('--name', NAME);
    await witness.signal('SIGINT');
    const [, , vkey] = witness.policyLine.split(' ');
    const { publicKey } = parseVkey(vkey!);
    const policy = join(temporaryFolder(), 'policy.txt');
    const byPolicyWith = (name: string, key: Uint8Array) => {
      const pinned = formatVkey({ name, type: KeyType.cosignature, publicKey: key });
      writeFileSync(policy, `log ${vkeyText}\nwitness nick ${pinned}\nquorum nick\n`);
      return call('--data', folder, '--policy', policy, '--port', '0');
    };
    expect(await byPolicyWith('witness.example/w2', publicKey)).toMatchObject({
      exitCode: 1,
      errors: expect.stringMatching(
        /^witness cannot start: the policy has the key of this witness under the name witness\.example\/w2, and .*\n$/u,
      ),
    });
    expect(await byPolicyWith(NAME, log.signer.vkey.publicKey)).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining(`The line of this witness is: witness nick ${vkey}\n`),
    });
    writeFileSync(policy, `log ${vkeyText}\nwitness nick ${vkey}\nquorum nick\n`);
    expect((await start('--policy', policy)).out).toContain(`${NAME} is ready`);
  });

  it('a busy port, and lets go of its folder', async () => {
    const witness = await start('--name', NAME);
    const own = join(temporaryFolder(), 'other');
    const words = ['--data', own, '--log', vkeyText, '--port', String(witness.port)];
    expect(await call(...words)).toMatchObject({ exitCode: 1, errors: expect.stringContaining('Choose another port') });
    await witness.signal('SIGINT');
    folder = own;
    expect((await start()).out).toContain('is ready');
  });
});

describe('kill -9', () => {
  /** From a size that it never has: it tells the one that it has, and signs nothing. */
  const SIZE_QUESTION = log.request(1_100, 1_100);

  it('between requests: what was cosigned is known, and nothing older or other is signed', async () => {
    let size = 0;
    for (const next of [5, 6, 64]) {
      const witness = await start();
      expect(await witness.post(log.request(size, next))).toMatchObject({ status: 200 });
      size = next;
      await witness.signal('SIGKILL');
      const again = await start();
      expect(await again.post(log.request(0, 3))).toMatchObject({ status: 409, body: `${size}\n` });
      expect(await again.post(log.request(size - 1, size))).toMatchObject({ status: 409, body: `${size}\n` });
      expect(await again.post(fork.request(size, size))).toMatchObject({ status: 409, body: `${size}\n` });
      expect(await again.post(fork.request(size, size + 9))).toMatchObject({ status: 422 });
      await again.signal('SIGKILL');
    }
  });

  it('at any moment: no cosignature that was given is forgotten', async () => {
    let cosigned = 0;
    for (let round = 1; round <= 10; round++) {
      const witness = await start();
      let size = Number((await witness.post(SIZE_QUESTION)).body);
      expect(size).toBeGreaterThanOrEqual(cosigned);
      const answers = (round % 4) + 1;
      for (let answered = 0; ; answered++) {
        const asked = witness.post(log.request(size, size + 1)).catch(() => null);
        // Somewhere between its first byte and the answer, or behind it: what the machine makes of these milliseconds.
        if (answered === answers) void wait((round * 7) % 12).then(() => witness.signal('SIGKILL'));
        const answer = await asked;
        if (!answer) break;
        expect([answer.status, parseSignatureLine(answer.body.trimEnd()).signature.length]).toEqual([200, 72]);
        size += 1;
        cosigned = size;
      }
    }
    const last = await start();
    const { body } = await last.post(SIZE_QUESTION);
    expect(Number(body)).toBeGreaterThanOrEqual(cosigned);
    expect(cosigned).toBeGreaterThan(0);
    expect(await last.post(fork.request(Number(body), Number(body)))).toMatchObject({ status: 409 });
    const good = await last.post(log.request(Number(body), 1_100));
    const [, , text] = last.policyLine.split(' ');
    const { witnesses } = parsePolicy(`witness w ${text}\nquorum w\n`);
    const note = log.note(1_100) + good.body;
    const { verified } = await verifyNote({ note, vkeys: [witnesses[0]!.vkey], verify: verifyEd25519 });
    expect(verified).toHaveLength(1);
  });
});
