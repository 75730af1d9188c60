import { decodeSignedStatement, type RejectedScan, type SignedStatement } from '#libs/core/wire';
import type { Findings, Rejection } from './findings.js';
import { keyOf } from '#libs/log/ledger';

/** A final refusal by ingest, with the statement that it is of: if its device has signed that, it may have to be logged. */
export interface RefusedStatement {
  readonly bootKey: string;
  readonly statement: SignedStatement;
  readonly rejection: Rejection;
  readonly receivedTimeMs: number;
}

/** Parts what ingest refused: statements for the log, and the rest, which goes to `findings.rejects` as it is. */
export function readRefused(rejected: readonly RejectedScan[], findings: Findings): RefusedStatement[] {
  const refused: RefusedStatement[] = [];
  for (const one of rejected) {
    const rejection = rejectionOf(one);
    const statement = one.final ? readStatement(one.signedStatement) : undefined;
    if (statement)
      refused.push({ bootKey: keyOf(statement.boot), statement, rejection, receivedTimeMs: one.receivedTimeMs });
    else findings.rejects.push({ ...rejection, logIndex: null });
  }
  return refused;
}

function readStatement(bytes: Uint8Array | undefined): SignedStatement | undefined {
  if (!bytes) return undefined;
  try {
    return decodeSignedStatement(bytes);
  } catch {
    return undefined; // the reject is kept all the same; only the log is not told
  }
}

// Without a device id: ingest, which knows on whose connection it came, has answered already.
function rejectionOf(rejected: RejectedScan): Rejection {
  const { payloadHash, device, boot, counter, reason, text, final, payloadHead } = rejected;
  return { payloadHash, deviceKey: device, deviceId: null, boot, counter, reason, text, final, payloadHead };
}
