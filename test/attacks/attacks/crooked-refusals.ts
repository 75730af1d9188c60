import type { RejectedScan } from '#libs/core/wire';
import { type Attack, UNUSABLE } from '../attack.js';
import { refusedStatement } from '../forging/forged.js';
import { STREAM_WRITER } from '../forging/inject.js';
import { goodScan } from '../forging/crooked-scan.js';

/** Fields of a refusal that ingest would never write, each of which a table, an entry or an answer could stumble over. */
const CROOKED: Readonly<Record<string, Partial<RejectedScan>>> = {
  'nul-in-reason': { reason: 'A\0B' },
  'nul-in-text': { text: 'A\0B' },
  'unknown-reason': { reason: 'NOBODY_KNOWS_THIS' },
  'empty-reason': { reason: '' },
  'long-reason': { reason: Array.from({ length: 20_000 }, (_, n) => ((n * 7_919) % 36).toString(36)).join('') },
  'long-text': { text: 'x'.repeat(500_000) },
  'short-hash': { payloadHash: Uint8Array.of(1) },
  'no-hash': { payloadHash: new Uint8Array() },
  'long-head': { payloadHead: new Uint8Array(500_000).fill(1) },
  'short-device': { device: Uint8Array.of(1, 2, 3) },
  'long-device': { device: new Uint8Array(5_000).fill(3) },
  'short-boot': { boot: Uint8Array.of(1, 2, 3) },
  'large-counter': { counter: 2 ** 63 },
  'negative-time': { receivedTimeMs: -(2 ** 62) },
};

const WHO = `${STREAM_WRITER}, and a device of his own that signs what he likes.`;

/** Without a statement: for the table of rejects alone. */
const withoutStatement = Object.entries(CROOKED).map(([name, parts]): Attack => ({
  name: `refusal-${name}`,
  who: `${STREAM_WRITER}.`,
  run: async (field) => {
    const { signedStatement: _, ...rest } = refusedStatement(goodScan(await field.accomplice()));
    await field.attacker.inject(field.partition, field.attacker.seal({ rejected: [{ ...rest, ...parts }] }));
    await field.taken();
    return { alarm: UNUSABLE };
  },
}));

/** With a statement that is validly signed: for the log. A refusal of the attacker's own device may be told there, in words that all can read. */
const withStatement = ['unknown-reason', 'empty-reason', 'nul-in-reason', 'long-reason'].map((name): Attack => ({
  name: `signed-refusal-${name}`,
  who: WHO,
  run: async (field) => {
    const refused = refusedStatement(goodScan(await field.accomplice()), CROOKED[name]!);
    await field.attacker.inject(field.partition, field.attacker.seal({ rejected: [refused] }));
    await field.taken();
    return { alarm: UNUSABLE, mayBeNoticed: ['refused'] };
  },
}));

export const crookedRefusals: readonly Attack[] = [...withoutStatement, ...withStatement];
