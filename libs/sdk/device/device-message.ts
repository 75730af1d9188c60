import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import {
  bytesEqual,
  decodeDeviceMessage,
  decodeEventReceiptBody,
  decodePasswordReceiptBody,
  decodeReceiptBatch,
  decodeRejectBody,
  type EventReceipt,
  type EventReceiptBody,
  eventReceiptSigningBytes,
  type PasswordReceipt,
  type PasswordReceiptBody,
  passwordReceiptSigningBytes,
  type Receipt,
  type ReceiptItem,
  receiptLeaf,
  receiptSigningBytes,
  type Reject,
  type RejectBody,
  rejectSigningBytes,
} from '#libs/core/wire';
import type { SignatureVerifier } from '#libs/core/signatures';
import { rootFromInclusionPath } from '#libs/core/tlog';
import { hex, type PublicKey, type Trust, trustedReceiptKeys } from './trust.js';

/** Why a message on the receipt topic was not believed. */
export type DistrustCode =
  'MESSAGE_MALFORMED' | 'OTHER_LOG' | 'OTHER_DEVICE' | 'KEY_NOT_TRUSTED' | 'SIGNATURE_INVALID' | 'PATH_MISMATCH';

/** A message that came on the receipt topic, judged. Only the first two kinds may change the outbox. */
export type JudgedMessage =
  | { readonly kind: 'receipt'; readonly items: readonly ReceiptItem[]; readonly timeMs: number }
  | { readonly kind: 'reject'; readonly body: RejectBody }
  | { readonly kind: 'event receipt'; readonly body: EventReceiptBody }
  | { readonly kind: 'password receipt'; readonly body: PasswordReceiptBody }
  | { readonly kind: 'distrusted'; readonly code: DistrustCode; readonly text: string };

const BATCHES_MAX = 256; // a second of batches at ten a second, for a process with many devices
const distrusted = (code: DistrustCode, text: string): JudgedMessage => ({ kind: 'distrusted', code, text });

/** Believes receipts and rejects by their signatures alone. One for all devices of a process: they share the batches' signatures. */
export class MessageJudge {
  readonly #batches = new LRUCache<string, boolean>({ max: BATCHES_MAX });
  #keys: Promise<ReadonlyMap<string, PublicKey>> | undefined;

  constructor(
    private readonly trust: Trust,
    private readonly verifier: SignatureVerifier,
  ) {}

  /** @param device key of the device on whose topic the message came. */
  async judge(device: Uint8Array, bytes: Uint8Array): Promise<JudgedMessage> {
    try {
      const message = decodeDeviceMessage(bytes);
      if (message.kind === 'receipt') return await this.#judgeReceipt(device, message.receipt);
      if (message.kind === 'reject') return await this.#judgeReject(device, message.reject);
      if (message.kind === 'eventReceipt') return await this.#judgeEventReceipt(message.eventReceipt);
      return await this.#judgePasswordReceipt(message.passwordReceipt);
    } catch (error) {
      return distrusted('MESSAGE_MALFORMED', (error as Error).message);
    }
  }

  async #judgeReceipt(device: Uint8Array, receipt: Receipt): Promise<JudgedMessage> {
    const batch = decodeReceiptBatch(receipt.batch);
    if (batch.logOrigin !== this.trust.logOrigin) return otherLog(batch.logOrigin);
    if (!bytesEqual(receipt.device, device)) return distrusted('OTHER_DEVICE', 'the receipt is for another device');
    const { leafIndex: index, path } = receipt;
    const leaf = receiptLeaf(receipt.device, receipt.items);
    if (!rootMatches({ index, size: batch.leafCount, leaf, path }, batch.root)) {
      return distrusted('PATH_MISMATCH', 'the path does not lead from the items to the root that was signed');
    }
    const signed = await this.#isSigned(batch.receiptKeyId, receiptSigningBytes(receipt.batch), receipt.signature);
    return signed ?? { kind: 'receipt', items: receipt.items, timeMs: batch.timeMs };
  }

  async #judgeReject(device: Uint8Array, reject: Reject): Promise<JudgedMessage> {
    const body = decodeRejectBody(reject.body);
    if (body.logOrigin !== this.trust.logOrigin) return otherLog(body.logOrigin);
    if (body.device && !bytesEqual(body.device, device))
      return distrusted('OTHER_DEVICE', 'the reject is for another device');
    const signed = await this.#isSigned(body.receiptKeyId, rejectSigningBytes(reject.body), reject.signature);
    return signed ?? { kind: 'reject', body };
  }

  async #judgeEventReceipt(receipt: EventReceipt): Promise<JudgedMessage> {
    const body = decodeEventReceiptBody(receipt.body);
    if (body.logOrigin !== this.trust.logOrigin) return otherLog(body.logOrigin);
    const signed = await this.#isSigned(body.receiptKeyId, eventReceiptSigningBytes(receipt.body), receipt.signature);
    return signed ?? { kind: 'event receipt', body };
  }

  async #judgePasswordReceipt(receipt: PasswordReceipt): Promise<JudgedMessage> {
    const body = decodePasswordReceiptBody(receipt.body);
    if (body.logOrigin !== this.trust.logOrigin) return otherLog(body.logOrigin);
    const message = passwordReceiptSigningBytes(receipt.body);
    const signed = await this.#isSigned(body.receiptKeyId, message, receipt.signature);
    return signed ?? { kind: 'password receipt', body };
  }

  /** @returns undefined when a trusted key signed. */
  async #isSigned(keyId: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<JudgedMessage | undefined> {
    this.#keys ??= trustedReceiptKeys(this.trust, this.verifier);
    const key = (await this.#keys).get(hex(keyId));
    if (!key)
      return distrusted(
        'KEY_NOT_TRUSTED',
        `nobody whom this device trusts stands behind the receipt key ${hex(keyId)}`,
      );
    const name = createHash('sha256').update(message).update(signature).digest('base64');
    let valid = this.#batches.get(name);
    if (valid === undefined) {
      valid = (await this.verifier.verifyAll([{ ...key, message, signature }]))[0]!;
      this.#batches.set(name, valid);
    }
    return valid ? undefined : distrusted('SIGNATURE_INVALID', 'the signature does not verify');
  }
}

function rootMatches(proof: Parameters<typeof rootFromInclusionPath>[0], root: Uint8Array): boolean {
  try {
    return bytesEqual(rootFromInclusionPath(proof), root);
  } catch {
    return false; // a path that is too short or too long
  }
}

const otherLog = (origin: string): JudgedMessage => distrusted('OTHER_LOG', `the message is of the log ${origin}`);
