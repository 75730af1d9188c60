import type { Signer } from '#libs/host/keys';
import {
  decodeEventBody,
  decodeLogEntry,
  decodeRotationTerms,
  encodeEventBody,
  encodeRotationTerms,
  type EventBodies,
  type EventKind,
  eventSigningBytes,
  objectsOfEvent,
  rotationSigningBytes,
  type RotationTerms,
  type SupportedEventKind,
} from '../../../libs/core/wire/index.js';
import type { Base, EventOfBase } from './base.js';
import type { Forgery } from './forgery.js';
import { entriesOf, inItsPlace, logAnew } from './logs-anew.js';

/** Another event in the place of one, in a log that is otherwise as it was. */
export function inPlaceOf(base: Base, one: EventOfBase, what: string, body: Uint8Array, signer: Signer): Forgery {
  const entry = base.log.entry(one.index).entry;
  const { kind } = eventIn(base, one);
  const signature = signer.sign(eventSigningBytes(kind, body));
  const objects = objectsOfEvent(kind, body);
  const event = { kind, body, signerKeyId: signer.keyId, signature, objects };
  const entries = entriesOf(base).map((other) => (other === entry ? inItsPlace({ kind: 'event', event }) : other));
  return logAnew(base, `${one.name} ${what}`, entries);
}

export function eventIn(
  { log }: Base,
  { index }: EventOfBase,
): { readonly kind: SupportedEventKind; readonly body: Uint8Array } {
  const decoded = decodeLogEntry(log.entry(index).entry);
  if (decoded.kind !== 'event') throw new Error(`entry ${index} is no event`);
  return { kind: decoded.event.kind as SupportedEventKind, body: decoded.event.body };
}

/** The body of an event with something else in it; whoever may sign it has. */
export function saying(base: Base, one: EventOfBase, what: string, change: (body: AnyBody) => AnyBody): Forgery {
  const { kind, body } = eventIn(base, one);
  const changed = encodeEventBody(kind, change(decodeEventBody(kind, body)) as never);
  return inPlaceOf(base, one, what, changed, one.signers[0]!);
}

export type AnyBody = EventBodies[SupportedEventKind];

/** Whom an event is about: its one member that names a trail, or the statements that it quotes. */
export function about(body: AnyBody, key: Uint8Array, brings?: Signer): AnyBody {
  if ('rotation' in body) return rotationOf({ ...decodeRotationTerms(body.rotation), subject: key }, brings!);
  if ('statement' in body) return { ...body, statement: { ...body.statement, device: key } };
  if ('first' in body)
    return { ...body, first: { ...body.first, device: key }, second: { ...body.second, device: key } };
  const member = ['subject', 'device', 'operator', 'party'].find((name) => name in body)!;
  return { ...body, [member]: key };
}

export function rotationOf(terms: RotationTerms, brings: Signer): EventBodies[typeof EventKind.ROTATE] {
  const rotation = encodeRotationTerms(terms);
  return { rotation, newSignature: brings.sign(rotationSigningBytes(rotation)) };
}
