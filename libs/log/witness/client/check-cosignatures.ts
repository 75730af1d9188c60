import {
  formatNote,
  formatSignatureLine,
  type NoteSignature,
  TlogError,
  type VerifyEd25519,
  verifyNote,
  type Vkey,
} from '#libs/core/tlog';
import { otherKey } from './other-key.js';
import type { CosignOutcome } from './outcome.js';

/** Machines that keep their time differ by milliseconds; what is off by minutes would spoil what a cosignature says of freshness. */
export const COSIGNATURE_SKEW_MAX_SECONDS = 300;

interface Check {
  /** Of the checkpoint that was sent, ends in LF. */
  readonly text: string;
  /** The pinned key. */
  readonly vkey: Vkey;
  readonly verify: VerifyEd25519;
  readonly nowMs: number;
}

/**
 * Each line of the pinned key must be good; of several the latest counts. Lines of other keys say nothing and are dropped; where there are
 * no others, the answer says which they are.
 */
export async function checkCosignatures(
  input: Check & { readonly signatures: readonly NoteSignature[] },
): Promise<Extract<CosignOutcome, { kind: 'cosigned' | 'other-key' | 'invalid' }>> {
  const { signatures, vkey } = input;
  let best: { line: string; timeSeconds: number } | null = null;
  for (const signature of signatures) {
    if (signature.name !== vkey.name || Buffer.compare(signature.keyId, vkey.keyId) !== 0) continue;
    const checked = await check(signature, input);
    if ('reason' in checked) return { kind: 'invalid', reason: checked.reason };
    if (!best || checked.timeSeconds > best.timeSeconds)
      best = { line: formatSignatureLine(signature), timeSeconds: checked.timeSeconds };
  }
  if (best) return { kind: 'cosigned', ...best };
  const reason = await otherKey(input);
  return reason
    ? { kind: 'other-key', reason }
    : { kind: 'invalid', reason: 'the answer has no signature of the pinned key' };
}

async function check(
  signature: NoteSignature,
  { text, vkey, verify, nowMs }: Check,
): Promise<{ readonly timeSeconds: number } | { readonly reason: string }> {
  let timeSeconds: number;
  try {
    const { verified } = await verifyNote({ note: formatNote(text, [signature]), vkeys: [vkey], verify });
    timeSeconds = verified[0]!.timeSeconds!;
  } catch (error) {
    if (error instanceof TlogError) return { reason: error.message };
    throw error;
  }
  const skewSeconds = Math.round(timeSeconds - nowMs / 1_000);
  if (Math.abs(skewSeconds) <= COSIGNATURE_SKEW_MAX_SECONDS) return { timeSeconds };
  const side = skewSeconds > 0 ? 'after' : 'before';
  return { reason: `the cosignature is dated ${Math.abs(skewSeconds)} s ${side} our clock` };
}
