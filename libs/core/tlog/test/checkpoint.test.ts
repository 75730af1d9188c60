import fc from 'fast-check';
import {
  cosignedBytes,
  EMPTY_ROOT,
  encodeCosignature,
  formatCheckpointBody,
  formatNote,
  KeyType,
  openCheckpoint,
  parseCheckpointBody,
  TlogError,
  type Vkey,
} from '../index.js';
import { aSigner, verifyEd25519 } from '../../../../test/kit/tlog/ed25519.js';
import { codeOf } from '../../../../test/kit/tlog/naive-tree.js';

const root = new Uint8Array(32).fill(9);
const BODY = 'cairn.example/log\n42\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n';
const log = aSigner('cairn.example/log');
const open = (note: string, vkey = log.vkey, witnesses = [] as (typeof log.vkey)[]) =>
  openCheckpoint({ note, vkey, witnesses, verify: verifyEd25519 });

describe('a checkpoint body', () => {
  it('is origin, size and root, one a line', () => {
    expect(formatCheckpointBody({ origin: 'cairn.example/log', size: 42, root })).toBe(BODY);
    expect(parseCheckpointBody(BODY)).toEqual({ origin: 'cairn.example/log', size: 42, root, extensions: [] });
  });
  it('is read back as it was written', () => {
    const aCheckpoint = fc.record({
      origin: fc.stringMatching(/^[a-z0-9./-]{1,30}$/),
      size: fc.maxSafeNat().map((size) => size || 1),
      root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    });
    fc.assert(
      fc.property(aCheckpoint, fc.nat(), (checkpoint, cut) => {
        const text = formatCheckpointBody(checkpoint);
        expect(parseCheckpointBody(text)).toEqual({ ...checkpoint, extensions: [] });
        expect(() => parseCheckpointBody(text.slice(0, cut % text.length))).toThrow(TlogError);
      }),
    );
  });
  it('may have extension lines of others', () => {
    expect(parseCheckpointBody(`${BODY}one\ntwo\n`).extensions).toEqual(['one', 'two']);
    expect(codeOf(() => parseCheckpointBody(`${BODY}\n`))).toBe('CHECKPOINT_MALFORMED');
  });
  it.each([
    ['an empty origin', BODY.slice('cairn.example/log'.length), 'CHECKPOINT_MALFORMED'],
    ['a leading zero', BODY.replace('42', '042'), 'CHECKPOINT_MALFORMED'],
    ['a sign', BODY.replace('42', '+42'), 'CHECKPOINT_MALFORMED'],
    ['a fraction', BODY.replace('42', '42.0'), 'CHECKPOINT_MALFORMED'],
    ['hex', BODY.replace('42', '0x2a'), 'CHECKPOINT_MALFORMED'],
    ['a space', BODY.replace('42', '42 '), 'CHECKPOINT_MALFORMED'],
    ['another digit script', BODY.replace('42', '\u0664\u0662'), 'CHECKPOINT_MALFORMED'],
    ['21 digits', BODY.replace('42', '1'.repeat(21)), 'CHECKPOINT_MALFORMED'],
    ['2^53', BODY.replace('42', '9007199254740992'), 'NUMBER_TOO_LARGE'],
    ['2^53 + 1, which a number would round', BODY.replace('42', '9007199254740993'), 'NUMBER_TOO_LARGE'],
    ['2^64 - 1', BODY.replace('42', '18446744073709551615'), 'NUMBER_TOO_LARGE'],
    ['a root of 31 bytes', BODY.replace('CQk=', 'CQ=='), 'CHECKPOINT_MALFORMED'],
    ['a root without padding', BODY.replace('=', ''), 'CHECKPOINT_MALFORMED'],
    ['no root', 'cairn.example/log\n42\n', 'CHECKPOINT_MALFORMED'],
    ['no last line feed', BODY.slice(0, -1), 'CHECKPOINT_MALFORMED'],
    ['size 0 and another root', BODY.replace('42', '0'), 'ROOT_MISMATCH'],
  ])('with %s is refused', (_, text, code) => expect(codeOf(() => parseCheckpointBody(text))).toBe(code));
  it('keeps 2^53 - 1', () => {
    const text = formatCheckpointBody({ origin: 'a', size: Number.MAX_SAFE_INTEGER, root });
    expect(parseCheckpointBody(text).size).toBe(Number.MAX_SAFE_INTEGER);
  });
  it('is not written for what could not be read back', () => {
    const write = (change: object) => codeOf(() => formatCheckpointBody({ origin: 'a', size: 1, root, ...change }));
    expect(write({ origin: 'a b' })).toBe('KEY_NAME_INVALID');
    expect(write({ origin: 'a\nb' })).toBe('KEY_NAME_INVALID');
    expect(write({ size: 2 ** 53 })).toBe('NUMBER_TOO_LARGE');
    expect(write({ root: new Uint8Array(31) })).toBe('HASH_LENGTH');
    expect(write({ size: 0 })).toBe('ROOT_MISMATCH');
    expect(write({ size: 0, root: EMPTY_ROOT })).toBe('nothing was thrown');
  });
});

