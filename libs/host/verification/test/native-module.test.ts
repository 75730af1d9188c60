import { openVerifierPool, type PooledVerifier } from '#libs/host/verification';
import { rightVerdicts, signedChecks } from './signed-checks.js';
import { withSodium } from './thread-programs.js';

// sodium-native is optional: where it is missing or broken node:crypto verifies, and the operator hears of it once.

const COUNT = 120;
const USABLE = `import { createPublicKey, verify } from 'node:crypto';
  const right = (signature, message, publicKey) => verify(null, message, createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') } }), signature);
  let uses = 0;`;
let said: string[] = [];
let pool: PooledVerifier;

const open = async (url: URL): Promise<void> => {
  said = [];
  pool = await openVerifierPool({ threads: 2, program: url, warn: (sentence) => said.push(sentence) });
};
afterEach(() => pool.close());

it.each([
  ['is not there', null, 'Cannot find package'],
  ['cannot be loaded', "throw new Error('ELF header');", 'ELF header'],
  ['has no such function', 'export default {};', 'not a function'],
  [
    'throws at its first use',
    "export default { crypto_sign_verify_detached() { throw new Error('broken'); } };",
    'broken',
  ],
  ['accepts everything', 'export default { crypto_sign_verify_detached: () => true };', 'wrong verdict'],
  ['refuses everything', 'export default { crypto_sign_verify_detached: () => false };', 'wrong verdict'],
  ['says nothing', 'export default { crypto_sign_verify_detached() {} };', 'wrong verdict'],
])('where it %s, node:crypto verifies, and that is said once', async (_what, source, reason) => {
  await open(withSodium(source));
  expect(await Promise.all([1, 2].map(() => pool.verifyAll(signedChecks(COUNT))))).toEqual(
    [1, 2].map(() => rightVerdicts(COUNT)),
  );
  expect([pool.kind, said.length]).toEqual(['node:crypto', 1]);
  expect(said[0]).toMatch(/^signatures are verified by node:crypto, .* sodium-native cannot be used \([^\n]+\)$/);
  expect(said[0]).toContain(reason);
});

it('where it can be used, it is used: another one in its place is asked for every Ed25519 signature', async () => {
  await open(withSodium(`${USABLE} export default { crypto_sign_verify_detached: right };`));
  expect([pool.kind, said]).toEqual(['sodium-native', []]);
  expect(await pool.verifyAll(signedChecks(COUNT))).toEqual(rightVerdicts(COUNT));
});

it.each([
  ['throws', "throw new Error('worn out')"],
  ['gives no verdict', 'return undefined'],
  ['gives something like a verdict', 'return 0'],
])('one that later %s gives no verdicts at all', async (_what, breaking) => {
  // Two uses are the known signatures of the start.
  await open(
    withSodium(
      `${USABLE} export default { crypto_sign_verify_detached: (...check) => { if (++uses > 10) { ${breaking}; } return right(...check); } };`,
    ),
  );
  expect(pool.kind).toBe('sodium-native');
  await expect(pool.verifyAll(signedChecks(COUNT))).rejects.toMatchObject({ code: 'THREADS_END' });
});
