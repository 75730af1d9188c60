import { createHash } from 'node:crypto';
import {
  cutText,
  encodeDeviceMessage,
  encodeRejectBody,
  encodeSignedStatement,
  REASONS,
  rejectSigningBytes,
  type RejectedScan,
  signedStatementOf,
} from '#libs/core/wire';
import type { Signer } from '#libs/host/keys';
import type { Candidate } from './judge.js';
import type { Fault } from './read-payload.js';

// Enough to recognise what a device sends, too little to fill the table.
const PAYLOAD_HEAD_BYTES = 256;

const NOTHING = new Uint8Array();

/** A refused scan: for the table `rejects`, and for its device. */
export interface WrittenReject {
  readonly rejected: RejectedScan;
  /** DeviceMessage. */
  readonly message: Uint8Array;
}

/** Writes rejects and signs them with ingest's receipt key (DESIGN section 4, Keys). */
export class RejectWriter {
  constructor(
    private readonly signer: Signer,
    private readonly logOrigin: string,
  ) {}

  /** @param signatureValid only then the statement goes with a final reject, to be logged as refused. */
  write({ arrival, device, statement }: Candidate, fault: Fault, signatureValid: boolean): WrittenReject {
    const { final, text } = REASONS[fault.reason];
    const payloadHash = Uint8Array.from(createHash('sha256').update(arrival.payload).digest());
    const rejected: RejectedScan = {
      payloadHash,
      device,
      boot: statement?.boot ?? NOTHING,
      counter: statement?.counter ?? 0,
      reason: fault.reason,
      // A detail may quote what a device sent. The anchor takes no NUL for a word of ours.
      text: cutText((fault.detail ? `${text} (${fault.detail})` : text).replaceAll('\0', '')),
      final,
      receivedTimeMs: arrival.receivedTimeMs,
      payloadHead: Uint8Array.from(arrival.payload.subarray(0, PAYLOAD_HEAD_BYTES)),
      ...(final &&
        signatureValid &&
        statement && { signedStatement: encodeSignedStatement(signedStatementOf(statement)) }),
    };
    return { rejected, message: this.#message(rejected) };
  }

  #message({ payloadHash, device, boot, counter, reason, text, final, receivedTimeMs }: RejectedScan): Uint8Array {
    const body = encodeRejectBody({
      logOrigin: this.logOrigin,
      receiptKeyId: this.signer.keyId,
      scanHash: payloadHash,
      device,
      ...(boot.length > 0 && { boot, counter }),
      reason,
      text,
      final,
      timeMs: receivedTimeMs,
    });
    const signature = this.signer.sign(rejectSigningBytes(body));
    return encodeDeviceMessage({ kind: 'reject', reject: { body, signature } });
  }
}
