import type pg from 'pg';
import { keyText } from '#libs/core/entries';
import { isExpired, type KnownKey, signersOf, type SigningDevice } from '#libs/core/keys';
import {
  bytesEqual,
  EVENT_SIGNERS,
  EventKind,
  eventSigningBytes,
  isReasonCode,
  operatorKey,
  REASONS,
  rotationSigningBytes,
  type SubmittedEvent,
} from '#libs/core/wire';
import { type SignatureAlgorithm, type SignatureCheck, type SignatureVerifier } from '#libs/core/signatures';
import { factsOf, type ReadEvent, readEvent } from './event-reading.js';
import { EventRejection, rejectReasonOf } from './event-rejection.js';
import { isOfOperator, takeEvent } from './event-taking.js';
import type { EventReceiptDue, RejectNotice } from './findings.js';
import { asBuffer, keyOf, sha256 } from '#libs/log/ledger';
import type { LogBatch } from './log-batch.js';
import { type KnownDevice, RegistrySnapshot } from './registry-snapshot.js';
import { RegistryWrites } from './registry-writes.js';

export interface EventsInput {
  readonly client: pg.Client;
  readonly verifier: SignatureVerifier;
  readonly origin: string;
  readonly batch: Pick<LogBatch, 'nextIndex' | 'addEvent'>;
  readonly submitted: readonly SubmittedEvent[];
  /** The events come out of the log: what was admitted then is not judged by its values again, of which some may be erased. */
  readonly isLogged?: boolean;
  /** 0 where the events come out of the log: then only the times in them count. */
  readonly nowMs: number;
}

export interface AdmittedEvents {
  readonly writes: RegistryWrites;
  readonly rejects: RejectNotice[];
  /** Also for events that were logged before. */
  readonly receipts: EventReceiptDue[];
}

/** Whether the signatures of an event verify, by the key that its signer's id stands for and by the key that it brings. */
interface Signatures {
  readonly publicKey: Uint8Array;
  readonly isValid: boolean;
  readonly isNewValid: boolean;
}

/**
 * Puts registry events into a batch, in their order, and says what the registry tables take. An event that is logged already is
 * passed over; one that may not be logged is told in `rejects`. Both are answered where a device may have sent them.
 */
export async function admitEvents(input: EventsInput): Promise<AdmittedEvents> {
  const { batch, client, origin, verifier } = input;
  const rejects: RejectNotice[] = [];
  const receipts: EventReceiptDue[] = [];
  const reads: ReadEvent[] = [];
  for (const source of input.submitted)
    attempt(rejects, source, null, () => reads.push(readEvent(source, input.isLogged)));
  const snapshot = await RegistrySnapshot.load(client, reads.map(factsOf));
  const writes = new RegistryWrites(snapshot, batch.nextIndex, operatorKey(origin));
  const verdicts = await verifySignatures(verifier, reads, snapshot);
  for (const [index, read] of reads.entries()) {
    const teller = tellerOf(read, snapshot);
    attempt(rejects, read.source, teller, () => {
      const logIndex = snapshot.loggedAt(read.hash) ?? admit(read, { input, writes, signatures: verdicts[index]! });
      if (teller) receipts.push({ ...teller, eventHash: read.hash, logIndex });
    });
  }
  return { writes, rejects, receipts };
}

/** @returns the log index. @throws what `rejectReasonOf` knows. */
function admit(
  read: ReadEvent,
  { input, writes, signatures }: { input: EventsInput; writes: RegistryWrites; signatures: Signatures },
): number {
  const { batch, origin, nowMs } = input;
  const logIndex = batch.nextIndex;
  const signer = signerOf(read, writes, logIndex);
  if (!signatures.isValid || !bytesEqual(signatures.publicKey, signer.publicKey))
    throw new EventRejection('EVENT_SIGNATURE_INVALID', 'the signature does not verify');
  // The time in the event is its signer's word: by the clock here a key that was found later cannot be used in the past.
  if (isExpired(signer, read.timeMs) || isExpired(signer, nowMs))
    throw new EventRejection(
      'EVENT_KEY_EXPIRED',
      `the key was good until ${new Date(signer.expiresMs!).toISOString()}`,
    );
  const isOwn = isOwnEvent(read, writes, signer);
  if (isOwn && !input.isLogged && writes.snapshot.ownEventsLeft(read.subject!) <= 0)
    throw new EventRejection('EVENT_TOO_MANY', 'nothing has changed');
  takeEvent(read, writes, {
    logIndex,
    origin,
    isNewSignatureValid: signatures.isNewValid,
    isLogged: input.isLogged === true,
  });
  if (isOwn) writes.snapshot.addOwnEvent(read.subject!);
  return batch.addEvent(read.event, read.source.disclosures);
}

/** Whether a device makes its own trail longer without the operator: a retirement it signs once. */
const isOwnEvent = ({ content, subject }: ReadEvent, { snapshot }: RegistryWrites, signer: KnownKey): boolean =>
  (content.kind === EventKind.BOOT || content.kind === EventKind.ROTATE) &&
  subject !== null &&
  snapshot.device(subject)?.keys.key(signer.keyId) !== undefined;

