import type pg from 'pg';
import { decodeSignedStatement, type RejectedScan, type SignedStatement } from '#libs/provenance';
import { deviceIds } from './conclude.js';
import type { Findings, Rejection } from './findings.js';
import { asBuffer, keyOf } from './hashing.js';

/** A final refusal by ingest of a validly signed statement: it may have to be logged. */
export interface RefusedStatement {
  readonly bootKey: string;
  readonly statement: SignedStatement;
  readonly rejection: Rejection;
}

/** Parts what ingest refused: statements for the log, and the rest, which goes to `findings.rejects` as it is. */
export async function readRefused(
  client: pg.Client,
  rejected: readonly RejectedScan[],
  findings: Findings,
): Promise<RefusedStatement[]> {
  if (rejected.length === 0) return [];
  const ids = await deviceIds(
    client,
    rejected.map(({ device }) => asBuffer(device)),
  );
  const refused: RefusedStatement[] = [];
  for (const one of rejected) {
    const rejection = rejectionOf(one, ids.get(keyOf(one.device)) ?? null);
    const statement = one.final ? readStatement(one.signedStatement) : undefined;
    if (statement) refused.push({ bootKey: keyOf(statement.boot), statement, rejection });
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

function rejectionOf(rejected: RejectedScan, deviceId: string | null): Rejection {
  const { payloadHash, device, boot, counter, reason, text, final, payloadHead } = rejected;
  return { payloadHash, deviceKey: device, deviceId, boot, counter, reason, text, final, payloadHead };
}
