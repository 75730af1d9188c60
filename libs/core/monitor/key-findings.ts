import { checkPublicKey, SignatureError } from '#libs/core/signatures';
import { isEventOf, keyText, type ReadEvent, type ReadScan } from '#libs/core/entries';
import { type EventToSign, type KeyState, newKeyOf, type Segment } from '#libs/core/keys';
import { bytesEqual, EventKind } from '#libs/core/wire';
import { contradiction, type MonitorFinding, notice } from './finding.js';

/** What is to be said of a key event beside whether it counts. */
export function keyFindings(read: ReadEvent): MonitorFinding[] {
  return [...unusableKey(read), ...reportOf(read)];
}

/** So that an operator who makes a crooked key known gains nothing: with such keys verifiers would disagree. */
function unusableKey(read: ReadEvent): MonitorFinding[] {
  const { logIndex } = read;
  const key = newKeyOf({ kind: read.eventKind, body: read.body } as EventToSign);
  if (!key) return [];
  try {
    checkPublicKey(key.algorithm, key.publicKey);
    return [];
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    const text = `Entry ${logIndex} makes a key known that no verifier should take: ${error.message}.`;
    return [contradiction('KEY_UNUSABLE', logIndex, text)];
  }
}

function reportOf(read: ReadEvent): MonitorFinding[] {
  if (!isEventOf(read, EventKind.COMPROMISED)) return [];
  const { logIndex } = read;
  const { subject, keyId, sinceMs } = read.body;
  const since = sinceMs === undefined ? 'since when is not known' : `perhaps since ${new Date(sinceMs).toISOString()}`;
  const whose = `the key ${keyText(keyId)} of ${keyText(subject).slice(0, 16)}`;
  return [notice('KEY_COMPROMISED', logIndex, `Entry ${logIndex} reports that ${whose} is in other hands, ${since}.`)];
}

/** The segment that holds the counter of a scan at its place, whoever has signed it. */
export const segmentOf = ({ scan, device }: ReadScan, keys: KeyState): Segment | undefined =>
  keys.device(device)?.keys.segments.findLast(({ boot, from }) => bytesEqual(boot, scan.boot) && from <= scan.counter);
