import type pg from 'pg';
import {
  checkDisclosures,
  type Claim,
  decodeEventBody,
  decodeSignedEvent,
  deviceKey,
  EventKind,
  eventSigningBytes,
  operatorKey,
  parseDisclosure,
  ScanError,
  type SignedEvent,
  type SubmittedEvent,
  type SupportedEventKind,
  WireError,
} from '#libs/provenance';
import {
  checkPublicKey,
  keyIdOf,
  type SignatureAlgorithm,
  SignatureError,
  type SignatureVerifier,
} from '#libs/signatures';
import type { RejectNotice } from './findings.js';
import { asBuffer, keyOf, sha256 } from './hashing.js';
import type { LogBatch } from './log-batch.js';
import { type OperatorKeyRecord, RegistrySnapshot, type RegistryWrites } from './registry-snapshot.js';

/** Why a submitted event is not logged. Only the operator reads it. */
export type EventRejectReason =
  | 'EVENT_MALFORMED'
  | 'EVENT_KIND_NOT_SUBMITTED'
  | 'EVENT_SIGNER_UNKNOWN'
  | 'EVENT_SIGNATURE_INVALID'
  | 'EVENT_OPERATOR_MISPLACED'
  | 'EVENT_OPERATOR_MISMATCH'
  | 'EVENT_PUBLIC_KEY_INVALID'
  | 'EVENT_KEY_REGISTERED'
  | 'EVENT_PARTY_UNKNOWN'
  | 'EVENT_DEVICE_ENROLLED'
  | 'EVENT_BOOT_TAKEN'
  | 'EVENT_DEVICE_ID_MISSING';

class EventRejection extends Error {
  constructor(
    readonly reason: EventRejectReason | string,
    message: string,
  ) {
    super(message);
  }
}

/** Who may sign what is submitted. Equivocations and refusals are the sequencer's own; the other kinds have no form yet. */
const SUBMITTED: Partial<Record<number, 'itself' | 'operator'>> = {
  [EventKind.OPERATOR]: 'itself',
  [EventKind.PARTY]: 'operator',
  [EventKind.ENROL]: 'operator',
  [EventKind.RECEIPT_KEY]: 'operator',
};

export interface EventsInput {
  readonly client: pg.Client;
  readonly verifier: SignatureVerifier;
  readonly origin: string;
  readonly batch: Pick<LogBatch, 'nextIndex' | 'addEvent'>;
  readonly submitted: readonly SubmittedEvent[];
  /** The events come out of the log: what was admitted then is not judged by its values again, of which some may be erased. */
  readonly isLogged?: boolean;
}

interface Read {
  readonly source: SubmittedEvent;
  readonly event: SignedEvent;
  readonly body: Body;
  readonly claims: readonly Claim[];
  readonly hash: Buffer;
}

type Body = {
  [Kind in 1 | 2 | 3 | 8]: { readonly kind: Kind; readonly body: ReturnType<typeof decodeEventBody<Kind>> };
}[1 | 2 | 3 | 8];

/**
 * Puts registry events into a batch, in their order, and says what the registry tables take. An event that is logged already is
 * passed over; one that may not be logged is told in `rejects`.
 */
export async function admitEvents(input: EventsInput): Promise<{ writes: RegistryWrites; rejects: RejectNotice[] }> {
  const rejects: RejectNotice[] = [];
  const reads: Read[] = [];
  for (const source of input.submitted) {
    attempt(rejects, source, () => reads.push(readEvent(source, input.isLogged)));
  }
  const snapshot = await RegistrySnapshot.load(input.client, reads.map(factsOf));
  const verdicts = await verifySignatures(input.verifier, reads, snapshot);
  for (const [index, read] of reads.entries()) {
    if (snapshot.isLogged(read.hash)) continue;
    attempt(rejects, read.source, () => {
      const signer = signerOf(read, snapshot);
      if (!signer)
        throw new EventRejection('EVENT_SIGNER_UNKNOWN', 'the key that signed may not sign this kind of event');
      if (!verdicts[index]) throw new EventRejection('EVENT_SIGNATURE_INVALID', 'the signature does not verify');
      const record = recordOf(read, input, snapshot);
      const logIndex = input.batch.addEvent(read.event, read.source.disclosures);
      snapshot.take(read.hash, read.event.kind, logIndex, record);
    });
  }
  return { writes: snapshot.writes, rejects };
}

