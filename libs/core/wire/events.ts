import { sha256 } from '#libs/core/tlog';
import { cairn } from '#proto';
import { bytesEqual, concatBytes, utf8 } from './bytes.js';
import {
  BOOT_BODY,
  COMPROMISED_BODY,
  ENROL_BODY,
  EQUIVOCATION_BODY,
  OPERATOR_BODY,
  PARTY_BODY,
  RECEIPT_KEY_BODY,
  REFUSED_BODY,
  RETIRE_BODY,
  ROTATE_BODY,
} from './entry-tables.js';
import { WireError } from './errors.js';
import { type EventBodies, EventKind, type EventKindName, type SupportedEventKind } from './event-bodies.js';
import { checkCodes, checkEnrolment, checkEquivocation } from './event-checks.js';
import { CODES_BODY, DECISION_BODY, DOCUMENT_BODY, GRANT_BODY, RECALL_BODY } from './event-tables.js';
import { checkBoot, checkKeyLength, checkLast, decodeRotationTerms } from './key-events.js';
import { captureKey, codesKey, grantsKey, refusalsKey } from './keys.js';
import { checkRefusal } from './refusals.js';
import type { MessageRule } from './rules.js';
import { readSeenCheckpoint } from './seen-checkpoint.js';
import { readMessage } from './strict.js';
import { type GeneratedEncoder, writeMessage } from './write.js';

interface Form<Body> {
  readonly rule: MessageRule;
  /** Keys of the trails that the event advances, ascending. */
  readonly trails: (body: Body) => readonly Uint8Array[];
  readonly check?: (body: Body) => void;
}

const FORMS: { readonly [Kind in SupportedEventKind]: Form<EventBodies[Kind]> } = {
  1: { rule: OPERATOR_BODY, trails: ({ operator }) => [operator], check: checkKeyLength },
  2: { rule: PARTY_BODY, trails: ({ party }) => [party] },
  // Not the party's trail: evidence holds the trails of the parties whole, and would hold every device of theirs.
  3: { rule: ENROL_BODY, trails: ({ device }) => [device], check: checkEnrolment },
  4: { rule: BOOT_BODY, trails: ({ device }) => [device], check: checkBoot },
  5: {
    rule: ROTATE_BODY,
    trails: ({ rotation }) => [decodeRotationTerms(rotation).subject],
    check: ({ rotation }) => void decodeRotationTerms(rotation),
  },
  6: { rule: RETIRE_BODY, trails: ({ subject }) => [subject], check: ({ last }) => last && checkLast(last) },
  7: { rule: COMPROMISED_BODY, trails: ({ subject }) => [subject] },
  8: { rule: RECEIPT_KEY_BODY, trails: ({ operator }) => [operator], check: checkKeyLength },
  10: { rule: EQUIVOCATION_BODY, trails: ({ first }) => [first.device], check: checkEquivocation },
  11: {
    rule: REFUSED_BODY,
    // Without ranges it is as earlier versions have logged it.
    trails: ({ statement: { device }, ranges }) => [ranges ? refusalsKey(device) : device],
    check: checkRefusal,
  },
  13: { rule: RECALL_BODY, trails: ({ objects }) => objects },
  14: {
    rule: DECISION_BODY,
    trails: ({ objects }) => objects,
    check: ({ checkpoint }) => void readSeenCheckpoint(checkpoint),
  },
  15: { rule: DOCUMENT_BODY, trails: ({ capture }) => [captureKey(capture)] },
  16: { rule: CODES_BODY, trails: ({ digits }) => [codesKey(digits)], check: checkCodes },
  17: { rule: GRANT_BODY, trails: ({ party }) => [grantsKey(party)] },
};

/** The generated code of a body. A function, so that a program that only reads does not carry that code. */
function encoderOf(kind: SupportedEventKind): GeneratedEncoder {
  const { v1 } = cairn;
  return {
    1: v1.OperatorBody,
    2: v1.PartyBody,
    3: v1.EnrolBody,
    4: v1.BootBody,
    5: v1.RotateBody,
    6: v1.RetireBody,
    7: v1.CompromisedBody,
    8: v1.ReceiptKeyBody,
    10: v1.EquivocationBody,
    11: v1.RefusedBody,
    13: v1.RecallBody,
    14: v1.DecisionBody,
    15: v1.DocumentBody,
    16: v1.CodesBody,
    17: v1.GrantBody,
  }[kind];
}

