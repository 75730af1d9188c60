import {
  decodeEventBody,
  decodeRotationTerms,
  decodeSignedEvent,
  encodeSignedEvent,
  EventKind,
  type LastStatement,
  signEvent,
  signRotation,
} from '#libs/core/wire';
import type { Signer } from '#libs/host/keys';
import type { ChainPosition } from './outbox.js';

/** The last statement of a boot, as an event names it. */
export function lastStatement(boot: Uint8Array, { counter, previous }: ChainPosition): LastStatement {
  return counter === 0 ? { boot, counter } : { boot, counter, statementHash: previous };
}

interface OwnEvent {
  /** Device key, 32 bytes. */
  readonly device: Uint8Array;
  readonly last: LastStatement;
  readonly timeMs: number;
}

/** ROTATE: signed by the key that goes, its terms by the key that comes as well. @returns SignedEvent */
export function rotateEvent(
  { device, last, timeMs, expiresMs }: OwnEvent & { readonly expiresMs?: number },
  before: Signer,
  after: Signer,
): Uint8Array {
  const terms = { subject: device, last, timeMs, ...(expiresMs !== undefined && { expiresMs }) };
  return encodeSignedEvent(signRotation(terms, before, after));
}

/** BOOT of a device that keeps its key. @returns SignedEvent */
export function bootEvent(
  { device, last, timeMs, boot }: OwnEvent & { readonly boot: Uint8Array },
  by: Signer,
): Uint8Array {
  return encodeSignedEvent(signEvent(EventKind.BOOT, { device, boot, last, timeMs }, by));
}

/** RETIRE of the device's own key. @returns SignedEvent */
export function retireEvent({ device, last, timeMs }: OwnEvent, by: Signer): Uint8Array {
  return encodeSignedEvent(signEvent(EventKind.RETIRE, { subject: device, keyId: by.keyId, last, timeMs }, by));
}

/** Counter of the last statement that a device's own event names. */
export function endOf(signedEvent: Uint8Array): number {
  const { kind, body } = decodeSignedEvent(signedEvent);
  if (kind === EventKind.ROTATE)
    return decodeRotationTerms(decodeEventBody(EventKind.ROTATE, body).rotation).last?.counter ?? 0;
  return decodeEventBody(kind as 4 | 6, body).last?.counter ?? 0;
}
