import {
  encodeDeviceMessage,
  encodeOutgoingBatch,
  encodeReceiptBatch,
  encodeRejectBody,
  type OutgoingMessage,
  receiptLeaf,
} from '#libs/core/wire';
import type { Field } from '../arena/field.js';
import { noise } from './forged.js';

/** Who the forger says has signed: the receipt key of the log, which entry 1 shows to everybody, or any other. */
const KEY_ID = new Uint8Array(8).fill(6);

/** A receipt for a scan that is in no log. */
export function forgedReceipt({ victim, origin }: Field, counter: number): OutgoingMessage {
  const { statementHash } = victim.scans.get(counter)!;
  const items = [
    { boot: victim.boot, counter, statementHash: Uint8Array.from(Buffer.from(statementHash, 'hex')), logIndex: 0 },
  ];
  const root = receiptLeaf(victim.key, items);
  const batch = encodeReceiptBatch({
    logOrigin: origin(),
    receiptKeyId: KEY_ID,
    timeMs: Date.now(),
    root,
    leafCount: 1,
  });
  const receipt = { batch, signature: noise(), device: victim.key, items, leafIndex: 0, path: [] };
  return { device: victim.key, deviceId: victim.id, payload: encodeDeviceMessage({ kind: 'receipt', receipt }) };
}

/** «Never send this scan again», by nobody. */
export function forgedReject({ victim, origin }: Field, counter: number): OutgoingMessage {
  const body = encodeRejectBody({
    logOrigin: origin(),
    receiptKeyId: KEY_ID,
    scanHash: Uint8Array.from(Buffer.from(victim.scans.get(counter)!.statementHash, 'hex')),
    device: victim.key,
    boot: victim.boot,
    counter,
    reason: 'MALFORMED',
    text: 'no',
    final: true,
    timeMs: Date.now(),
  });
  const payload = encodeDeviceMessage({ kind: 'reject', reject: { body, signature: noise() } });
  return { device: victim.key, deviceId: victim.id, payload };
}

export async function sendToDevices(
  { attacker, partition }: Field,
  ...messages: readonly OutgoingMessage[]
): Promise<void> {
  const value = attacker.sealBytes(encodeOutgoingBatch({ messages: [...messages] }));
  await attacker.stream.append('receipts', [{ partition, value }]);
}
