import { cairn } from '#proto';
import { plainBytes } from './bytes.js';
import { WireError } from './errors.js';

// What travels between our own processes and lies in our own database. Protobuf's own forgiveness is wanted here: a newer process
// may add a field while an older one still runs. Who wrote the bytes is settled by the MAC of a stream record, not by their form.

/** One record of the stream `scans`. */
export interface StreamRecord {
  /** StreamBatch. */
  readonly body: Uint8Array;
  readonly mac: Uint8Array;
}
/** A scan whose form, disclosures, URIs and signature ingest has checked. */
export interface VerifiedScan {
  /** SignedScan. */
  readonly signedScan: Uint8Array;
  readonly receivedTimeMs: number;
}
/** What came on the topic of events, or from the operator: anchor tells by its first byte what it is. */
export interface SubmittedEvent {
  /** SignedEvent; or PasswordChange, which takes the same way and does not come into the log. */
  readonly signedEvent: Uint8Array;
  readonly disclosures: readonly Uint8Array[];
}
/** A payload that ingest refused. Fields that could not be read are empty, the counter 0. */
export interface RejectedScan {
  readonly payloadHash: Uint8Array;
  readonly device: Uint8Array;
  readonly boot: Uint8Array;
  readonly counter: number;
  readonly reason: string;
  readonly text: string;
  readonly final: boolean;
  readonly receivedTimeMs: number;
  /** SignedStatement, only where the signature over it was valid. */
  readonly signedStatement?: Uint8Array;
  /** The first bytes of the payload, for the operator. */
  readonly payloadHead: Uint8Array;
}
export interface StreamBatch {
  readonly scans: readonly VerifiedScan[];
  readonly events: readonly SubmittedEvent[];
  readonly rejected: readonly RejectedScan[];
}
/** One MQTT publish to a device. */
export interface OutgoingMessage {
  /** Device key. */
  readonly device: Uint8Array;
  readonly deviceId: string;
  /** DeviceMessage. */
  readonly payload: Uint8Array;
}
/** One record of the stream `receipts`. */
export interface OutgoingBatch {
  readonly messages: readonly OutgoingMessage[];
}
/** Who asked what, before the answer went out. */
export interface Lookup {
  readonly id: Uint8Array;
  readonly timeMs: number;
  readonly who: string;
  readonly question: string;
  readonly status: number;
  readonly answerHash: Uint8Array;
}
/** One record of the stream `lookups`. */
export interface LookupBatch {
  readonly lookups: readonly Lookup[];
}
/** What the database keeps privately beside each log entry, in the order of the entry. An erased value is empty. */
export interface PrivatePart {
  readonly uris: readonly string[];
  readonly disclosures: readonly Uint8Array[];
}

interface Generated<Message> {
  encode(message: never): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
}

const write = (generated: Generated<unknown>, value: object): Uint8Array =>
  plainBytes(generated.encode(value as never).finish());

function read<Message>(generated: Generated<Message>, bytes: Uint8Array): Message {
  try {
    return generated.decode(plainBytes(bytes));
  } catch (cause) {
    throw new WireError('MALFORMED', 'these bytes are no protobuf message of the expected kind', { cause });
  }
}

/** Each `decode` throws {@link WireError} MALFORMED for bytes that are no protobuf; none judges more than that. */
export const encodeStreamRecord = (record: StreamRecord): Uint8Array => write(cairn.v1.StreamRecord, record);
export function decodeStreamRecord(bytes: Uint8Array): StreamRecord {
  const { body, mac } = read(cairn.v1.StreamRecord, bytes);
  return { body, mac };
}

export const encodeStreamBatch = ({ scans, events, rejected }: StreamBatch): Uint8Array =>
  write(cairn.v1.StreamBatch, {
    scans,
    events,
    rejected: rejected.map(({ signedStatement, ...rest }) =>
      signedStatement ? { ...rest, statement: { signedStatement } } : rest,
    ),
  });
export function decodeStreamBatch(bytes: Uint8Array): StreamBatch {
  const { scans, events, rejected } = read(cairn.v1.StreamBatch, bytes);
  return {
    scans: (scans as cairn.v1.VerifiedScan[]).map(({ signedScan, receivedTimeMs }) => ({ signedScan, receivedTimeMs })),
    events: (events as cairn.v1.SubmittedEvent[]).map(({ signedEvent, disclosures }) => ({ signedEvent, disclosures })),
    rejected: (rejected as cairn.v1.RejectedScan[]).map(rejectedScan),
  };
}

function rejectedScan(message: cairn.v1.RejectedScan): RejectedScan {
  const { payloadHash, device, boot, counter, reason, text, final, receivedTimeMs, statement, payloadHead } = message;
  const signedStatement = statement?.signedStatement;
  return {
    payloadHash,
    device,
    boot,
    counter,
    reason,
    text,
    final,
    receivedTimeMs,
    payloadHead,
    ...(signedStatement && signedStatement.length > 0 && { signedStatement }),
  };
}

export const encodeOutgoingBatch = (batch: OutgoingBatch): Uint8Array => write(cairn.v1.OutgoingBatch, batch);
export function decodeOutgoingBatch(bytes: Uint8Array): OutgoingBatch {
  const messages = read(cairn.v1.OutgoingBatch, bytes).messages as cairn.v1.OutgoingMessage[];
  return { messages: messages.map(({ device, deviceId, payload }) => ({ device, deviceId, payload })) };
}

export const encodeLookupBatch = (batch: LookupBatch): Uint8Array => write(cairn.v1.LookupBatch, batch);
export function decodeLookupBatch(bytes: Uint8Array): LookupBatch {
  const lookups = read(cairn.v1.LookupBatch, bytes).lookups as cairn.v1.Lookup[];
  return {
    lookups: lookups.map(({ id, timeMs, who, question, status, answerHash }) => ({
      id,
      timeMs,
      who,
      question,
      status,
      answerHash,
    })),
  };
}

export const encodePrivatePart = (part: PrivatePart): Uint8Array => write(cairn.v1.PrivatePart, part);
export function decodePrivatePart(bytes: Uint8Array): PrivatePart {
  const { uris, disclosures } = read(cairn.v1.PrivatePart, bytes);
  return { uris, disclosures };
}
