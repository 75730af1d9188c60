import type { Disagreement } from './agreement.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A disagreement with all that is needed to see it again, here or in another program. */
export function describe({ place, found, verdicts }: Disagreement, seed: number): string {
  const { algorithm, publicKey, message, signature } = found.check;
  return [
    `DISAGREEMENT: ${found.kind}; the profile says ${found.isValid}`,
    ...Object.entries(verdicts).map(([name, verdict]) => `  ${name} says ${verdict}`),
    `  algorithm ${algorithm}`,
    `  key       ${hex(publicKey)}`,
    `  message   ${hex(message)}`,
    `  signature ${hex(signature)}`,
    `  again: npm run test:signatures -- --seed ${seed} --first ${place} --count 1`,
  ].join('\n');
}
