import { bytesEqual } from '#libs/core/wire';
import { KeyStateError } from './errors.js';
import { type KnownKey, knownKey, type NewKey } from './types.js';

/** What a key of the operator signs: events, or receipts, rejects and what stands in the log of refused scans. */
export type OperatorRole = 'operator' | 'receipt key';

/** A key of the operator, as rows hold it too. */
export interface OperatorKey extends KnownKey {
  readonly role: OperatorRole;
  /** Entry that retired it or reported it as compromised; it signs nothing behind that. */
  readonly endedIndex?: number;
}

/**
 * Operator and receipt keys of a log through its events, which are given in log order. A rotated operator key stays active beside
 * the new one until it is retired: with an overlap nobody is locked out. One operator key is always active.
 *
 * Every event method throws {@link KeyStateError}, and then the state is as before.
 * @see docs/formats/entry.md, Keys that age
 */
export class OperatorKeys {
  private constructor(private known: readonly OperatorKey[]) {}

  static of(keys: readonly OperatorKey[] = []): OperatorKeys {
    return new OperatorKeys([...keys]);
  }

  get keys(): readonly OperatorKey[] {
    return this.known;
  }

  /** Keys that may sign now. */
  active(role: OperatorRole): readonly OperatorKey[] {
    return this.known.filter((key) => key.role === role && key.endedIndex === undefined);
  }

  /** @throws {KeyStateError} EXPIRY_NOT_ALLOWED: an operator key that ran out unnoticed could not be followed by any other. */
  add(role: OperatorRole, key: NewKey, logIndex: number): void {
    if (key.expiresMs !== undefined)
      throw new KeyStateError('EXPIRY_NOT_ALLOWED', 'keys of the operator do not expire');
    this.known = [...this.known, { ...knownKey(key, logIndex), role }];
  }

  /** @throws {KeyStateError} KEY_UNKNOWN, KEY_ENDED, LAST_OPERATOR_KEY */
  retire({ logIndex, keyId }: { readonly logIndex: number; readonly keyId: Uint8Array }): void {
    this.end(keyId, { endedIndex: logIndex });
  }

  /** @throws {KeyStateError} KEY_UNKNOWN, KEY_ENDED when that was said before, LAST_OPERATOR_KEY */
  compromise(event: { readonly logIndex: number; readonly keyId: Uint8Array; readonly sinceMs?: number }): void {
    const { logIndex, keyId, sinceMs } = event;
    const compromised = sinceMs === undefined ? { logIndex } : { logIndex, sinceMs };
    const key = this.find(keyId);
    // A key that was retired may turn out to have been stolen before.
    if (key?.endedIndex !== undefined && !key.compromised) this.replace(key, { ...key, compromised });
    else this.end(keyId, { endedIndex: logIndex, compromised });
  }

  private end(keyId: Uint8Array, how: Pick<OperatorKey, 'endedIndex' | 'compromised'>): void {
    const key = this.find(keyId);
    if (!key) throw new KeyStateError('KEY_UNKNOWN', 'the operator has no such key');
    if (key.endedIndex !== undefined) throw new KeyStateError('KEY_ENDED', 'this key of the operator has ended before');
    if (key.role === 'operator' && this.active('operator').length === 1)
      throw new KeyStateError('LAST_OPERATOR_KEY', 'without an operator key nothing could follow: rotate it first');
    this.replace(key, { ...key, ...how });
  }

  private find(keyId: Uint8Array): OperatorKey | undefined {
    return this.known.find((one) => bytesEqual(one.keyId, keyId));
  }

  private replace(key: OperatorKey, by: OperatorKey): void {
    this.known = this.known.map((one) => (one === key ? by : one));
  }
}
