import { bytesEqual, operatorKey } from '#libs/core/wire';
import type { SignatureAlgorithm } from '#libs/core/signatures';
import type { Signer } from '#libs/host/keys';
import { EnrolmentError } from './errors.js';
import type { EventAppender } from './event-appender.js';
import type { NextOperatorKey } from './next-operator-key.js';
import { compromisedEvent, operatorRotateEvent, retireEvent } from './key-events.js';
import { appenderOf, type RegistrarOptions } from './registrar.js';

export interface EndedOperatorKey {
  readonly keyId: Uint8Array;
  readonly role: 'operator' | 'receipt';
  /** Of the entry; undefined when the key had ended so before. */
  readonly logIndex?: number;
}

export interface RotatedOperatorKey {
  readonly keyId: Uint8Array;
  /** Of the key that signed before, and is active still. */
  readonly before: Uint8Array;
  readonly logIndex: number;
  /** The keys came in the environment: the operator has to put the new one into the place of the old one. */
  readonly isGiven: boolean;
}

/** The operator's own keys: another one beside them, and an end to one. Safe to repeat after a crash at any point. */
export class OperatorKeyRegistrar {
  readonly #appender: EventAppender;
  readonly #nowMs: () => number;

  constructor(
    private readonly options: RegistrarOptions,
    private readonly nextKey: NextOperatorKey,
  ) {
    this.#appender = appenderOf(options);
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /**
   * Brings another key beside the present one, which stays active until it is retired. The new key is kept before
   * anything is signed, and takes its place when the event is in the log: a crash in between leaves the old one, and the next call goes on.
   *
   * @returns the key that is to sign for this node from now on; `isGiven`: when the operator has put it into its place
   * @throws {EnrolmentError} REFUSED, NOT_LOGGED, NEXT_KEY_MISSING
   */
  async rotate({
    algorithm,
    signal,
  }: {
    readonly algorithm: SignatureAlgorithm;
    readonly signal?: AbortSignal;
  }): Promise<RotatedOperatorKey> {
    await this.#appender.finishEarlierRuns(signal);
    const { operator } = this.options;
    const next = this.nextKey.load(algorithm);
    const logIndex = (await this.#logIndexOf(next)) ?? (await this.#logRotation(next, signal));
    // From here the node signs with the new key; both are active.
    this.nextKey.takeOver();
    return { keyId: next.keyId, before: operator.signer.keyId, logIndex, isGiven: this.nextKey.isGiven };
  }

  /** @throws {EnrolmentError} KEY_UNKNOWN, REFUSED for the only active operator key, NOT_LOGGED */
  async end(ended: {
    readonly keyId: Uint8Array;
    /** In other hands, and not only out of use. */
    readonly compromised?: { readonly sinceMs?: number };
    readonly signal?: AbortSignal;
  }): Promise<EndedOperatorKey> {
    const { keyId, compromised, signal } = ended;
    await this.#appender.finishEarlierRuns(signal);
    const { operator, reader } = this.options;
    const known = (await reader.registry.operatorKeys()).find((key) => bytesEqual(key.keyId, keyId));
    if (!known)
      throw new EnrolmentError('KEY_UNKNOWN', `the operator has no key ${Buffer.from(keyId).toString('hex')}`);
    const before = compromised ? known.compromisedLogIndex : known.toLogIndex;
    if (before !== null) return { keyId, role: known.role };
    const words = { subject: operatorKey(operator.logOrigin), keyId, timeMs: this.#nowMs() };
    const event = compromised
      ? compromisedEvent({ ...words, ...compromised }, operator.signer)
      : retireEvent(words, operator.signer);
    const [outcome] = await this.#appender.log([event], signal);
    if (outcome!.kind === 'refused') throw refused(outcome!);
    return { keyId, role: known.role, logIndex: outcome!.logIndex };
  }

  async #logRotation(next: Signer, signal: AbortSignal | undefined): Promise<number> {
    const { logOrigin, signer } = this.options.operator;
    const event = operatorRotateEvent({ logOrigin, timeMs: this.#nowMs() }, signer, next);
    const [outcome] = await this.#appender.log([event], signal);
    if (outcome!.kind === 'refused') throw refused(outcome!);
    return outcome!.logIndex;
  }

  async #logIndexOf({ keyId }: Signer): Promise<number | undefined> {
    const keys = await this.options.reader.registry.operatorKeys();
    return keys.find((key) => key.role === 'operator' && bytesEqual(key.keyId, keyId))?.fromLogIndex;
  }
}

const refused = ({ reason, text }: { readonly reason: string; readonly text: string }): EnrolmentError =>
  new EnrolmentError('REFUSED', `the node has refused it, ${reason}: ${text}`);
