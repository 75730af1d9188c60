import { generateKey, signerOf } from '#libs/host/keys';
import { openVerifierPool, type PooledVerifier } from '#libs/host/verification';
import { rightVerdicts, signedChecks } from './signed-checks.js';
import './thread-programs.js'; // threads run what was built

const said: string[] = [];
let pool: PooledVerifier;

beforeAll(async () => {
  pool = await openVerifierPool({ threads: 2, warn: (sentence) => said.push(sentence) });
});
afterAll(() => pool.close());

it('is found where it was built, verifies by sodium-native and has nothing to say', () => {
  expect([pool.kind, said]).toEqual(['sodium-native', []]);
});

it.each([0, 1, 15, 16, 17, 33, 256, 257, 1_500])('gives %i verdicts in the order of the checks', async (count) => {
  expect(await pool.verifyAll(signedChecks(count))).toEqual(rightVerdicts(count));
});

it('gives each of many calls at once its own verdicts', async () => {
  const counts = Array.from({ length: 40 }, (_, at) => (at * 37) % 300);
  const verdicts = await Promise.all(counts.map((count) => pool.verifyAll(signedChecks(count, { first: count }))));
  expect(verdicts).toEqual(counts.map(rightVerdicts));
});

it('takes messages of no byte, and of a megabyte', async () => {
  const { algorithm, publicKey, sign } = signerOf(generateKey(1));
  const messages = [0, 1024 * 1024, 1].map((length) => new Uint8Array(length).fill(7));
  const checks = messages.map((message) => ({ algorithm, publicKey, message, signature: sign(message) }));
  const wrong = { ...checks[0]!, message: messages[2]! };
  expect(await pool.verifyAll([...checks, wrong])).toEqual([true, true, true, false]);
});

it('once closed verifies nothing, and who waited hears so', async () => {
  const other = await openVerifierPool({ threads: 1, warn: () => {} });
  const waiting = expect(other.verifyAll(signedChecks(1_000))).rejects.toMatchObject({ code: 'CLOSED' });
  await other.close();
  await waiting;
  await expect(other.verifyAll(signedChecks(1))).rejects.toMatchObject({ code: 'CLOSED' });
});