/** @throws {EventRejection} EVENT_SUBJECT_UNKNOWN, EVENT_SIGNER_UNKNOWN, EVENT_SIGNER_NOT_ALLOWED */
function signerOf(read: ReadEvent, writes: RegistryWrites, logIndex: number): KnownKey {
  const { snapshot } = writes;
  const { signerKeyId } = read.event;
  const device = (read.subject && snapshot.device(read.subject)?.keys) ?? undefined;
  const ofOperator = isOfOperator(read, writes);
  if (read.subject && !device && !ofOperator)
    throw new EventRejection('EVENT_SUBJECT_UNKNOWN', 'the subject of the event is not known in this log');
  const signing = read.subject ? undefined : signingOf(snapshot.deviceOfKey(signerKeyId));
  const before = { operator: snapshot.operator, device, isOfOperator: ofOperator, signing, logIndex };
  const signer = signersOf(read.content, before).find(({ keyId }) => bytesEqual(keyId, signerKeyId));
  if (signer) return signer;
  const known = [...snapshot.operator.keys, ...(device?.keys ?? []), ...(signing?.keys.keys ?? [])];
  if (known.some(({ keyId }) => bytesEqual(keyId, signerKeyId)))
    throw new EventRejection(
      'EVENT_SIGNER_NOT_ALLOWED',
      `this kind of event is signed by: ${EVENT_SIGNERS[read.content.kind]}, and by a key that has not ended`,
    );
  throw new EventRejection('EVENT_SIGNER_UNKNOWN', 'the key that signed the event is not known');
}

const signingOf = (device: KnownDevice | undefined): SigningDevice | undefined =>
  device && { device: keyText(device.deviceKey), party: keyText(device.party), keys: device.keys };

/** All at once, by the keys that are known or that the same batch makes known; whether the key may sign is judged later, in order. */
async function verifySignatures(
  verifier: SignatureVerifier,
  reads: readonly ReadEvent[],
  snapshot: RegistrySnapshot,
): Promise<Signatures[]> {
  type PublicKey = Pick<KnownKey, 'algorithm' | 'publicKey'>;
  const keys = new Map<string, PublicKey>();
  for (const { newKey } of reads) if (newKey) keys.set(keyOf(newKey.keyId), newKey);
  for (const { keys: known } of snapshot.devices) for (const key of known.keys) keys.set(keyOf(key.keyId), key);
  for (const key of snapshot.operator.keys) keys.set(keyOf(key.keyId), key);
  const nobody: PublicKey = { algorithm: 1 as SignatureAlgorithm, publicKey: new Uint8Array(32) };
  const signers = reads.map(({ event }) => keys.get(keyOf(event.signerKeyId)) ?? nobody);
  const checks = reads.map(({ event }, index): SignatureCheck => {
    const { algorithm, publicKey } = signers[index]!;
    const message = eventSigningBytes(event.kind, event.body);
    return { algorithm, publicKey, message, signature: event.signature };
  });
  const rotations = reads.map(({ content, newKey }): SignatureCheck | null => {
    if (content.kind !== EventKind.ROTATE) return null;
    const { algorithm, publicKey } = newKey!;
    const { rotation, newSignature: signature } = content.body;
    return { algorithm, publicKey, message: rotationSigningBytes(rotation), signature };
  });
  const verdicts = await verifier.verifyAll([...checks, ...rotations.filter((check) => check !== null)]);
  let next = reads.length;
  return reads.map((_, index) => ({
    publicKey: signers[index]!.publicKey,
    isValid: verdicts[index]!,
    isNewValid: rotations[index] ? verdicts[next++]! : true,
  }));
}

/** The device that may have sent an event and waits for an answer. */
function tellerOf({ content, subject }: ReadEvent, snapshot: RegistrySnapshot): Teller | null {
  if (content.kind !== EventKind.BOOT && content.kind !== EventKind.ROTATE && content.kind !== EventKind.RETIRE)
    return null;
  const device = subject && snapshot.device(subject);
  return device ? { deviceKey: device.deviceKey, deviceId: device.deviceId } : null;
}

interface Teller {
  readonly deviceKey: Uint8Array;
  readonly deviceId: string;
}

const HEAD_BYTES = 256; // for the operator to see what it was

function attempt(rejects: RejectNotice[], source: SubmittedEvent, teller: Teller | null, action: () => void): void {
  try {
    action();
  } catch (error) {
    const reason = rejectReasonOf(error);
    if (reason === null) throw error;
    const { message } = error as Error;
    const known = isReasonCode(reason) ? REASONS[reason] : undefined;
    rejects.push({
      payloadHash: sha256(asBuffer(source.signedEvent)),
      deviceKey: teller?.deviceKey ?? new Uint8Array(),
      deviceId: teller?.deviceId ?? null,
      boot: new Uint8Array(),
      counter: 0,
      reason,
      text: known ? `${known.text} (${message})` : message,
      final: known?.final ?? true,
      payloadHead: source.signedEvent.subarray(0, HEAD_BYTES),
      logIndex: null,
    });
  }
}