describe('opening a checkpoint', () => {
  it('gives what the log signed', async () => {
    expect(await open(formatNote(BODY, [log.signNote(BODY)]))).toEqual({
      origin: 'cairn.example/log',
      size: 42,
      root,
      extensions: [],
      text: BODY,
      cosignatures: [],
    });
  });
  it('refuses one that this log has not signed', async () => {
    const other = aSigner('other.example');
    await expect(open(formatNote(BODY, [other.signNote(BODY)]))).rejects.toMatchObject({ code: 'NOTE_UNSIGNED' });
  });
  it('refuses one of another log, signed by this log', async () => {
    const text = BODY.replace('cairn.example/log', 'cairn.example/lo');
    await expect(open(formatNote(text, [log.signNote(text)]))).rejects.toMatchObject({ code: 'ORIGIN_MISMATCH' });
  });
  it('gives good cosignatures, for which the log must have signed too', async () => {
    const witness = aSigner('witness.example', KeyType.cosignature);
    const cosignature = {
      name: witness.vkey.name,
      keyId: witness.vkey.keyId,
      signature: encodeCosignature({
        timeSeconds: 7,
        signature: witness.sign(cosignedBytes({ timeSeconds: 7, text: BODY })),
      }),
    };
    const { cosignatures } = await open(formatNote(BODY, [log.signNote(BODY), cosignature]), log.vkey, [witness.vkey]);
    expect(cosignatures).toEqual([{ vkey: witness.vkey, timeSeconds: 7 }]);
    const alone = open(formatNote(BODY, [cosignature]), log.vkey, [witness.vkey]);
    await expect(alone).rejects.toMatchObject({ code: 'NOTE_UNSIGNED' });
  });
  it('takes no witness key for a log key, nor the reverse', async () => {
    const note = formatNote(BODY, [log.signNote(BODY)]);
    const asWitness = aSigner('cairn.example/log', KeyType.cosignature).vkey;
    await expect(open(note, asWitness)).rejects.toMatchObject({ code: 'KEY_TYPE_UNSUPPORTED' });
    await expect(open(note, log.vkey, [aSigner('w').vkey])).rejects.toMatchObject({ code: 'KEY_TYPE_UNSUPPORTED' });
  });

  describe('of a log that has had two keys', () => {
    const next = aSigner('cairn.example/log', KeyType.ed25519, 'the next key');
    const both = [log.vkey, next.vkey];
    const openAll = (note: string, vkey: Vkey | readonly Vkey[]) =>
      openCheckpoint({ note, vkey, verify: verifyEd25519 });

    it('opens with either key, and with both, whoever has signed', async () => {
      const signedByBoth = formatNote(BODY, [log.signNote(BODY), next.signNote(BODY)]);
      for (const vkey of [log.vkey, next.vkey, both, both.toReversed()])
        expect(await openAll(signedByBoth, vkey)).toMatchObject({ size: 42, cosignatures: [] });
      for (const signer of [log, next])
        expect(await openAll(formatNote(BODY, [signer.signNote(BODY)]), both)).toMatchObject({ size: 42 });
    });
    it('is refused when one of them is bad, though the other is good', async () => {
      const bad = { ...next.signNote(BODY), signature: new Uint8Array(64) };
      const note = formatNote(BODY, [log.signNote(BODY), bad]);
      await expect(openAll(note, both)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
      expect(await openAll(note, log.vkey)).toMatchObject({ size: 42 }); // to whom the other key is a stranger's
    });
    it('is refused when neither has signed, and where no key is given', async () => {
      const stranger = aSigner('cairn.example/log', KeyType.ed25519, 'a stranger');
      const note = formatNote(BODY, [stranger.signNote(BODY)]);
      await expect(openAll(note, both)).rejects.toMatchObject({ code: 'NOTE_UNSIGNED' });
      await expect(openAll(note, [])).rejects.toMatchObject({ code: 'NOTE_UNSIGNED' });
    });
  });
});
