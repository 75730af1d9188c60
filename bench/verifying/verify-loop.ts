import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';

const STATEMENT_BYTES = 142;
const WARM_UP = 500;
const STRIDE = 50;

/** Native Ed25519 verifications a second of the thread that calls it, of statements as devices sign them. */
export function verificationsPerSecond(forMs: number): number {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const message = randomBytes(STATEMENT_BYTES);
  const signature = sign(null, message, privateKey);
  const verifyMany = (count: number): void => {
    for (let n = 0; n < count; n++)
      if (!verify(null, message, publicKey, signature)) throw new Error('a good signature was refused');
  };
  verifyMany(WARM_UP);
  const startMs = performance.now();
  let done = 0;
  for (; performance.now() - startMs < forMs; done += STRIDE) verifyMany(STRIDE);
  return (done * 1_000) / (performance.now() - startMs);
}
