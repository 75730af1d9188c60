// Checkpoints, cosignatures, policies, proof files and consistency proofs: libraries in Go verify what Cairn makes, and the other way round.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileLogStorage } from '#libs/log/storage';
import {
  cosign,
  formatNote,
  formatPolicy,
  KeyType,
  LogReader,
  openByPolicy,
  parseCheckpointBody,
  parseNote,
  parsePolicy,
  type Policy,
  TlogError,
  verifyConsistency,
  verifyTlogProof,
} from '#libs/core/tlog';
import { aSigner, verifyEd25519 } from '../kit/tlog/ed25519.js';
import { compiledCommand, runToEnd } from '../node/compiled-command.js';
import { describeWithReal } from '../support/services.js';
import { GO_BUILD_TIMEOUT_MS, GoPrograms } from './support/go-programs.js';
import { entryAt, GrowingLog, ORIGIN, POLICY } from './support/growing-log.js';

const TIME_SECONDS = 1_800_000_000;
const [log] = parsePolicy(POLICY).logs;
const witnesses = ['w1', 'w2', 'w3', 'w4'].map((name) => aSigner(`${name}.example/witness`, KeyType.cosignature));
const nextKey = aSigner(ORIGIN, KeyType.ed25519, 'the next key of the log');

/** Two of the first three, and the fourth. */
const POLICIES: Readonly<Record<string, Pick<Policy, 'groups' | 'quorum'>>> = {
  none: { groups: [], quorum: 'none' },
  'the first witness': { groups: [], quorum: 'w1' },
  'two of three': { groups: [{ name: 'some', threshold: 2, members: ['w1', 'w2', 'w3'] }], quorum: 'some' },
  'groups in a group': {
    groups: [
      { name: 'some', threshold: 2, members: ['w1', 'w2', 'w3'] },
      { name: 'both', threshold: 2, members: ['some', 'w4'] },
    ],
    quorum: 'both',
  },
};
const policyOf = (name: string): string =>
  formatPolicy({
    logs: [log!],
    witnesses: witnesses.map(({ vkey }, at) => ({ name: `w${at + 1}`, vkey })),
    ...POLICIES[name]!,
  });

/** The note with cosignatures of these witnesses, by number from 1. */
async function cosigned(note: string, ...by: number[]): Promise<string> {
  const { text, signatures } = parseNote(note);
  const more = by.map((number) => {
    const { vkey, sign } = witnesses[number - 1]!;
    return cosign({ text, vkey, sign, timeSeconds: TIME_SECONDS + number });
  });
  return formatNote(text, [...signatures, ...(await Promise.all(more))]);
}

/** With other bits in its last byte. */
const flipped = (signature: Uint8Array, bits: number): Uint8Array =>
  signature.map((byte, at) => (at === signature.length - 1 ? byte ^ bits : byte));

/** What we say of it: `good`, or the code. */
const ours = (note: string, policy: string): Promise<string> =>
  openByPolicy({ note, policy: parsePolicy(policy), verify: verifyEd25519 }).then(
    () => 'good',
    (error: unknown) => (error as TlogError).code,
  );

