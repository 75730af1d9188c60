import {
  type BootBody,
  type DecisionBody,
  decodeRotationTerms,
  DeviceKind,
  EVENT_SIGNERS,
  type EventBodies,
  EventKind,
  type LastStatement,
  type RetireBody,
  type RotateBody,
  type SupportedEventKind,
} from '#libs/core/wire';
import { type KeyText, keyText } from '#libs/core/entries';
import type { DeviceKeys } from './device-keys.js';
import type { OperatorKeys } from './operator-keys.js';
import { knownKey, type KnownKey, type NewKey } from './types.js';

/** An event as far as its signer depends on it. */
export type EventToSign = {
  readonly [Kind in SupportedEventKind]: { readonly kind: Kind; readonly body: EventBodies[Kind] };
}[SupportedEventKind];

/** A device as far as it depends on it what its key may sign. */
export interface SigningDevice {
  readonly device: KeyText;
  readonly party: KeyText;
  readonly keys: DeviceKeys;
}

/** Keys as they are before the event. */
export interface KeysBefore {
  readonly operator: OperatorKeys;
  /** The device that the event is about; undefined when it is about none, or one that is not enrolled. */
  readonly device: DeviceKeys | undefined;
  /** True when the event's subject is the operator of the log. */
  readonly isOfOperator: boolean;
  /** The device that has, or had, the key whose id stands in the event as that of its signer; undefined where it is none of a device. */
  readonly signing: SigningDevice | undefined;
  readonly logIndex: number;
}

/**
 * The keys that may sign an event: the table EVENT_SIGNERS with the keys of a moment. Whether one of them has expired is for the
 * caller to ask (`isExpired` with the time in the event).
 *
 * @see docs/formats/entry.md, SignedEvent
 */
export function signersOf(event: EventToSign, before: KeysBefore): readonly KnownKey[] {
  const operators = before.operator.active('operator');
  const active = before.device?.activeKey;
  const own = active ? [active] : [];
  switch (EVENT_SIGNERS[event.kind]) {
    case 'itself':
      return [knownKey(event.body as NewKey, before.logIndex)];
    case 'operator':
      return operators;
    case 'receipt key':
      return before.operator.active('receipt key');
    case 'device or operator':
      return (event.body as BootBody).publicKey ? operators : [...own, ...operators];
    case 'replaced key':
      return before.isOfOperator ? operators : own;
    case 'ended key or operator':
      return before.isOfOperator ? operators : [...own, ...operators];
    case 'party or operator':
      return [...keyOfParty(event.body as OfParty, before.signing, [undefined, DeviceKind.SYSTEM]), ...operators];
    case 'system or operator':
      return [...keyOfParty(event.body as OfParty, before.signing, [DeviceKind.SYSTEM]), ...operators];
    case 'desk':
      return keyOfDesk(event.body as DecisionBody, before.signing);
  }
}

interface OfParty {
  readonly party: Uint8Array;
}

/** The key by which a device of these kinds signs for its party. */
function keyOfParty(
  { party }: OfParty,
  signing: SigningDevice | undefined,
  kinds: readonly (DeviceKind | undefined)[],
): readonly KnownKey[] {
  if (!signing || signing.party !== keyText(party) || !kinds.includes(signing.keys.kind)) return [];
  return signing.keys.activeKey ? [signing.keys.activeKey] : [];
}

function keyOfDesk({ device }: DecisionBody, signing: SigningDevice | undefined): readonly KnownKey[] {
  if (signing?.keys.kind !== DeviceKind.DESK || signing.device !== keyText(device)) return [];
  return signing.keys.activeKey ? [signing.keys.activeKey] : [];
}

/** Key of the trail that a key event is about; null for events of other kinds. */
export function subjectOf({ kind, body }: EventToSign): Uint8Array | null {
  switch (kind) {
    case EventKind.BOOT:
      return body.device;
    case EventKind.ROTATE:
      return decodeRotationTerms((body as RotateBody).rotation).subject;
    case EventKind.RETIRE:
    case EventKind.COMPROMISED:
      return (body as RetireBody).subject;
    default:
      return null;
  }
}

/** The last statement of the device that an event names, if it names one. */
export function lastNamedBy({ kind, body }: EventToSign): LastStatement | undefined {
  switch (kind) {
    case EventKind.BOOT:
    case EventKind.RETIRE:
      return body.last;
    case EventKind.ROTATE:
      return decodeRotationTerms(body.rotation).last;
    default:
      return undefined;
  }
}
