import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeLogEntry, type LoggedScan, STATEMENT_BYTES, statementBytes } from '#libs/core/wire';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import {
  decodeEntryBundle,
  entryBundlePath,
  openCheckpoint,
  type OpenedCheckpoint,
  parsePolicy,
  TILE_WIDTH,
  tileWidth,
  type Vkey,
} from '#libs/core/tlog';
import type { EntryInLog, ScanInLog } from './records.js';

/** The public log as anybody can fetch it: a checkpoint and the entries under it. */
export interface PublicLog {
  readonly folder: string;
  readonly checkpoint: OpenedCheckpoint;
  /** Byte for byte. */
  readonly entries: readonly Uint8Array[];
}

const verifier = new NativeVerifier();

/** Opens a checkpoint under the pinned key. @throws {TlogError} */
export const openSigned = (note: string, vkey: Vkey): Promise<OpenedCheckpoint> =>
  openCheckpoint({
    note,
    vkey,
    verify: async ({ publicKey, message, signature }) =>
      (await verifier.verifyAll([{ algorithm: SignatureAlgorithm.ED25519, publicKey, message, signature }]))[0]!,
  });

/** The key that a policy file pins. @throws {TlogError}; RangeError without a log in it. */
export function pinnedKey(policyFile: string): Vkey {
  const [log] = parsePolicy(readFileSync(policyFile, 'utf8')).logs;
  if (!log) throw new RangeError(`${policyFile} names no log`);
  return log.vkey;
}

/** Reads entry bundles only, never the database. @throws when a file is missing or malformed, {TlogError} for the checkpoint. */
export async function readPublicLog(folder: string, vkey: Vkey): Promise<PublicLog> {
  const checkpoint = await openSigned(readFileSync(join(folder, 'checkpoint'), 'utf8'), vkey);
  const { size } = checkpoint;
  const entries: Uint8Array[] = [];
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const width = tileWidth({ level: 0, index, size });
    entries.push(...decodeEntryBundle(readBundle(folder, index, width)).slice(0, width));
  }
  return { folder, checkpoint, entries };
}

/** A partial bundle may have been replaced by its full successor. */
function readBundle(folder: string, index: number, width: number): Uint8Array {
  const partial = join(folder, entryBundlePath({ index, width }));
  return readFileSync(existsSync(partial) ? partial : join(folder, entryBundlePath({ index })));
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What the checks compare. @throws {WireError} for bytes that are no entry. */
export const describeEntries = (entries: readonly Uint8Array[]): EntryInLog[] =>
  entries.map((bytes, logIndex) => {
    const entry = decodeLogEntry(bytes);
    if (entry.kind === 'event') return { kind: 'event', logIndex, eventKind: entry.event.kind };
    return describeScan(entry.scan, logIndex);
  });

function describeScan(scan: LoggedScan, logIndex: number): ScanInLog {
  const { counter, after } = scan;
  const [device, boot, previous] = [scan.device, scan.boot, scan.previous].map(hex) as [string, string, string];
  return { kind: 'scan', logIndex, device, boot, counter, previous, after, statementHash: hashOf(scan) };
}

/** As `statementHash` of libs/core/wire, several times faster on a server. */
function hashOf(scan: LoggedScan): string {
  const { header, ...fields } = scan;
  const headerHash = createHash('sha256').update(header).digest();
  const statement = statementBytes({ ...fields, headerHash });
  if (statement.length !== STATEMENT_BYTES) throw new RangeError('a statement has another length');
  return createHash('sha256').update(statement).digest('hex');
}
