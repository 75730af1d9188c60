import { createHash } from 'node:crypto';
import { MessageJudge } from '#libs/sdk/device';
import type { NaiveReceipt } from '../naive/settings.js';
import { SameThreadVerifier } from './same-thread-verifier.js';

/** What a message to a device says about its scans, once it is believed. */
export type Answer =
  | { readonly kind: 'receipt'; readonly counters: readonly number[] }
  | {
      readonly kind: 'reject';
      /** Undefined where the payload could not be read that far. */
      readonly counter: number | undefined;
      /** SHA-256 of the payload, in hex. */
      readonly scanHash: string;
      readonly reason: string;
      readonly text: string;
    }
  | { readonly kind: 'other' };

export type JudgeAnswer = (deviceKey: Uint8Array, message: Uint8Array) => Promise<Answer>;

/** Whose receipts count, as data; `naive`: unsigned ones of bench/naive. */
export type TrustOrder = NodeTrust | 'naive';

export interface NodeTrust {
  readonly logOrigin: string;
  readonly receiptKey: { readonly algorithm: 1 | 2; readonly publicKey: string };
}

export const judgeOf = (trust: TrustOrder): JudgeAnswer => (trust === 'naive' ? answersOfNaive : answersOfNode(trust));

const answersOfNaive: JudgeAnswer = (_, message) => {
  const { counter } = JSON.parse(Buffer.from(message).toString()) as NaiveReceipt;
  return Promise.resolve({ kind: 'receipt', counters: [counter] });
};

/** Verifies every receipt and reject as a device does. The judge throws on one that does not verify. */
function answersOfNode({ logOrigin, receiptKey }: NodeTrust): JudgeAnswer {
  const key = { algorithm: receiptKey.algorithm, publicKey: Buffer.from(receiptKey.publicKey, 'hex') };
  const judge = new MessageJudge({ logOrigin, receiptKeys: [key] }, new SameThreadVerifier());
  return async (deviceKey, message) => {
    const judged = await judge.judge(deviceKey, message);
    if (judged.kind === 'distrusted') throw new Error(`an answer does not verify: ${judged.code}, ${judged.text}`);
    if (judged.kind === 'receipt') return { kind: 'receipt', counters: judged.items.map(({ counter }) => counter) };
    if (judged.kind !== 'reject') return { kind: 'other' }; // these devices send no events
    const { counter, scanHash, reason, text } = judged.body;
    return { kind: 'reject', counter, scanHash: Buffer.from(scanHash).toString('hex'), reason, text };
  };
}

export const payloadHash = (payload: Uint8Array): string => createHash('sha256').update(payload).digest('hex');
