import fc from 'fast-check';
import {
  cosignedBytes,
  decodeCosignature,
  encodeCosignature,
  formatNote,
  formatVkey,
  noteKeyIdOf,
  KeyType,
  NOTE_BYTES_MAX,
  noteSignature,
  parseNote,
  parseVkey,
  TlogError,
  verifyNote,
  type Vkey,
} from '../index.js';
import { aSigner, verifyEd25519 } from '../../../../test/kit/tlog/ed25519.js';
import { codeOf } from '../../../../test/kit/tlog/naive-tree.js';

const log = aSigner('cairn.example/log');
const stranger = aSigner('stranger.example');
const TEXT = 'cairn.example/log\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n';
const NOTE = formatNote(TEXT, [log.signNote(TEXT)]);
const LINE = NOTE.slice(TEXT.length + 1);

const open = (note: string | Uint8Array, vkeys: readonly Vkey[] = [log.vkey]) =>
  verifyNote({ note, vkeys, verify: verifyEd25519 });
const refusalOf = async (run: Promise<unknown>): Promise<string> => {
  const error: unknown = await run.then(
    () => 'nothing was thrown',
    (cause: unknown) => cause,
  );
  return error instanceof TlogError ? error.code : String(error);
};

describe('a note', () => {
  it('is text, an empty line and signature lines', () => {
    expect(NOTE).toMatch(/^cairn\.example\/log\n1\nbjQ[^\n]+\n\n\u2014 cairn\.example\/log [A-Za-z0-9+/]{91}=\n$/);
    expect(parseNote(NOTE)).toEqual({ text: TEXT, signatures: [log.signNote(TEXT)] });
  });
  it('parts at its last empty line, so that text may hold empty lines', async () => {
    const text = 'one\n\n\u2014 two three\n\n';
    const note = formatNote(text, [log.signNote(text)]);
    expect(parseNote(note).text).toBe(text);
    expect((await open(note)).text).toBe(text);
  });
  it('is read back as it was written', () => {
    const aText = fc
      .string({ unit: 'binary' })
      .map((text) => `${[...text].filter((character) => character >= ' ' || character === '\n').join('')}\n`);
    const aSignature = fc.record({
      name: fc.stringMatching(/^[a-z.\u00e9\u4e2d]{1,10}$/),
      keyId: fc.uint8Array({ minLength: 4, maxLength: 4 }),
      signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
    });
    fc.assert(
      fc.property(aText, fc.array(aSignature, { minLength: 1, maxLength: 16 }), (text, signatures) => {
        expect(parseNote(formatNote(text, signatures))).toEqual({ text, signatures });
        expect(parseNote(new TextEncoder().encode(formatNote(text, signatures)))).toEqual({ text, signatures });
      }),
    );
  });
  it('keeps a byte order mark, which is part of what was signed', () => {
    const text = `\ufeff${TEXT}`;
    expect(parseNote(new TextEncoder().encode(formatNote(text, [log.signNote(text)]))).text).toBe(text);
  });
  it.each([
    ['nothing', ''],
    ['no empty line', TEXT],
    ['no signature', `${TEXT}\n`],
    ['a last line without line feed', NOTE.slice(0, -1)],
    ['text after the signatures', `${NOTE}more\n`],
    ['an empty line after the signatures', `${NOTE}\n`],
    ['a hyphen for the dash', NOTE.replace('\u2014', '-')],
    ['two spaces before the name', NOTE.replace('\u2014 ', '\u2014  ')],
    ['no name', NOTE.replace('\u2014 cairn.example/log', '\u2014 ')],
    ['a name with plus', NOTE.replace('\u2014 cairn.example/log', '\u2014 cairn+log')],
    ['a name with a no-break space', NOTE.replace('\u2014 cairn.example/log', '\u2014 cairn\u00a0log')],
    ['a name with the next-line space', NOTE.replace('\u2014 cairn.example/log', '\u2014 cairn\u0085log')],
    ['a word after the signature', NOTE.replace(/=\n$/, '= x\n')],
    ['base64 without padding', NOTE.replace(/=\n$/, '\n')],
    ['base64 with another alphabet', NOTE.replace(LINE, '\u2014 a AAAA-_==\n')],
    ['base64 with unused bits', NOTE.replace(LINE, '\u2014 a AAAAAAF=\n').replace('AAF=', 'AAB=')],
    ['a key id alone', NOTE.replace(LINE, '\u2014 a AAAAAA==\n')],
    ['a tab', NOTE.replace('\n1\n', '\n1\t\n')],
    ['a carriage return', NOTE.replaceAll('\n', '\r\n')],
    ['a zero byte', NOTE.replace('\n1\n', '\n1\u0000\n')],
    ['half a surrogate pair', NOTE.replace('\n1\n', '\n1\ud800\n')],
  ])('with %s is refused', (_, note) => expect(codeOf(() => parseNote(note))).toBe('NOTE_MALFORMED'));
  it('that is not UTF-8 is refused', () => {
    expect(codeOf(() => parseNote(Uint8Array.of(0xff, 0x0a, 0x0a)))).toBe('NOTE_MALFORMED');
    expect(codeOf(() => parseNote(Uint8Array.of(0xc0, 0x80, 0x0a, 0x0a)))).toBe('NOTE_MALFORMED');
  });
  it('may have the signatures of 16 witnesses and more beside the log’s', async () => {
    const witnesses = Array.from({ length: 40 }, (_, at) => aSigner(`w${at}.example`));
    const note = formatNote(TEXT, [log.signNote(TEXT), ...witnesses.map((witness) => witness.signNote(TEXT))]);
    expect((await open(note)).unknown).toHaveLength(40);
    const all = [log.vkey, ...witnesses.map(({ vkey }) => vkey)];
    expect((await open(note, all)).verified).toHaveLength(41);
  });
  it('may have 100 signatures, not more', () => {
    const text = 'x\n';
    expect(parseNote(`${text}\n${LINE.repeat(100)}`).signatures).toHaveLength(100);
    expect(codeOf(() => parseNote(`${text}\n${LINE.repeat(101)}`))).toBe('NOTE_TOO_LARGE');
  });
  it('has a limit in bytes, whatever its characters', () => {
    const wide = '\u4e2d'.repeat(NOTE_BYTES_MAX / 3);
    expect(codeOf(() => parseNote(`${wide}\n\n${LINE}`))).toBe('NOTE_TOO_LARGE');
    expect(codeOf(() => parseNote(new Uint8Array(NOTE_BYTES_MAX + 1)))).toBe('NOTE_TOO_LARGE');
  });
  it('is not written with a name, text or signature that could not be read back', () => {
    const signature = log.signNote(TEXT);
    expect(codeOf(() => formatNote('no line feed', [signature]))).toBe('NOTE_MALFORMED');
    expect(codeOf(() => formatNote('tab\t\n', [signature]))).toBe('NOTE_MALFORMED');
    expect(codeOf(() => formatNote(TEXT, []))).toBe('NOTE_MALFORMED');
    expect(codeOf(() => noteSignature({ ...signature, name: 'a b' }))).toBe('KEY_NAME_INVALID');
    expect(codeOf(() => noteSignature({ ...signature, name: 'a\nb' }))).toBe('KEY_NAME_INVALID');
    expect(codeOf(() => noteSignature({ ...signature, keyId: new Uint8Array(8) }))).toBe('NOTE_MALFORMED');
    expect(codeOf(() => noteSignature({ ...signature, signature: new Uint8Array() }))).toBe('NOTE_MALFORMED');
  });
});

