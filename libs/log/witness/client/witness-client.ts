import {
  formatWitnessRequest,
  KeyType,
  parseCheckpointBody,
  parseNote,
  type PolicyWitness,
  TlogError,
  type TwoSizes,
  type VerifyEd25519,
  type Vkey,
} from '#libs/core/tlog';
import { systemWitnessClock, type WitnessClock } from '../clock.js';
import { WitnessError } from '../error.js';
import { checkCosignatures } from './check-cosignatures.js';
import { exchange, type Exchange } from './exchange.js';
import type { CosignOutcome } from './outcome.js';

/** One to learn the witness's size, one more for another asker who was faster. */
const RETRIES_MAX = 2;
/** Of what a witness says, for logs and pages. */
const TEXT_CHARACTERS_MAX = 200;

export interface WitnessClientOptions {
  /** As it stands in a policy; `url` is what `/add-checkpoint` is put behind. */
  readonly witness: PolicyWitness & { readonly url: string };
  readonly verify: VerifyEd25519;
  readonly clock?: WitnessClock;
}

export interface CosignRequest {
  /** The checkpoint, signed by its log. Cosignatures in it do no harm. */
  readonly note: string;
  /** Hashes of the consistency path; called with 0 < oldSize < size only. */
  readonly consistencyProof: (sizes: TwoSizes) => Promise<readonly Uint8Array[]>;
  /** For the whole attempt, retries and proofs included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Asks one witness, and remembers which size it has confirmed. Believes nothing that the pinned key has not signed. */
export class WitnessClient {
  readonly name: string;
  readonly vkey: Vkey;
  private readonly url: string;
  private readonly verify: VerifyEd25519;
  private readonly clock: WitnessClock;
  private confirmed: number | null = null;

  /** @throws {TlogError} KEY_TYPE_UNSUPPORTED; {WitnessError} URL_INVALID */
  constructor({ witness, verify, clock = systemWitnessClock }: WitnessClientOptions) {
    const { name, vkey, url } = witness;
    if (vkey.type !== KeyType.cosignature)
      throw new TlogError('KEY_TYPE_UNSUPPORTED', `cosignatures of ${name} cannot be verified: key type ${vkey.type}`);
    if (!/^https?:$/u.test(protocolOf(url)))
      throw new WitnessError('URL_INVALID', `the address of the witness ${name} is no http or https URL: ${url}`);
    this.name = name;
    this.vkey = vkey;
    this.url = `${url.replace(/\/+$/u, '')}/add-checkpoint`;
    this.verify = verify;
    this.clock = clock;
  }

  /** Size of the last checkpoint that it cosigned for us; null when it has not yet, or said since that it has another one. */
  get confirmedSize(): number | null {
    return this.confirmed;
  }

  /**
   * Has a checkpoint cosigned. Asking for the same one again is how an idle log stays fresh: the cosignature gets a new time.
   * Whatever the witness does becomes an outcome.
   *
   * @throws {TlogError} when `note` is no checkpoint; what `consistencyProof` throws: both are the caller's own faults
   */
  async cosign({ note, consistencyProof, timeoutMs, signal }: CosignRequest): Promise<CosignOutcome> {
    const { text } = parseNote(note);
    const { size } = parseCheckpointBody(text);
    const deadline = AbortSignal.timeout(timeoutMs);
    const stop = signal ? AbortSignal.any([deadline, signal]) : deadline;
    try {
      let oldSize = Math.min(this.confirmed ?? 0, size);
      for (let attempt = 0; ; attempt++) {
        const sizes = { oldSize, size };
        const proof = 0 < oldSize && oldSize < size ? await unlessAborted(consistencyProof(sizes), stop) : [];
        stop.throwIfAborted();
        const answer = await exchange(this.url, formatWitnessRequest({ oldSize, proof, note }), stop);
        const next = await this.judge(answer, { ...sizes, text });
        if (next.kind !== 'retry') return next;
        if (attempt === RETRIES_MAX || next.oldSize === oldSize)
          return {
            kind: 'refused',
            status: 409,
            text: `it has size ${next.oldSize}, it says, and takes no proof from there`,
          };
        oldSize = next.oldSize;
      }
    } catch (error) {
      if (stop.aborted && error === stop.reason) return { kind: 'timeout' };
      throw error;
    }
  }

  private async judge(
    answer: Exchange,
    asked: TwoSizes & { readonly text: string },
  ): Promise<CosignOutcome | { readonly kind: 'retry'; readonly oldSize: number }> {
    const { oldSize, size } = asked;
    switch (answer.kind) {
      case 'signatures': {
        const outcome = await checkCosignatures({
          signatures: answer.signatures,
          text: asked.text,
          vkey: this.vkey,
          verify: this.verify,
          nowMs: this.clock.nowMs(),
        });
        if (outcome.kind === 'cosigned') this.confirmed = size;
        return outcome.kind === 'other-key' ? { ...outcome, reason: oneLine(outcome.reason) } : outcome;
      }
      case 'size':
        this.confirmed = null; // an answer that nobody signed is good for this attempt only
        if (answer.size > size) return { kind: 'larger', size: answer.size };
        return answer.size === size && oldSize === size
          ? { kind: 'conflict', size }
          : { kind: 'retry', oldSize: answer.size };
      case 'refused':
        // Same size with another root: 409 with the size in version 1.0.0, 409 or 422 without in others. Nothing else was asked.
        if (oldSize === size && size > 0 && (answer.status === 422 || answer.status === 409))
          return { kind: 'conflict', size };
        return { kind: 'refused', status: answer.status, text: oneLine(answer.text) };
      case 'invalid':
      case 'unreachable':
        return { kind: answer.kind, reason: oneLine(answer.reason) };
    }
  }
}

/** @throws the signal's reason when it aborts first; what comes afterwards is dropped. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort!);
    aborted.catch(() => {});
  }
}

const oneLine = (text: string): string =>
  text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, TEXT_CHARACTERS_MAX);

function protocolOf(url: string): string {
  try {
    return new URL(url).protocol;
  } catch {
    return '';
  }
}