function attempt(rejects: RejectNotice[], source: SubmittedEvent, action: () => void): void {
  try {
    action();
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    rejects.push({
      payloadHash: sha256(asBuffer(source.signedEvent)),
      deviceKey: new Uint8Array(),
      deviceId: null,
      boot: new Uint8Array(),
      counter: 0,
      reason,
      text: (error as Error).message,
      final: true,
      payloadHead: source.signedEvent.subarray(0, 256),
      logIndex: null,
    });
  }
}

function reasonOf(error: unknown): string | null {
  if (error instanceof EventRejection) return error.reason;
  if (error instanceof WireError || error instanceof ScanError) return error.code;
  return error instanceof SignatureError ? 'EVENT_PUBLIC_KEY_INVALID' : null;
}

function readEvent(source: SubmittedEvent, isLogged = false): Read {
  const event = decodeSignedEvent(source.signedEvent);
  if (!SUBMITTED[event.kind])
    throw new EventRejection('EVENT_KIND_NOT_SUBMITTED', `events of kind ${event.kind} are not taken from outside`);
  const kind = event.kind as 1 | 2 | 3 | 8;
  const body = { kind, body: decodeEventBody(kind as SupportedEventKind, event.body) } as Body;
  const commitments = 'claims' in body.body ? body.body.claims : [];
  const claims = isLogged ? claimsLeft(source.disclosures) : checkDisclosures(commitments, source.disclosures);
  const hash = sha256(Buffer.concat([Buffer.of(event.kind), event.body]));
  return { source, event, body, claims, hash };
}

const claimsLeft = (disclosures: readonly Uint8Array[]): Claim[] =>
  disclosures.filter(({ length }) => length > 0).map(parseDisclosure);

/** Whether events of this kind come from outside: the others are the sequencer's own, or have no form yet. */
export const isSubmittedKind = (kind: number): boolean => SUBMITTED[kind] !== undefined;

const factsOf = ({ body, hash }: Read) => ({
  hash,
  devices: body.kind === EventKind.ENROL ? [asBuffer(body.body.device)] : [],
  parties: body.kind === EventKind.ENROL ? [asBuffer(body.body.party)] : [],
  boots: body.kind === EventKind.ENROL ? [asBuffer(body.body.boot)] : [],
});

/** The key that must have signed: its own for the first, an operator's for all others. */
function signerOf({ event, body }: Read, snapshot: RegistrySnapshot): OperatorKeyRecord | undefined {
  if (body.kind !== EventKind.OPERATOR) return snapshot.operatorKey(1, event.signerKeyId);
  const own = operatorKeyRecord(1, body.body);
  return own.keyId.equals(event.signerKeyId) ? own : undefined;
}

/** All at once; an event whose signer is not known before it, or made known by the same batch, is looked up again later. */
function verifySignatures(
  verifier: SignatureVerifier,
  reads: readonly Read[],
  snapshot: RegistrySnapshot,
): Promise<boolean[]> {
  const inBatch = new Map<string, OperatorKeyRecord>();
  for (const { body } of reads) {
    if (body.kind !== EventKind.OPERATOR) continue;
    const record = operatorKeyRecord(1, body.body);
    inBatch.set(keyOf(record.keyId), record);
  }
  const nobody = { algorithm: 1 as SignatureAlgorithm, publicKey: new Uint8Array(32) };
  return verifier.verifyAll(
    reads.map(({ event }) => {
      const { algorithm, publicKey } =
        snapshot.operatorKey(1, event.signerKeyId) ?? inBatch.get(keyOf(event.signerKeyId)) ?? nobody;
      const message = eventSigningBytes(event.kind, event.body);
      return { algorithm: algorithm as SignatureAlgorithm, publicKey, message, signature: event.signature };
    }),
  );
}

