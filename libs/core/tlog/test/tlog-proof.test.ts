import {
  cosignedBytes,
  encodeCosignature,
  formatCheckpointBody,
  formatNote,
  formatTlogProof,
  inclusionPath,
  KeyType,
  leafHash,
  openByPolicy,
  parsePolicy,
  parseTlogProof,
  TLOG_PROOF_BYTES_MAX,
  TlogError,
  verifyTlogProof,
} from '../index.js';
import { aSigner, type TestSigner, verifyEd25519 } from '../../../../test/kit/tlog/ed25519.js';
import { codeOf, NaiveTree } from '../../../../test/kit/tlog/naive-tree.js';

const ORIGIN = 'cairn.example/log';
const log = aSigner(ORIGIN);
const [w1, w2, w3] = ['w1.example', 'w2.example', 'w3.example'].map((name) => aSigner(name, KeyType.cosignature)) as [
  TestSigner,
  TestSigner,
  TestSigner,
];
const entries = Array.from({ length: 11 }, (_, at) => new TextEncoder().encode(`entry ${at}`));
const tree = new NaiveTree(entries.map(leafHash));
const text = formatCheckpointBody({ origin: ORIGIN, size: 11, root: tree.root(11) });
const cosignedBy = (witness: TestSigner, timeSeconds = 1_700_000_000) => ({
  name: witness.vkey.name,
  keyId: witness.vkey.keyId,
  signature: encodeCosignature({ timeSeconds, signature: witness.sign(cosignedBytes({ timeSeconds, text })) }),
});
const checkpoint = formatNote(text, [log.signNote(text), cosignedBy(w1), cosignedBy(w3)]);
const TWO_OF_THREE = [
  `log ${log.vkeyText}`,
  ...[w1, w2, w3].map(({ vkeyText }, at) => `witness w${at + 1} ${vkeyText}`),
  'group all 2 w1 w2 w3',
  'quorum all',
].join('\n');
const policy = parsePolicy(TWO_OF_THREE);
const proof = { index: 7, path: inclusionPath({ index: 7, size: 11 }, tree.hashAt), checkpoint };
const FILE = formatTlogProof(proof);

const refusalOf = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof TlogError ? error.code : String(error)),
  );
const verify = (file: string | Uint8Array, entry = entries[7]!, by = policy) =>
  verifyTlogProof({ proof: file, entry, policy: by, verify: verifyEd25519 });
const open = (note: string, by = policy) => openByPolicy({ note, policy: by, verify: verifyEd25519 });

describe('a tlog-proof file', () => {
  it('is header, index, path, an empty line and the checkpoint', () => {
    expect(FILE).toBe(
      `c2sp.org/tlog-proof@v1\nindex 7\n${proof.path.map((hash) => Buffer.from(hash).toString('base64')).join('\n')}\n\n${checkpoint}`,
    );
    expect(parseTlogProof(FILE)).toEqual(proof);
    expect(parseTlogProof(new TextEncoder().encode(FILE))).toEqual(proof);
  });
  it('may carry extra bytes, which nobody has signed', async () => {
    const extra = Uint8Array.of(1, 2, 3);
    const file = formatTlogProof({ ...proof, extra });
    expect(file).toContain('@v1\nextra AQID\nindex 7\n');
    expect(parseTlogProof(file)).toEqual({ ...proof, extra });
    await verify(file);
  });
  it('of the only entry has no hashes', () => {
    const one = { index: 0, path: [], checkpoint };
    expect(formatTlogProof(one)).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${checkpoint}`);
    expect(parseTlogProof(formatTlogProof(one))).toEqual(one);
  });
  it('proves its entry by the policy alone', async () => {
    expect(await verify(FILE)).toMatchObject({ index: 7, size: 11, origin: ORIGIN, cosignedBy: ['w1', 'w3'] });
  });
  it('proves no other entry, index or path', async () => {
    expect(await refusalOf(verify(FILE, entries[6]))).toBe('ROOT_MISMATCH');
    expect(await refusalOf(verify(FILE.replace('index 7', 'index 6')))).toBe('ROOT_MISMATCH');
    expect(await refusalOf(verify(FILE.replace('index 7', 'index 11')))).toBe('INDEX_OUTSIDE_TREE');
    expect(await refusalOf(verify(formatTlogProof({ ...proof, path: proof.path.slice(1) })))).toBe('PATH_LENGTH');
  });
  it('survives no changed byte', async () => {
    const bytes = new TextEncoder().encode(FILE);
    for (let at = 0; at < bytes.length; at++) {
      expect(await refusalOf(verify(bytes.with(at, bytes[at]! ^ 1)))).not.toBe('nothing was thrown');
    }
  });
  it.each([
    ['another version', FILE.replace('@v1', '@v2'), 'PROOF_MALFORMED'],
    ['no index', FILE.replace('index 7\n', ''), 'PROOF_MALFORMED'],
    ['an index with a leading zero', FILE.replace('index 7', 'index 07'), 'PROOF_MALFORMED'],
    ['a signed index', FILE.replace('index 7', 'index +7'), 'PROOF_MALFORMED'],
    ['an index of 2^53', FILE.replace('index 7', 'index 9007199254740992'), 'NUMBER_TOO_LARGE'],
    ['an index of 2^64 - 1', FILE.replace('index 7', 'index 18446744073709551615'), 'NUMBER_TOO_LARGE'],
    ['an index of 21 digits', FILE.replace('index 7', `index ${'1'.repeat(21)}`), 'PROOF_MALFORMED'],
    ['extra after the index', FILE.replace('index 7\n', 'index 7\nextra AQID\n'), 'PROOF_MALFORMED'],
    ['two extra lines', FILE.replace('index 7\n', 'extra AQID\nextra AQID\nindex 7\n'), 'PROOF_MALFORMED'],
    ['an empty extra line', FILE.replace('index 7\n', 'extra \nindex 7\n'), 'PROOF_MALFORMED'],
    ['extra that is not base64', FILE.replace('index 7\n', 'extra AQI\nindex 7\n'), 'PROOF_MALFORMED'],
    ['a hash of 31 bytes', FILE.replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${'A'.repeat(42)}==\n`), 'PROOF_MALFORMED'],
    ['65 hashes', FILE.replace('index 7\n', `index 7\n${`${'A'.repeat(43)}=\n`.repeat(65)}`), 'PROOF_MALFORMED'],
    ['Windows line ends', FILE.replaceAll('\n', '\r\n'), 'PROOF_MALFORMED'],
    ['no checkpoint', FILE.slice(0, FILE.indexOf('\n\n') + 2), 'NOTE_MALFORMED'],
    ['no empty line', FILE.slice(0, FILE.indexOf('\n\n') + 1), 'PROOF_MALFORMED'],
    ['a cut checkpoint', FILE.slice(0, -1), 'NOTE_MALFORMED'],
    ['bytes that never end', 'x'.repeat(TLOG_PROOF_BYTES_MAX + 1), 'PROOF_MALFORMED'],
  ])('with %s is refused', (_, file, code) => expect(codeOf(() => parseTlogProof(file))).toBe(code));
  it('that is not UTF-8 is refused', () =>
    expect(codeOf(() => parseTlogProof(Uint8Array.of(0xff, 0x0a, 0x0a)))).toBe('PROOF_MALFORMED'));
  it('is not written for what could not be read back', () => {
    expect(codeOf(() => formatTlogProof({ ...proof, index: 2 ** 53 }))).toBe('NUMBER_TOO_LARGE');
    expect(codeOf(() => formatTlogProof({ ...proof, path: [new Uint8Array(31)] }))).toBe('HASH_LENGTH');
    expect(codeOf(() => formatTlogProof({ ...proof, extra: new Uint8Array() }))).toBe('PROOF_MALFORMED');
    expect(codeOf(() => formatTlogProof({ ...proof, checkpoint: 'x' }))).toBe('NOTE_MALFORMED');
  });
});

