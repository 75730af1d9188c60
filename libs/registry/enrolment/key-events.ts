import type { DeviceIdentity } from '#libs/sdk/device';
import {
  encodeSignedEvent,
  EventKind,
  type LastStatement,
  operatorKey,
  signEvent,
  signRotation,
  type SignedEvent,
  type SubmittedEvent,
} from '#libs/core/wire';
import type { Signer } from '#libs/host/keys';

/** BOOT of a device, signed by the operator, who alone may bring a new key. */
export function bootEvent(
  {
    identity: { device, boot, algorithm, publicKey },
    isNewKey,
    last,
    timeMs,
    expiresMs,
  }: {
    readonly identity: DeviceIdentity;
    readonly isNewKey: boolean;
    readonly last: LastStatement;
    readonly timeMs: number;
    readonly expiresMs?: number;
  },
  operator: Signer,
): SubmittedEvent {
  const key = isNewKey ? { algorithm, publicKey, ...(expiresMs !== undefined && { expiresMs }) } : {};
  return submitted(signEvent(EventKind.BOOT, { device, boot, last, ...key, timeMs }, operator));
}

interface EndedKey {
  /** Device key, or the operator key of the log. */
  readonly subject: Uint8Array;
  readonly keyId: Uint8Array;
  readonly timeMs: number;
}

/** RETIRE. @param ended `last`: of a device */
export function retireEvent(ended: EndedKey & { readonly last?: LastStatement }, operator: Signer): SubmittedEvent {
  return submitted(signEvent(EventKind.RETIRE, ended, operator));
}

/** COMPROMISED. */
export function compromisedEvent(ended: EndedKey & { readonly sinceMs?: number }, operator: Signer): SubmittedEvent {
  return submitted(signEvent(EventKind.COMPROMISED, ended, operator));
}

/** ROTATE of the operator's own key: the old one stays active beside the new one until it is retired. */
export function operatorRotateEvent(
  { logOrigin, timeMs }: { readonly logOrigin: string; readonly timeMs: number },
  before: Signer,
  after: Signer,
): SubmittedEvent {
  return submitted(signRotation({ subject: operatorKey(logOrigin), timeMs }, before, after));
}

const submitted = (event: SignedEvent): SubmittedEvent => ({ signedEvent: encodeSignedEvent(event), disclosures: [] });