/** What the registry keeps of an event. @throws {EventRejection} when it does not fit what the log says already. */
function recordOf({ body, claims }: Read, { batch, origin, isLogged }: EventsInput, snapshot: RegistrySnapshot) {
  switch (body.kind) {
    case EventKind.OPERATOR: {
      if (batch.nextIndex !== 0)
        throw new EventRejection('EVENT_OPERATOR_MISPLACED', 'the operator stands in entry 0 and nowhere else');
      if (body.body.logOrigin !== origin || !asBuffer(body.body.operator).equals(operatorKey(origin)))
        throw new EventRejection('EVENT_OPERATOR_MISMATCH', 'the event is of another log');
      checkPublicKey(body.body.algorithm, body.body.publicKey);
      return { operatorKey: operatorKeyRecord(1, body.body) };
    }
    case EventKind.RECEIPT_KEY: {
      checkPublicKey(body.body.algorithm, body.body.publicKey);
      const record = operatorKeyRecord(2, body.body);
      if (snapshot.operatorKey(2, record.keyId))
        throw new EventRejection('EVENT_KEY_REGISTERED', 'this receipt key is registered already');
      return { operatorKey: record };
    }
    case EventKind.PARTY: {
      const { partyGln: gln, partyName: name, partyCountry: country } = valuesOf(claims);
      return { party: { partyKey: asBuffer(body.body.party), gln, name, country } };
    }
    case EventKind.ENROL: {
      const { device, boot, party, algorithm, publicKey, objectsMax, claimsMax } = body.body;
      const { deviceId = '' } = valuesOf(claims);
      const isErased = isLogged === true && deviceId === '';
      if (!isErased && (deviceId === '' || !asBuffer(deviceKey(deviceId)).equals(device)))
        throw new EventRejection('EVENT_DEVICE_ID_MISSING', 'the event does not tell the id of its device');
      if (!snapshot.hasParty(party))
        throw new EventRejection('EVENT_PARTY_UNKNOWN', 'the party of the device is not registered');
      if (snapshot.hasDevice(device))
        throw new EventRejection(
          'EVENT_DEVICE_ENROLLED',
          `the device ${deviceId} is enrolled with other keys or limits`,
        );
      if (snapshot.hasBoot(boot)) throw new EventRejection('EVENT_BOOT_TAKEN', 'the boot is of another device');
      checkPublicKey(algorithm, publicKey);
      const keyId = asBuffer(keyIdOf(algorithm, publicKey));
      return {
        device: { deviceKey: asBuffer(device), deviceId, party: asBuffer(party), objectsMax, claimsMax },
        signingKey: { deviceKey: asBuffer(device), keyId, algorithm, publicKey: asBuffer(publicKey) },
        boot: { boot: asBuffer(boot), deviceKey: asBuffer(device) },
      };
    }
  }
}

const valuesOf = (claims: readonly Claim[]): Partial<Record<string, string>> =>
  Object.fromEntries(claims.map(({ name, value }) => [name, value]));

function operatorKeyRecord(
  role: 1 | 2,
  body: { readonly operator: Uint8Array; readonly algorithm: SignatureAlgorithm; readonly publicKey: Uint8Array },
): OperatorKeyRecord {
  const { operator, algorithm, publicKey } = body;
  return {
    keyId: asBuffer(keyIdOf(algorithm, publicKey)),
    role,
    operator: asBuffer(operator),
    algorithm,
    publicKey: asBuffer(publicKey),
  };
}
