import { hasSignatureForm, type SignatureCheck } from '#libs/core/signatures';

// Platforms differ in what they refuse here, so it is refused before any of them is asked.

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);
const pair = (first: Uint8Array, second: Uint8Array): Uint8Array => Uint8Array.of(...first, ...second);

const ED25519: SignatureCheck = {
  algorithm: 1,
  publicKey: filled(32, 5),
  message: new Uint8Array(0),
  signature: filled(64, 5),
};
const P256: SignatureCheck = {
  algorithm: 2,
  publicKey: filled(33, 2),
  message: new Uint8Array(0),
  signature: filled(64, 5),
};

// L and n, and one less
const L = hex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
const L_MINUS_1 = hex('ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
const N = hex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const N_MINUS_1 = hex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550');

/** Every spelling of every point whose order divides 8, from the CCTV notes. */
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000080',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
].map(hex);

it('bytes of the right form go on to the curve', () => {
  expect(hasSignatureForm(ED25519)).toBe(true);
  expect(hasSignatureForm(P256)).toBe(true);
  expect(hasSignatureForm({ ...ED25519, signature: pair(filled(32, 5), L_MINUS_1) })).toBe(true);
  expect(hasSignatureForm({ ...P256, signature: pair(N_MINUS_1, N_MINUS_1) })).toBe(true);
});

it.each(SMALL_ORDER.map((point) => [Buffer.from(point).toString('hex'), point]))(
  'R and the key may not be the point of small order %s',
  (_name, point) => {
    expect(hasSignatureForm({ ...ED25519, signature: pair(point as Uint8Array, filled(32, 5)) })).toBe(false);
    expect(hasSignatureForm({ ...ED25519, publicKey: point as Uint8Array })).toBe(false);
  },
);

it.each<[string, SignatureCheck]>([
  ['S of Ed25519 is L', { ...ED25519, signature: pair(filled(32, 5), L) }],
  ['S of Ed25519 is all ones', { ...ED25519, signature: pair(filled(32, 5), filled(32, 255)) }],
  ['r is 0', { ...P256, signature: pair(filled(32, 0), filled(32, 5)) }],
  ['s is 0', { ...P256, signature: pair(filled(32, 5), filled(32, 0)) }],
  ['r is n', { ...P256, signature: pair(N, filled(32, 5)) }],
  ['s is n', { ...P256, signature: pair(filled(32, 5), N) }],
  ['the signature is short', { ...P256, signature: filled(63, 5) }],
  ['the signature is long', { ...P256, signature: filled(65, 5) }],
  ['the Ed25519 signature is short', { ...ED25519, signature: filled(63, 5) }],
  ['the Ed25519 key has 33 bytes', { ...ED25519, publicKey: filled(33, 5) }],
  ['the P-256 key has 65 bytes', { ...P256, publicKey: filled(65, 4) }],
  ['the algorithm is not known', { ...P256, algorithm: 3 as never }],
])('is refused without asking the curve: %s', (_what, check) => {
  expect(hasSignatureForm(check)).toBe(false);
});