/** True for kinds whose bodies this version can read. */
export const isSupportedEventKind = (kind: number): kind is SupportedEventKind => Object.hasOwn(FORMS, kind);

function formOf<Kind extends SupportedEventKind>(kind: Kind): Form<EventBodies[Kind]> {
  if (!isSupportedEventKind(kind))
    throw new WireError('EVENT_KIND_UNSUPPORTED', `events of kind ${String(kind)} have no form in this version`);
  return FORMS[kind] as unknown as Form<EventBodies[Kind]>;
}

/** The table of a kind's body; undefined for kinds that have none in this version. */
export const eventBodyRule = (kind: number): MessageRule | undefined =>
  isSupportedEventKind(kind) ? FORMS[kind].rule : undefined;

/** Name of a kind as it stands in the signed bytes: `receipt_key`. @throws {WireError} ENUM_UNKNOWN for one of a later version. */
export function eventKindName(kind: number): EventKindName {
  const name = Object.entries(EventKind).find(([, value]) => value === kind)?.[0];
  if (!name) throw new WireError('ENUM_UNKNOWN', `event kind ${String(kind)} is not known`);
  return name.toLowerCase() as EventKindName;
}

/** What the signer of an event signs: "cairn.<kind>.v1" 0x00 || body, the kind in lower case. */
export const eventSigningBytes = (kind: number, body: Uint8Array): Uint8Array =>
  concatBytes(utf8(`cairn.${eventKindName(kind)}.v1\0`), body);

/**
 * SHA-256(kind, one byte || body): the identity of an event, however often and by whomever it is signed and sent.
 *
 * @throws {WireError} ENUM_UNKNOWN for a kind of a later version: what its identity is, that version says.
 */
export function eventHash(kind: number, body: Uint8Array): Uint8Array {
  eventKindName(kind);
  return sha256(concatBytes(Uint8Array.of(kind), body));
}

/**
 * Reads the body of an event.
 *
 * @throws {WireError} EVENT_KIND_UNSUPPORTED for kinds without a form in this version, STATEMENTS_UNRELATED, and those of form.
 * @see docs/formats/entry.md, Events
 */
export function decodeEventBody<Kind extends SupportedEventKind>(kind: Kind, bytes: Uint8Array): EventBodies[Kind] {
  const { rule, check } = formOf(kind);
  const body = readMessage<EventBodies[Kind]>(rule, bytes);
  check?.(body);
  return body;
}

/** @throws {WireError} for a body that `decodeEventBody` would refuse. */
export function encodeEventBody<Kind extends SupportedEventKind>(kind: Kind, body: EventBodies[Kind]): Uint8Array {
  const { rule, check } = formOf(kind);
  const bytes = writeMessage(rule, encoderOf(kind), body);
  check?.(body);
  return bytes;
}

/**
 * Keys of the trails that an event advances, strictly ascending: 1 to 80.
 *
 * @throws {WireError} as `decodeEventBody`.
 */
export function objectsOfEvent(kind: SupportedEventKind, body: Uint8Array): readonly Uint8Array[] {
  const trails = formOf(kind).trails as (body: unknown) => readonly Uint8Array[];
  return trails(decodeEventBody(kind, body));
}

/** @throws {WireError} EVENT_OBJECTS_MISMATCH unless the event lists exactly the trails that follow from its kind and body. */
export function checkEventObjects(event: {
  readonly kind: number;
  readonly body: Uint8Array;
  readonly objects: readonly Uint8Array[];
}): void {
  if (!isSupportedEventKind(event.kind)) return; // what a later version logs can be stored and hashed, not judged
  const expected = objectsOfEvent(event.kind, event.body);
  const same =
    expected.length === event.objects.length && expected.every((key, index) => bytesEqual(key, event.objects[index]!));
  if (!same)
    throw new WireError('EVENT_OBJECTS_MISMATCH', 'the objects of the event are not those that follow from its body');
}