describeWithReal('go', 'proofs of a log, made and verified in Go', (go) => {
  let programs: GoPrograms;
  let folder: string;
  let grown: GrowingLog;
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const checkpoint = (): string => readFileSync(join(folder, 'log/checkpoint'), 'utf8');
  const judge = (note: string, policy: string) => programs.foreign(['checkpoint', file('judged-by', policy)], note);

  beforeAll(async () => {
    programs = await GoPrograms.build(go);
  }, GO_BUILD_TIMEOUT_MS);
  afterAll(() => programs.stop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cairn-foreign-'));
    grown = new GrowingLog(join(folder, 'log'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('a checkpoint', () => {
    it('is read alike, with the times of its cosignatures', async () => {
      for (const size of [0, 1, 300]) {
        await grown.growTo(size);
        const { root } = parseCheckpointBody(parseNote(checkpoint()).text);
        const answer = await judge(await cosigned(checkpoint(), 3, 1), policyOf('two of three'));
        expect(JSON.parse(answer.out)).toEqual({
          origin: ORIGIN,
          size,
          root: Buffer.from(root).toString('base64'),
          signedBy: 1,
          cosigned: [3, 1].map((at) => ({ name: witnesses[at - 1]!.vkey.name, timeSeconds: TIME_SECONDS + at })),
          quorumIsMet: true,
        });
      }
    });

    it('has its quorum for them exactly where it has it for us', async () => {
      await grown.growTo(7);
      const seen = new Set<string>();
      for (const name of Object.keys(POLICIES)) {
        for (const by of [[], [1], [2], [4], [1, 2], [2, 3], [1, 4], [1, 2, 4], [4, 3, 2, 1]]) {
          const note = await cosigned(checkpoint(), ...by);
          const { quorumIsMet } = JSON.parse((await judge(note, policyOf(name))).out) as { quorumIsMet: boolean };
          const verdict = await ours(note, policyOf(name));
          expect([name, by, quorumIsMet]).toEqual([name, by, verdict === 'good']);
          seen.add(verdict);
        }
      }
      expect([...seen].sort()).toEqual(['QUORUM_MISSED', 'good']);
    });

    it('is refused by both when a known signature is bad, and accepted when it is of nobody known', async () => {
      await grown.growTo(7);
      const policy = policyOf('none');
      const strange = aSigner('stranger.example/witness', KeyType.cosignature);
      const { text, signatures } = parseNote(await cosigned(checkpoint(), 1));
      const damaged = signatures.map((one, at) => ({ ...one, signature: flipped(one.signature, at) }));
      const stranger = await cosign({ text, vkey: strange.vkey, sign: strange.sign, timeSeconds: TIME_SECONDS });
      for (const [note, verdict] of [
        [formatNote(text, damaged), 'SIGNATURE_INVALID'],
        [formatNote(text.replace('\n7\n', '\n8\n'), signatures), 'SIGNATURE_INVALID'],
        [formatNote(text, signatures.slice(1)), 'NOTE_UNSIGNED'],
        [formatNote(text, [...signatures, stranger]), 'good'],
      ] as const) {
        expect(await ours(note, policy)).toBe(verdict);
        expect((await judge(note, policy)).exitCode).toBe(verdict === 'good' ? 0 : 1);
      }
    });

    it('is judged by no policy that names a group by a word of the format: that is more than the format asks', async () => {
      const policy = policyOf('two of three').replaceAll('some', 'any');
      await grown.growTo(7);
      expect(await ours(await cosigned(checkpoint(), 1, 2), policy)).toBe('good');
      expect((await judge(checkpoint(), policy)).errors).toMatch(/invalid group name "any"/u);
    });

    it('that two keys of the log have signed is good by each of them, and by both', async () => {
      await grown.growTo(7);
      const { text, signatures } = parseNote(checkpoint());
      const note = formatNote(text, [...signatures, nextKey.signNote(text)]);
      const [first, second] = [POLICY.split('\n')[0]!, `log ${nextKey.vkeyText}`];
      for (const [logs, signedBy] of [
        [first, 1],
        [second, 1],
        [`${first}\n${second}`, 2],
      ] as const) {
        const policy = `${logs}\nquorum none\n`;
        expect(await ours(note, policy)).toBe('good');
        expect(JSON.parse((await judge(note, policy)).out)).toMatchObject({ signedBy });
        expect(JSON.parse((await judge(checkpoint(), `${first}\n${second}\nquorum none\n`)).out)).toMatchObject({
          signedBy: 1,
        });
      }
    });
  });

  describe('a tlog-proof file', () => {
    const policy = policyOf('two of three');
    beforeEach(async () => {
      await grown.growTo(700);
      file('log/checkpoint', await cosigned(checkpoint(), 1, 2));
      file('policy.txt', policy);
    });
    const proofByUs = async (index: number): Promise<string> => {
      const out = join(folder, `${index}.tlog-proof`);
      const where = ['--log', join(folder, 'log'), '--policy', join(folder, 'policy.txt'), '--out', out];
      const words = [compiledCommand(), 'log', 'proof', String(index), ...where];
      expect(await runToEnd(process.execPath, words)).toMatchObject({ exitCode: 0 });
      return readFileSync(out, 'utf8');
    };
    const verify = (proof: string, entry: Uint8Array, by = policy) =>
      programs.foreign(['verify-proof', file('proof-policy', by), file('entry', entry)], proof);

    it('of `cairn log proof` is good for them', async () => {
      for (const index of [0, 255, 256, 511, 699]) {
        const { out, errors } = await verify(await proofByUs(index), entryAt(index));
        expect([index, errors]).toEqual([index, '']);
        expect(JSON.parse(out)).toMatchObject({ index, origin: ORIGIN, size: 700, quorumIsMet: true, extra: null });
      }
    });

    it('is refused by them for another entry, and where the quorum is short', async () => {
      const proof = await proofByUs(300);
      expect(await verify(proof, entryAt(301))).toMatchObject({ exitCode: 1 });
      expect(await verify(proof.replace('\nindex 300\n', '\nindex 301\n'), entryAt(300))).toMatchObject({
        exitCode: 1,
      });
      expect(await verify(proof, entryAt(300), policyOf('groups in a group'))).toMatchObject({
        exitCode: 1,
        errors: 'the quorum of the policy is not met',
      });
    });

    it('that they made is good for us, and theirs and ours are the same bytes', async () => {
      for (const [index, extra] of [
        [0, ''],
        [256, ''],
        [699, 'anything at all'],
      ] as const) {
        const made = await programs.foreign([
          'make-proof',
          join(folder, 'log'),
          join(folder, 'policy.txt'),
          String(index),
          extra,
        ]);
        expect(made.errors).toBe('');
        const accepted = await verifyTlogProof({
          proof: made.out,
          entry: entryAt(index),
          policy: parsePolicy(policy),
          verify: verifyEd25519,
        });
        expect(accepted).toMatchObject({ index, size: 700 });
        if (extra === '') expect(made.out).toBe(await proofByUs(index));
      }
    });
  });

  it('consistency is proven by the same path, which both find good, and no other', async () => {
    const policyFile = file('policy.txt', POLICY);
    const sizes = [1, 2, 255, 256, 257, 300, 511, 512, 700, 65_537];
    for (const size of sizes) {
      await grown.growTo(size);
      const older = sizes.filter((one) => one < size);
      file(`kept-${size}`, checkpoint());
      for (const oldSize of older) {
        const words = ['consistency', join(folder, 'log'), policyFile, join(folder, `kept-${oldSize}`)];
        const theirs = await programs.ask<{ oldRoot: string; newRoot: string; path: string[] }>(words);
        const [oldRoot, root] = [theirs.oldRoot, theirs.newRoot].map((text) => Buffer.from(text, 'base64'));
        const reader = new LogReader(new FileLogStorage(join(folder, 'log')), { size, root: root! });
        const path = await reader.consistencyFrom({ size: oldSize, root: oldRoot! });
        expect(path.map((hash) => Buffer.from(hash).toString('base64'))).toEqual(theirs.path);
        verifyConsistency({ oldSize, size, oldRoot: oldRoot!, root: root!, path });
        const wrong = { ...theirs, oldSize: oldSize + 1, newSize: size };
        expect((await programs.foreign(['verify-consistency'], JSON.stringify(wrong))).exitCode).toBe(1);
      }
    }
  });
});