describe('a signature on a note', () => {
  it('counts when name and key id are those of a given key', async () => {
    const { verified, unknown } = await open(NOTE);
    expect(verified).toEqual([{ vkey: log.vkey, timeSeconds: null }]);
    expect(unknown).toEqual([]);
  });
  it('of an unknown key is ignored, before or after a known one', async () => {
    for (const signatures of [
      [stranger.signNote(TEXT), log.signNote(TEXT)],
      [log.signNote(TEXT), stranger.signNote(TEXT)],
    ]) {
      const { verified, unknown } = await open(formatNote(TEXT, signatures));
      expect([verified.length, unknown.length]).toEqual([1, 1]);
    }
  });
  it('is unknown when only the name or only the key id is known', async () => {
    const sameName = { ...stranger.signNote(TEXT), name: log.vkey.name };
    const sameId = { ...stranger.signNote(TEXT), keyId: log.vkey.keyId };
    const nameInside = { ...log.signNote(TEXT), name: `${log.vkey.name}/x` };
    for (const signature of [sameName, sameId, nameInside]) {
      expect(await refusalOf(open(formatNote(TEXT, [signature])))).toBe('NOTE_UNSIGNED');
    }
  });
  it('that is bad rejects the note, though another one of the same key is good', async () => {
    const good = log.signNote(TEXT);
    const bad = { ...good, signature: log.sign(Uint8Array.of(1)) };
    for (const signatures of [[bad], [good, bad], [bad, good], [stranger.signNote(TEXT), bad]]) {
      expect(await refusalOf(open(formatNote(TEXT, signatures)))).toBe('SIGNATURE_INVALID');
    }
  });
  it('of the wrong length is bad, and never reaches the check', async () => {
    const short = { ...log.signNote(TEXT), signature: new Uint8Array(63) };
    const verify = () => true;
    expect(await refusalOf(verifyNote({ note: formatNote(TEXT, [short]), vkeys: [log.vkey], verify }))).toBe(
      'SIGNATURE_INVALID',
    );
  });
  it('is bad when the check answers anything but true', async () => {
    const verify = () => 1 as unknown as boolean;
    expect(await refusalOf(verifyNote({ note: NOTE, vkeys: [log.vkey], verify }))).toBe('SIGNATURE_INVALID');
  });
  it('covers every byte of the text', async () => {
    for (let at = 0; at < TEXT.length - 1; at++) {
      const changed = `${NOTE.slice(0, at)}${NOTE[at] === '2' ? '3' : '2'}${NOTE.slice(at + 1)}`;
      expect(await refusalOf(open(changed))).toBe('SIGNATURE_INVALID');
    }
  });
  it('cannot be checked with two keys of one name and id, nor with types of other algorithms', async () => {
    const twin = { ...stranger.vkey, name: log.vkey.name, keyId: log.vkey.keyId };
    expect(await refusalOf(open(NOTE, [log.vkey, twin]))).toBe('KEY_AMBIGUOUS');
    expect((await open(NOTE, [log.vkey, { ...log.vkey }])).verified).toHaveLength(1);
    expect(await refusalOf(open(NOTE, [{ ...log.vkey, type: KeyType.ecdsa }]))).toBe('KEY_TYPE_UNSUPPORTED');
  });
});

