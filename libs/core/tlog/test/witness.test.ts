import fc from 'fast-check';
import {
  cosign,
  decodeCosignature,
  EMPTY_ROOT,
  formatCheckpointBody,
  formatNote,
  formatWitnessRequest,
  formatWitnessSignatures,
  formatWitnessSize,
  KeyType,
  NOTE_BYTES_MAX,
  parseWitnessAnswer,
  parseWitnessRequest,
  TlogError,
  verifyNote,
  WITNESS_ANSWER_BYTES_MAX,
  WITNESS_REQUEST_BYTES_MAX,
} from '../index.js';
import { aSigner, verifyEd25519 } from '../../../../test/kit/tlog/ed25519.js';
import { codeOf } from '../../../../test/kit/tlog/naive-tree.js';

const ORIGIN = 'cairn.example/log';
const log = aSigner(ORIGIN);
const witness = aSigner('witness.example/w1', KeyType.cosignature);
const aHash = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const noteOf = (size: number): string => {
  const text = formatCheckpointBody({ origin: ORIGIN, size, root: size === 0 ? EMPTY_ROOT : aHash(9) });
  return formatNote(text, [log.signNote(text)]);
};
const NOTE = noteOf(42);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const HASH = 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=';

describe('a request to a witness', () => {
  it('is the old size, the proof, an empty line and the signed checkpoint', () => {
    expect(formatWitnessRequest({ oldSize: 20, proof: [aHash(1), aHash(1)], note: NOTE })).toBe(
      `old 20\n${HASH}\n${HASH}\n\n${NOTE}`,
    );
    expect(formatWitnessRequest({ oldSize: 0, proof: [], note: NOTE })).toBe(`old 0\n\n${NOTE}`);
  });

  it('is read back as it was written', () => {
    const aHashOfAny = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.array(aHashOfAny, { maxLength: 63 }), fc.maxSafeNat(), (oldSize, proof, size) => {
        const parsed = parseWitnessRequest(utf8(formatWitnessRequest({ oldSize, proof, note: noteOf(size) })));
        expect(parsed).toMatchObject({ oldSize, checkpoint: { origin: ORIGIN, size } });
        expect(parsed.proof).toEqual(proof);
        expect(formatNote(parsed.note.text, parsed.note.signatures)).toBe(noteOf(size));
      }),
    );
  });

  it('parts head and checkpoint at its first empty line, the checkpoint at its last', () => {
    const text = `${ORIGIN}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextension\n`;
    const note = formatNote(text, [log.signNote(text)]);
    expect(parseWitnessRequest(utf8(`old 0\n\n${note}`)).checkpoint).toMatchObject({
      size: 0,
      extensions: ['extension'],
    });
  });

  it.each([
    ['nothing', ''],
    ['a line feed', '\n'],
    ['no empty line', 'old 0\n'],
    ['no old size', `\n\n${NOTE}`],
    ['another word', `new 0\n\n${NOTE}`],
    ['a capital letter', `Old 0\n\n${NOTE}`],
    ['two spaces', `old  0\n\n${NOTE}`],
    ['a tab', `old\t0\n\n${NOTE}`],
    ['no size', `old \n\n${NOTE}`],
    ['a leading zero', `old 01\n\n${NOTE}`],
    ['a sign', `old +1\n\n${NOTE}`],
    ['a fraction', `old 1.0\n\n${NOTE}`],
    ['an exponent', `old 1e3\n\n${NOTE}`],
    ['21 digits', `old 100000000000000000000\n\n${NOTE}`],
    ['a space after the size', `old 1 \n\n${NOTE}`],
    ['a carriage return', `old 1\r\n\r\n${NOTE}`],
    ['a digit of another alphabet', `old \u0661\n\n${NOTE}`],
    ['a hash of 31 bytes', `old 1\n${'A'.repeat(42)}==\n\n${NOTE}`],
    ['a hash of 33 bytes', `old 1\n${'A'.repeat(44)}\n\n${NOTE}`],
    ['a hash without padding', `old 1\n${HASH.slice(0, -1)}\n\n${NOTE}`],
    ['a hash with unused bits', `old 1\n${HASH.slice(0, -2)}F=\n\n${NOTE}`],
    ['base64url', `old 1\n${'_'.repeat(42)}8=\n\n${NOTE}`],
    ['a space before a hash', `old 1\n ${HASH}\n\n${NOTE}`],
    ['64 hashes', `old 1\n${`${HASH}\n`.repeat(64)}\n${NOTE}`],
    ['a head without end', 'old 1\n'.padEnd(WITNESS_REQUEST_BYTES_MAX, 'A')],
    ['a byte too many', 'old 1\n\n'.padEnd(WITNESS_REQUEST_BYTES_MAX + 1, 'A')],
  ])('with %s is refused', (_, body) =>
    expect(codeOf(() => parseWitnessRequest(utf8(body)))).toBe('WITNESS_REQUEST_MALFORMED'),
  );

  it('with a size that cannot be held exactly is refused', () => {
    expect(codeOf(() => parseWitnessRequest(utf8(`old 9007199254740992\n\n${NOTE}`)))).toBe('NUMBER_TOO_LARGE');
    expect(codeOf(() => parseWitnessRequest(utf8(`old 18446744073709551615\n\n${NOTE}`)))).toBe('NUMBER_TOO_LARGE');
  });

  it('with a note that is none, or no checkpoint, is refused with the code of that', () => {
    const other = formatNote('hello\n', [log.signNote('hello\n')]);
    expect(codeOf(() => parseWitnessRequest(utf8(`old 0\n\n${NOTE.slice(0, -1)}`)))).toBe('NOTE_MALFORMED');
    expect(codeOf(() => parseWitnessRequest(utf8('old 0\n\n')))).toBe('NOTE_MALFORMED');
    expect(codeOf(() => parseWitnessRequest(utf8(`old 0\n\n${other}`)))).toBe('CHECKPOINT_MALFORMED');
    expect(codeOf(() => parseWitnessRequest(utf8(`old 0\n\n${'x'.repeat(NOTE_BYTES_MAX)}\n`)))).toBe('NOTE_TOO_LARGE');
    expect(codeOf(() => parseWitnessRequest(Uint8Array.of(...utf8('old 0\n\n'), 0xff, 0x0a)))).toBe('NOTE_MALFORMED');
  });

  it('cut or changed at any byte gives a TlogError or another request, never anything else', () => {
    const body = utf8(formatWitnessRequest({ oldSize: 20, proof: [aHash(1)], note: NOTE }));
    const attempt = (bytes: Uint8Array): void => {
      try {
        parseWitnessRequest(bytes);
      } catch (error) {
        if (!(error instanceof TlogError)) throw error;
      }
    };
    for (let at = 0; at < body.length; at++) {
      expect(codeOf(() => parseWitnessRequest(body.subarray(0, at)))).toMatch(/MALFORMED$/u);
      for (const byte of [0x00, 0x0a, 0x20, 0x39, 0xff]) attempt(body.with(at, byte));
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), attempt));
  });

  it('is not written with what could not be read back', () => {
    const note = NOTE;
    expect(codeOf(() => formatWitnessRequest({ oldSize: 1.5, proof: [], note }))).toBe('NUMBER_INVALID');
    expect(codeOf(() => formatWitnessRequest({ oldSize: 1, proof: [new Uint8Array(31)], note }))).toBe('HASH_LENGTH');
    const proof = Array<Uint8Array>(64).fill(aHash(1));
    expect(codeOf(() => formatWitnessRequest({ oldSize: 1, proof, note }))).toBe('WITNESS_REQUEST_MALFORMED');
    expect(codeOf(() => formatWitnessRequest({ oldSize: 1, proof: [], note: 'x' }))).toBe('NOTE_MALFORMED');
  });
});

