import { sha256 } from '#libs/core/tlog';
import { cairn } from '#proto';
import { concatBytes, utf8, writeUint64 } from './bytes.js';
import { LIMITS } from './limits.js';
import {
  DEVICE_MESSAGE,
  EVENT_RECEIPT_BODY,
  PASSWORD_RECEIPT_BODY,
  RECEIPT_BATCH,
  REJECT_BODY,
} from './receipt-tables.js';
import { readMessage } from './strict.js';
import { writeMessage } from './write.js';

/** What one signature covers: the root of a tree whose leaves are the items of one receipt each. */
export interface ReceiptBatch {
  readonly logOrigin: string;
  /** 8 bytes. */
  readonly receiptKeyId: Uint8Array;
  /** Log time. */
  readonly timeMs: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  readonly leafCount: number;
}

/** One scan that is in the log. */
export interface ReceiptItem {
  /** 16 bytes. */
  readonly boot: Uint8Array;
  readonly counter: number;
  /** 32 bytes. */
  readonly statementHash: Uint8Array;
  readonly logIndex: number;
}

/** The promise: these scans of this device are in the log at these places, and durable. */
export interface Receipt {
  /** ReceiptBatch, exactly as signed. */
  readonly batch: Uint8Array;
  /** 64 bytes over `receiptSigningBytes(batch)`. */
  readonly signature: Uint8Array;
  readonly device: Uint8Array;
  readonly items: readonly ReceiptItem[];
  readonly leafIndex: number;
  /** RFC 6962 inclusion path from `receiptLeaf(device, items)` to the batch's root. */
  readonly path: readonly Uint8Array[];
}

/** Why a scan was not taken. */
export interface RejectBody {
  readonly logOrigin: string;
  /** 8 bytes. */
  readonly receiptKeyId: Uint8Array;
  /** SHA-256 of the whole payload that was refused. */
  readonly scanHash: Uint8Array;
  /** Absent where the payload could not be read that far, as are boot and counter. */
  readonly device?: Uint8Array;
  readonly boot?: Uint8Array;
  readonly counter?: number;
  /** A code of REASONS. */
  readonly reason: string;
  readonly text: string;
  /** True: the same bytes will never be taken. */
  readonly final: boolean;
  readonly timeMs: number;
}

export interface Reject {
  /** RejectBody, exactly as signed. */
  readonly body: Uint8Array;
  /** 64 bytes over `rejectSigningBytes(body)`. */
  readonly signature: Uint8Array;
}

/** The place of a signed event in the log. */
export interface EventReceiptBody {
  readonly logOrigin: string;
  /** 8 bytes. */
  readonly receiptKeyId: Uint8Array;
  /** `eventHash` of kind and body, 32 bytes. */
  readonly eventHash: Uint8Array;
  readonly logIndex: number;
  /** Log time. */
  readonly timeMs: number;
}

/** The promise on an event that a device signed: it is in the log, and durable. */
export interface EventReceipt {
  /** EventReceiptBody, exactly as signed. */
  readonly body: Uint8Array;
  /** 64 bytes over `eventReceiptSigningBytes(body)`. */
  readonly signature: Uint8Array;
}

/** The answer to a change of the password. */
export interface PasswordReceiptBody {
  readonly logOrigin: string;
  /** 8 bytes. */
  readonly receiptKeyId: Uint8Array;
  /** `passwordChangeHash` of the body that was signed, 32 bytes. */
  readonly changeHash: Uint8Array;
  readonly timeMs: number;
}

/** The broker lets the device in by the password that it asked for, and by no other. */
export interface PasswordReceipt {
  /** PasswordReceiptBody, exactly as signed. */
  readonly body: Uint8Array;
  /** 64 bytes over `passwordReceiptSigningBytes(body)`. */
  readonly signature: Uint8Array;
}

/** Everything that a device receives. */
export type DeviceMessage =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'reject'; readonly reject: Reject }
  | { readonly kind: 'eventReceipt'; readonly eventReceipt: EventReceipt }
  | { readonly kind: 'passwordReceipt'; readonly passwordReceipt: PasswordReceipt };

const RECEIPT_TAG = utf8('cairn.receipt.v1\0');
const REJECT_TAG = utf8('cairn.reject.v1\0');
const EVENT_RECEIPT_TAG = utf8('cairn.event_receipt.v1\0');
const PASSWORD_RECEIPT_TAG = utf8('cairn.password_receipt.v1\0');

/** What a receipt key signs: "cairn.receipt.v1" 0x00 || batch. */
export const receiptSigningBytes = (batch: Uint8Array): Uint8Array => concatBytes(RECEIPT_TAG, batch);

/** What a receipt key signs: "cairn.reject.v1" 0x00 || body. */
export const rejectSigningBytes = (body: Uint8Array): Uint8Array => concatBytes(REJECT_TAG, body);

/** What a receipt key signs: "cairn.event_receipt.v1" 0x00 || body. */
export const eventReceiptSigningBytes = (body: Uint8Array): Uint8Array => concatBytes(EVENT_RECEIPT_TAG, body);

