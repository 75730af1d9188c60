import type { KeyText } from '#libs/core/entries';
import { Action, EventType, Role } from '#libs/core/wire';
import type { NamedObject, ScanAtHand } from './scan-at-hand.js';
import { COMMISSIONS, HANDS_OVER } from './steps-of-holders.js';

/** A packing or unpacking as a scan states it. */
export interface PackingAct {
  readonly packs: boolean;
  readonly parent: KeyText;
  /** Empty in an unpacking of all there is. */
  readonly children: readonly KeyText[];
}

/** The packing that an aggregation or association event states, if it is one. Observed aggregations pack nothing. */
export function actOf({ eventType, action, objects }: ScanAtHand): PackingAct | undefined {
  if (eventType !== EventType.AGGREGATION && eventType !== EventType.ASSOCIATION) return undefined;
  if (action !== Action.ADD && action !== Action.DELETE) return undefined;
  const parent = objects.find(({ role }) => role === Role.PARENT);
  if (!parent) return undefined;
  const children = objects.filter(({ role }) => role === Role.CHILD).map(({ key }) => key);
  return { packs: action === Action.ADD, parent: parent.key, children };
}

/** Whether a scan brings an object into being: by its header where its step is not open. */
export function commissions(
  { eventType, action, bizStep, errorDeclaration }: ScanAtHand,
  object: NamedObject,
): boolean {
  if (errorDeclaration) return false;
  if (object.role === Role.OUTPUT) return true;
  return bizStep === null ? eventType === EventType.OBJECT && action === Action.ADD : COMMISSIONS.has(bizStep);
}

/** STORY T5: the party that a scan names as receiver. */
export function receiverOf(
  { to, bizStep, destination, errorDeclaration }: ScanAtHand,
  party: KeyText | null,
): KeyText | null {
  if (errorDeclaration) return null;
  if (to !== null) return to;
  if (bizStep === null || !HANDS_OVER.has(bizStep)) return null;
  const named = destination.possessing ?? destination.owning;
  return named === party ? null : named;
}