describe('a cosignature that was made here', () => {
  const text = formatCheckpointBody({ origin: ORIGIN, size: 42, root: aHash(9) });
  const made = () => cosign({ text, vkey: witness.vkey, timeSeconds: 1_700_000_000, sign: witness.sign });

  it('is good beside the signature of the log', async () => {
    const note = formatNote(text, [log.signNote(text), await made()]);
    const { verified } = await verifyNote({ note, vkeys: [log.vkey, witness.vkey], verify: verifyEd25519 });
    expect(verified.map(({ timeSeconds }) => timeSeconds)).toEqual([null, 1_700_000_000]);
  });

  it('has key id, uint64be time and 64 bytes', async () => {
    const { keyId, signature } = await made();
    expect(keyId).toEqual(witness.vkey.keyId);
    expect(decodeCosignature(signature).timeSeconds).toBe(1_700_000_000);
  });

  it('needs a cosignature key and a signature of 64 bytes', async () => {
    const input = { text, vkey: witness.vkey, timeSeconds: 1, sign: witness.sign };
    await expect(cosign({ ...input, vkey: log.vkey })).rejects.toMatchObject({ code: 'KEY_TYPE_UNSUPPORTED' });
    await expect(cosign({ ...input, sign: async () => new Uint8Array(63) })).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
    await expect(cosign({ ...input, timeSeconds: -1 })).rejects.toMatchObject({ code: 'NUMBER_INVALID' });
    await expect(cosign({ ...input, text: 'no line feed' })).rejects.toMatchObject({ code: 'NOTE_MALFORMED' });
  });
});

