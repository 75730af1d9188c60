import { type EventToSign, type NewKey, subjectOf } from '#libs/core/keys';
import {
  checkDisclosures,
  type Claim,
  decodeEventBody,
  decodeRotationTerms,
  decodeSignedEvent,
  EventKind,
  eventHash,
  parseDisclosure,
  type RotationTerms,
  type SignedEvent,
  type SubmittedEvent,
  type SupportedEventKind,
} from '#libs/core/wire';
import { keyIdOf } from '#libs/core/signatures';
import { EventRejection } from './event-rejection.js';
import { asBuffer } from '#libs/log/ledger';
import type { Facts } from './registry-snapshot.js';

/** A submitted event, read but not judged. */
export interface ReadEvent {
  readonly source: SubmittedEvent;
  readonly event: SignedEvent;
  readonly content: EventToSign;
  /** Of a ROTATE. */
  readonly terms: RotationTerms | undefined;
  /** The key that it makes known. */
  readonly newKey: (NewKey & { readonly keyId: Buffer }) | undefined;
  readonly claims: readonly Claim[];
  readonly hash: Buffer;
  /** Trail that a key event is about. */
  readonly subject: Buffer | null;
  /** What its signer says when it was. */
  readonly timeMs: number;
}

// Equivocations, refusals and documents are the sequencer's own. Who asks for decisions, corrections and erasures is not there yet.
const SUBMITTED: ReadonlySet<number> = new Set([
  EventKind.OPERATOR,
  EventKind.PARTY,
  EventKind.ENROL,
  EventKind.BOOT,
  EventKind.ROTATE,
  EventKind.RETIRE,
  EventKind.COMPROMISED,
  EventKind.RECEIPT_KEY,
  EventKind.RECALL,
  EventKind.CODES,
  EventKind.GRANT,
]);

/** Signed by devices for their party, which is not the subject of the event. */
const SIGNED_FOR_A_PARTY: ReadonlySet<number> = new Set([EventKind.RECALL, EventKind.GRANT]);

/** Whether events of this kind come from outside: the others are the sequencer's own, or are not taken yet. */
export const isSubmittedKind = (kind: number): boolean => SUBMITTED.has(kind);

/**
 * @param isLogged it comes out of the log: what is left of its values is taken, the rest may be erased.
 * @throws {EventRejection} EVENT_KIND_NOT_SUBMITTED; {WireError}, {ScanError} for bytes that are not exactly an event with its disclosures.
 */
export function readEvent(source: SubmittedEvent, isLogged = false): ReadEvent {
  const event = decodeSignedEvent(source.signedEvent);
  if (!SUBMITTED.has(event.kind))
    throw new EventRejection('EVENT_KIND_NOT_SUBMITTED', `events of kind ${event.kind} are not taken from outside`);
  const kind = event.kind as SupportedEventKind;
  const content = { kind, body: decodeEventBody(kind, event.body) } as EventToSign;
  const terms = content.kind === EventKind.ROTATE ? decodeRotationTerms(content.body.rotation) : undefined;
  const commitments = 'claims' in content.body ? content.body.claims : [];
  const claims = isLogged ? claimsLeft(source.disclosures) : checkDisclosures(commitments, source.disclosures);
  const subject = subjectOf(content);
  return {
    source,
    event,
    content,
    terms,
    claims,
    newKey: newKeyOf(terms ?? content.body),
    hash: asBuffer(eventHash(event.kind, event.body)),
    subject: subject && asBuffer(subject),
    timeMs: terms?.timeMs ?? (content.body as { readonly timeMs: number }).timeMs,
  };
}

const claimsLeft = (disclosures: readonly Uint8Array[]): Claim[] =>
  disclosures.filter(({ length }) => length > 0).map(parseDisclosure);

function newKeyOf(body: Partial<NewKey> | object): ReadEvent['newKey'] {
  const { algorithm, publicKey, expiresMs } = body as Partial<NewKey>;
  if (algorithm === undefined || publicKey === undefined) return undefined;
  const keyId = asBuffer(keyIdOf(algorithm, publicKey));
  return { algorithm, publicKey, keyId, ...(expiresMs !== undefined && { expiresMs }) };
}

/** What has to be known of the registry to judge an event. */
export const factsOf = ({ content, event, newKey, subject, hash }: ReadEvent): Facts => ({
  hash,
  devices: [
    ...(subject ? [subject] : []),
    ...(content.kind === EventKind.ENROL ? [asBuffer(content.body.device)] : []),
  ],
  parties: 'party' in content.body ? [asBuffer(content.body.party)] : [],
  signers: SIGNED_FOR_A_PARTY.has(content.kind) ? [asBuffer(event.signerKeyId)] : [],
  digits: content.kind === EventKind.CODES ? [content.body.digits] : [],
  boots: content.kind === EventKind.ENROL || content.kind === EventKind.BOOT ? [asBuffer(content.body.boot)] : [],
  keyIds: newKey ? [newKey.keyId] : [],
});