describe('a cosignature', () => {
  const witness = aSigner('witness.example', KeyType.cosignature);
  const cosign = (timeSeconds: number, text = TEXT) => ({
    name: witness.vkey.name,
    keyId: witness.vkey.keyId,
    signature: encodeCosignature({ timeSeconds, signature: witness.sign(cosignedBytes({ timeSeconds, text })) }),
  });
  it('signs its time and the whole text', () => {
    expect(new TextDecoder().decode(cosignedBytes({ timeSeconds: 1_679_315_147, text: TEXT }))).toBe(
      `cosignature/v1\ntime 1679315147\n${TEXT}`,
    );
  });
  it('gives its time with the verified note', async () => {
    const { verified } = await open(formatNote(TEXT, [log.signNote(TEXT), cosign(1_700_000_000)]), [
      log.vkey,
      witness.vkey,
    ]);
    expect(verified).toEqual([
      { vkey: log.vkey, timeSeconds: null },
      { vkey: witness.vkey, timeSeconds: 1_700_000_000 },
    ]);
  });
  it('is bad with another time or text, and as a plain signature', async () => {
    const good = cosign(5);
    const later = { ...good, signature: good.signature.with(7, 6) };
    const plain = { ...good, signature: witness.sign(new TextEncoder().encode(TEXT)) };
    for (const signature of [later, cosign(5, 'other\n'), plain]) {
      const note = formatNote(TEXT, [log.signNote(TEXT), signature]);
      expect(await refusalOf(open(note, [log.vkey, witness.vkey]))).toBe('SIGNATURE_INVALID');
    }
  });
  it('is uint64be seconds and 64 bytes', () => {
    const signature = new Uint8Array(64).fill(7);
    const bytes = encodeCosignature({ timeSeconds: 2 ** 33 + 1, signature });
    expect(bytes.slice(0, 8)).toEqual(Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 1));
    expect(decodeCosignature(bytes)).toEqual({ timeSeconds: 2 ** 33 + 1, signature });
    expect(codeOf(() => decodeCosignature(bytes.slice(1)))).toBe('SIGNATURE_INVALID');
    expect(codeOf(() => decodeCosignature(bytes.with(0, 1)))).toBe('NUMBER_TOO_LARGE');
    expect(codeOf(() => encodeCosignature({ timeSeconds: 1.5, signature }))).toBe('NUMBER_INVALID');
  });
});