describe('the answer of a witness', () => {
  const line = log.signNote('x\n');
  const answer = (status: number, body: string, contentType: string | null = 'text/plain') =>
    parseWitnessAnswer({ status, contentType, body: utf8(body) });

  it('200 is signature lines', () => {
    const signatures = [line, { ...line, name: 'other.example' }];
    expect(answer(200, formatWitnessSignatures(signatures))).toEqual({ kind: 'signatures', signatures });
    expect(answer(200, formatWitnessSignatures([line]), null)).toEqual({ kind: 'signatures', signatures: [line] });
    expect(codeOf(() => formatWitnessSignatures([]))).toBe('WITNESS_ANSWER_MALFORMED');
  });

  it('409 of the type for sizes is a size', () => {
    expect(formatWitnessSize(20_852_014)).toBe('20852014\n');
    for (const type of ['text/x.tlog.size', 'TEXT/X.tlog.size; charset=utf-8'])
      expect(answer(409, '20852014\n', type)).toEqual({ kind: 'size', size: 20_852_014 });
    expect(answer(409, '0\n', 'text/x.tlog.size')).toEqual({ kind: 'size', size: 0 });
  });

  it('with any other status, or 409 of another type, is a refusal', () => {
    expect(answer(403, 'no\n')).toEqual({ kind: 'refused', status: 403, text: 'no\n' });
    expect(answer(409, '7\n', 'text/plain')).toEqual({ kind: 'refused', status: 409, text: '7\n' });
    expect(answer(409, '7\n', null)).toMatchObject({ kind: 'refused' });
    expect(answer(302, '')).toMatchObject({ kind: 'refused', status: 302 });
    expect(answer(201, formatWitnessSignatures([line]))).toMatchObject({ kind: 'refused', status: 201 });
    const notUtf8 = parseWitnessAnswer({ status: 500, contentType: null, body: Uint8Array.of(0xff) });
    expect(notUtf8).toEqual({ kind: 'refused', status: 500, text: '\ufffd' });
  });

  it.each([
    ['nothing', ''],
    ['an empty line', '\n'],
    ['no last line feed', formatWitnessSignatures([line]).slice(0, -1)],
    ['an empty line at the end', `${formatWitnessSignatures([line])}\n`],
    ['a page', '<html>\n'],
    ['a whole note', NOTE],
    ['17 lines', formatWitnessSignatures(Array(17).fill(line))],
    ['more than 64 KiB', 'x'.repeat(WITNESS_ANSWER_BYTES_MAX + 1)],
  ])('200 with %s is refused', (_, body) => expect(codeOf(() => answer(200, body))).toBe('WITNESS_ANSWER_MALFORMED'));

  it.each(['', '\n', '7', '07\n', '-7\n', '7 \n', '7\n\n', '7\r\n', 'seven\n', '7.0\n'])(
    '409 with the size %j is refused',
    (body) => expect(codeOf(() => answer(409, body, 'text/x.tlog.size'))).toBe('WITNESS_ANSWER_MALFORMED'),
  );

  it('with a size that cannot be held exactly, or with bytes that are no text, is refused', () => {
    expect(codeOf(() => answer(409, '9007199254740992\n', 'text/x.tlog.size'))).toBe('NUMBER_TOO_LARGE');
    const body = Uint8Array.of(0xff, 0x0a);
    expect(codeOf(() => parseWitnessAnswer({ status: 200, contentType: null, body }))).toBe('WITNESS_ANSWER_MALFORMED');
  });
});
