import type { NodeIdentity } from '#libs/host/keys';
import type { Ledger } from '#libs/log/sequencer';
import { RefusalError } from '../error.js';
import { receiptKeyEvent } from './first-entries.js';

/**
 * Sees to it that the log knows the receipt key of this node, before anything is signed with it. One that it does not know, because the
 * operator has put a new key in the place of one that ended, is logged now.
 *
 * @throws {RefusalError} RECEIPT_KEY_ENDED, OPERATOR_KEY_ENDED; errors of the database.
 */
export async function requireReceiptKey(ledger: Ledger, identity: NodeIdentity, nowMs: number): Promise<void> {
  const known = ledger.signerKey;
  if (!known) {
    if (!ledger.knowsActiveOperator(identity.operatorKey.keyId))
      throw new RefusalError(
        'OPERATOR_KEY_ENDED',
        `The log does not know the receipt key ${hex(identity.receiptKey.keyId)}, and the operator key ${hex(identity.operatorKey.keyId)} of this node, which would have to sign for it, does not count there any more. Put an operator key that does into the data folder.`,
      );
    await ledger.begin([await receiptKeyEvent(identity, nowMs)]);
  } else if (known.endedIndex !== undefined)
    throw new RefusalError(
      'RECEIPT_KEY_ENDED',
      `Entry ${known.endedIndex} of the log ended the receipt key ${hex(known.keyId)} of this node: devices would not believe what it signs. Put a new key in the place of its file (openssl genpkey -algorithm ed25519) and start anchor and ingest again: the log learns it then.`,
    );
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