describe('a vkey', () => {
  const GOLDEN = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';
  it('is read and written, with a plus in its base64', () => {
    const vkey = parseVkey(GOLDEN);
    expect(vkey).toMatchObject({
      name: 'example.com/log/testdata',
      type: 1,
      keyId: Uint8Array.of(0x33, 0xd7, 0xb4, 0x96),
    });
    expect(formatVkey(vkey)).toBe(GOLDEN);
    expect(GOLDEN.split('+')).toHaveLength(4);
  });
  it('of ECDSA has the id of its SPKI alone', () => {
    const spki = Uint8Array.of(0x30, 1, 2);
    expect(noteKeyIdOf('any', KeyType.ecdsa, spki)).toEqual(noteKeyIdOf('other', KeyType.ecdsa, spki));
    expect(parseVkey(formatVkey({ name: 'any', type: KeyType.ecdsa, publicKey: spki })).publicKey).toEqual(spki);
  });
  it('has another id for each name and type of one key', () => {
    const { publicKey } = log.vkey;
    const ids = [noteKeyIdOf('a', 1, publicKey), noteKeyIdOf('b', 1, publicKey), noteKeyIdOf('a', 4, publicKey)].map(
      String,
    );
    expect(new Set(ids).size).toBe(3);
  });
  it.each([
    ['no plus', 'example.com'],
    ['one plus', 'example.com+33d7b496'],
    ['no name', GOLDEN.slice(GOLDEN.indexOf('+'))],
    ['a space in the name', GOLDEN.replace('example', 'exa mple')],
    ['another name', GOLDEN.replace('example', 'exomple')],
    ['another id', GOLDEN.replace('33d7', '33d8')],
    ['an upper-case id', GOLDEN.replace('33d7b496', '33D7B496')],
    ['a cut key', GOLDEN.slice(0, -4)],
    ['another type', GOLDEN.replace('+AeH', '+BOH')],
    ['no key', GOLDEN.slice(0, GOLDEN.indexOf('+Ae') + 1)],
    ['a line feed', `${GOLDEN}\n`],
    ['base64 that is none', `${GOLDEN}=`],
  ])('with %s is refused', (_, text) => expect(codeOf(() => parseVkey(text))).toBe('VKEY_MALFORMED'));
});