/** What a receipt key signs: "cairn.password_receipt.v1" 0x00 || body. */
export const passwordReceiptSigningBytes = (body: Uint8Array): Uint8Array => concatBytes(PASSWORD_RECEIPT_TAG, body);

const ITEM_BYTES = 16 + 8 + 32 + 8;

/** One item as a field of a receipt, with counter and log index at their longest. */
const ITEM_FIELD_BYTES = 2 + (2 + 16) + (1 + 8) + (2 + 32) + (1 + 8);
/** Tags and lengths of message and batch, signature, device, leaf index at its longest. */
const FIXED_BYTES = 3 + 3 + (2 + 64) + (2 + 32) + (1 + 8);

/**
 * How many items surely fit into one message to a device. More scans of one device need several receipts: each is a leaf of its own.
 *
 * @param batchBytes length of the encoded batch. @param pathLength hashes in the path: ceil(log2(leaves)).
 */
export const receiptItemsMax = ({
  batchBytes,
  pathLength,
}: {
  readonly batchBytes: number;
  readonly pathLength: number;
}): number => Math.floor((LIMITS.receiptBytesMax - FIXED_BYTES - batchBytes - pathLength * 34) / ITEM_FIELD_BYTES);

/**
 * Leaf of one receipt in the tree of its batch: SHA-256(0x00 || device || for each item: boot || uint64be counter || statement hash
 * || uint64be log index).
 *
 * @see docs/formats/receipt.md, Tree
 */
export function receiptLeaf(device: Uint8Array, items: readonly ReceiptItem[]): Uint8Array {
  const message = new Uint8Array(1 + device.length + items.length * ITEM_BYTES);
  message.set(device, 1);
  let at = 1 + device.length;
  for (const { boot, counter, statementHash, logIndex } of items) {
    message.set(boot, at);
    writeUint64(message, at + 16, counter);
    message.set(statementHash, at + 24);
    writeUint64(message, at + 56, logIndex);
    at += ITEM_BYTES;
  }
  return sha256(message);
}

/** Reads the signed part of a receipt. @throws {WireError} */
export const decodeReceiptBatch = (bytes: Uint8Array): ReceiptBatch => readMessage(RECEIPT_BATCH, bytes);

/** @throws {WireError} for a batch that `decodeReceiptBatch` would refuse. */
export const encodeReceiptBatch = (batch: ReceiptBatch): Uint8Array =>
  writeMessage(RECEIPT_BATCH, cairn.v1.ReceiptBatch, batch);

/** Reads the signed part of a reject. @throws {WireError} */
export const decodeRejectBody = (bytes: Uint8Array): RejectBody => readMessage(REJECT_BODY, bytes);

/** @throws {WireError} for a body that `decodeRejectBody` would refuse; cut long texts with `cutText`. */
export const encodeRejectBody = (body: RejectBody): Uint8Array => writeMessage(REJECT_BODY, cairn.v1.RejectBody, body);

/** Reads the signed part of an event receipt. @throws {WireError} */
export const decodeEventReceiptBody = (bytes: Uint8Array): EventReceiptBody => readMessage(EVENT_RECEIPT_BODY, bytes);

/** @throws {WireError} for a body that `decodeEventReceiptBody` would refuse. */
export const encodeEventReceiptBody = (body: EventReceiptBody): Uint8Array =>
  writeMessage(EVENT_RECEIPT_BODY, cairn.v1.EventReceiptBody, body);

/** Reads the signed part of a password receipt. @throws {WireError} */
export const decodePasswordReceiptBody = (bytes: Uint8Array): PasswordReceiptBody =>
  readMessage(PASSWORD_RECEIPT_BODY, bytes);

/** @throws {WireError} for a body that `decodePasswordReceiptBody` would refuse. */
export const encodePasswordReceiptBody = (body: PasswordReceiptBody): Uint8Array =>
  writeMessage(PASSWORD_RECEIPT_BODY, cairn.v1.PasswordReceiptBody, body);

/**
 * Reads what came on a device's receipt topic. Signature, path and place in the tree are not judged.
 *
 * @throws {WireError}
 * @see docs/formats/receipt.md
 */
export function decodeDeviceMessage(bytes: Uint8Array): DeviceMessage {
  const { receipt, reject, eventReceipt, passwordReceipt } = readMessage<{
    readonly receipt?: Receipt;
    readonly reject?: Reject;
    readonly eventReceipt?: EventReceipt;
    readonly passwordReceipt?: PasswordReceipt;
  }>(DEVICE_MESSAGE, bytes);
  if (receipt) return { kind: 'receipt', receipt };
  if (reject) return { kind: 'reject', reject };
  if (eventReceipt) return { kind: 'eventReceipt', eventReceipt };
  return { kind: 'passwordReceipt', passwordReceipt: passwordReceipt! };
}

/** @throws {WireError} for a message that `decodeDeviceMessage` would refuse. */
export const encodeDeviceMessage = (message: DeviceMessage): Uint8Array =>
  writeMessage(DEVICE_MESSAGE, cairn.v1.DeviceMessage, message);
