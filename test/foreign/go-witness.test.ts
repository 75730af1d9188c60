// Logs in Go ask `cairn witness`: the client of a witness network, step by step, and a whole log of tessera.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileLogStorage } from '#libs/log/storage';
import { LogReader, openByPolicy, parsePolicy } from '#libs/core/tlog';
import { WitnessProcess } from '../kit/witness/witness-process.js';
import { verifyEd25519 } from '../kit/tlog/ed25519.js';
import { ALog } from '../kit/witness/a-log.js';
import { describeWithReal } from '../support/services.js';
import { GO_BUILD_TIMEOUT_MS, GoPrograms } from './support/go-programs.js';
import { secretKeyOf } from './support/go-keys.js';

const NAME = 'witness.example/w1';
const log = new ALog('go.example/log');
const fork = log.fork(3);

interface WitnessAnswer {
  readonly signatures: string;
  readonly size: number;
  /** In the words of the client; empty when it cosigned. */
  readonly refusal: string;
}

describeWithReal('go', '`cairn witness`, asked in Go', (go) => {
  let programs: GoPrograms;
  let folder: string;
  let witness: WitnessProcess;
  const start = async (...vkeys: string[]): Promise<void> => {
    const logs = vkeys.flatMap((vkey) => ['--log', vkey]);
    witness = await WitnessProcess.start(['--data', join(folder, 'witness'), '--port', '0', '--name', NAME, ...logs]);
  };

  beforeAll(async () => {
    programs = await GoPrograms.build(go);
  }, GO_BUILD_TIMEOUT_MS);
  afterAll(() => programs.stop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cairn-foreign-'));
  });
  afterEach(async () => {
    await witness.signal('SIGINT');
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives answers that a client understands as they are meant, and cosignatures that are good', async () => {
    await start(log.signer.vkeyText);
    const policy = join(folder, 'policy.txt');
    writeFileSync(policy, `log ${log.signer.vkeyText}\n${witness.policyLine}\nquorum ${NAME}\n`);
    const ask = (note: string, oldSize: number, path: readonly Uint8Array[]): Promise<WitnessAnswer> => {
      const question = { oldSize, path: path.map((hash) => Buffer.from(hash).toString('base64')), checkpoint: note };
      return programs.ask(['ask-witness', `http://127.0.0.1:${witness.port}`], JSON.stringify(question));
    };
    const grow = async (oldSize: number, size: number): Promise<void> => {
      const { refusal, signatures } = await ask(log.note(size), oldSize, log.proof({ oldSize, size }));
      expect([oldSize, size, refusal]).toEqual([oldSize, size, '']);
      const judged = await programs.ask(['checkpoint', policy], log.note(size) + signatures);
      expect(judged).toMatchObject({ size, signedBy: 1, quorumIsMet: true, cosigned: [{ name: NAME }] });
    };
    await grow(0, 1);
    await grow(1, 256);
    await grow(256, 300);
    await grow(300, 300);
    const stranger = new ALog('unknown.example/log');
    const impostor = new ALog(log.origin, { key: 'another key' });
    for (const [note, oldSize, path, refusal, size] of [
      [log.note(400), 0, [], 'old size != current', 300],
      [log.note(400), 299, log.proof({ oldSize: 299, size: 400 }), 'old size != current', 300],
      [log.note(300), 400, [], 'old size > current', 0],
      [log.note(400), 300, log.proof({ oldSize: 299, size: 400 }), 'consistency proof invalid', 0],
      [fork.note(400), 300, fork.proof({ oldSize: 300, size: 400 }), 'consistency proof invalid', 0],
      [stranger.note(400), 0, [], 'unknown log', 0],
      [impostor.note(400), 300, log.proof({ oldSize: 300, size: 400 }), 'no valid signatures', 0],
    ] as const) {
      expect(await ask(note, oldSize, path)).toEqual({ signatures: '', size, refusal });
    }
    // Another root of the size that it has: 409 with the size, as in 1.0.0 of the format.
    expect(await ask(fork.note(300), 300, [])).toMatchObject({ refusal: 'old size != current', size: 300 });
    await grow(300, 400);
  });

  it('cosigns a log of tessera while it grows, also one that is wrong about what was cosigned', async () => {
    const origin = 'tessera.example/log';
    const seed = new Uint8Array(32).fill(9);
    const key = secretKeyOf(origin, seed);
    await start(key.vkeyText);
    const policy = `log ${key.vkeyText}\n${witness.policyLine}\ngroup enough all ${NAME}\nquorum enough\n`;
    const policyFile = join(folder, 'policy.txt');
    writeFileSync(policyFile, policy);
    const place = join(folder, 'log');
    // It believes that the witness has its last public size, and learns by 409 that the witness has nothing.
    const unwitnessed = join(folder, 'unwitnessed.txt');
    writeFileSync(unwitnessed, 'quorum none\n');
    await programs.ask(['cosigned-log', place, unwitnessed, key.secretText, '7']);
    for (const size of [200, 255, 300, 513]) {
      const words = ['cosigned-log', place, policyFile, key.secretText, String(size)];
      const { checkpoint } = await programs.ask<{ checkpoint: string }>(words);
      const accepted = await openByPolicy({ note: checkpoint, policy: parsePolicy(policy), verify: verifyEd25519 });
      expect(accepted).toMatchObject({ origin, size, cosignedBy: [NAME] });
      expect(readFileSync(join(place, 'checkpoint'), 'utf8')).toBe(checkpoint);
      const reader = new LogReader(new FileLogStorage(place), accepted);
      for (let bundle = 0; bundle * 256 < size; bundle++) {
        const entries = await reader.bundle(bundle);
        expect(entries.map((entry) => Buffer.from(entry).toString())).toEqual(
          entries.map((_, at) => `entry ${bundle * 256 + at}`),
        );
      }
    }
  });
});