describe('a checkpoint opened by a policy', () => {
  it('is accepted with the signature of a log and the quorum', async () => {
    const accepted = await open(checkpoint);
    expect(accepted).toMatchObject({ origin: ORIGIN, size: 11, note: checkpoint, cosignedBy: ['w1', 'w3'] });
    expect(accepted.cosignatures.map(({ timeSeconds }) => timeSeconds)).toEqual([1_700_000_000, 1_700_000_000]);
  });
  it('is not accepted below the quorum', async () => {
    expect(await refusalOf(open(formatNote(text, [log.signNote(text)])))).toBe('QUORUM_MISSED');
    expect(await refusalOf(open(formatNote(text, [log.signNote(text), cosignedBy(w2)])))).toBe('QUORUM_MISSED');
  });
  it('counts a witness once, and refuses a second signature of one key', async () => {
    const twice = formatNote(text, [log.signNote(text), cosignedBy(w1, 5), cosignedBy(w1, 6)]);
    expect(await refusalOf(open(twice))).toBe('SIGNATURE_REPEATED');
    const logTwice = formatNote(text, [log.signNote(text), log.signNote(text), cosignedBy(w1), cosignedBy(w2)]);
    expect(await refusalOf(open(logTwice))).toBe('SIGNATURE_REPEATED');
  });
  it('ignores a cosignature of a stranger, and is rejected for a bad one of a known witness', async () => {
    const stranger = cosignedBy(aSigner('stranger.example', KeyType.cosignature));
    await open(formatNote(text, [log.signNote(text), stranger, cosignedBy(w1), cosignedBy(w2)]));
    const bad = { ...cosignedBy(w2), signature: cosignedBy(w2).signature.with(20, 1) };
    const rejected = formatNote(text, [log.signNote(text), cosignedBy(w1), cosignedBy(w3), bad]);
    expect(await refusalOf(open(rejected))).toBe('SIGNATURE_INVALID');
  });
  it('needs the log itself, whoever has cosigned', async () => {
    expect(await refusalOf(open(formatNote(text, [cosignedBy(w1), cosignedBy(w2)])))).toBe('NOTE_UNSIGNED');
  });
  it('of a log that the policy does not name is not judged', async () => {
    const other = parsePolicy(`log ${aSigner('other.example').vkeyText}\nquorum none\n`);
    expect(await refusalOf(open(checkpoint, other))).toBe('LOG_UNKNOWN');
    expect(await refusalOf(open(checkpoint, parsePolicy('quorum none\n')))).toBe('LOG_UNKNOWN');
  });
  it('may be signed by any key of the log, as after a rotation', async () => {
    const next = aSigner(ORIGIN, KeyType.ed25519, 'the next key');
    const both = parsePolicy(`log ${log.vkeyText}\nlog ${next.vkeyText}\nquorum none\n`);
    await open(formatNote(text, [log.signNote(text)]), both);
    await open(formatNote(text, [next.signNote(text)]), both);
    await open(formatNote(text, [log.signNote(text), next.signNote(text)]), both);
    expect(await refusalOf(open(formatNote(text, [next.signNote(text)]), policy))).toBe('NOTE_UNSIGNED');
  });
});
