import type { LedgerReader, StoredTrailEntry } from '#libs/log/ledger';
import { DeviceKeys } from '#libs/core/keys';
import {
  decodeEventBody,
  decodeLogEntry,
  decodeRotationTerms,
  EventKind,
  type EventBodies,
  type SignedEvent,
} from '#libs/core/wire';
import { EnrolmentError } from './errors.js';

const PAGE = 1_000;

/** Keys and boots of a device as the log tells them: made from the events of its trail. @throws {EnrolmentError} DEVICE_UNKNOWN */
export async function readDeviceKeys(reader: LedgerReader, device: Uint8Array, id: string): Promise<DeviceKeys> {
  let keys: DeviceKeys | undefined;
  for (let from = 1; ; from += PAGE) {
    const page = await reader.trailEntries(device, { from, limit: PAGE });
    for (const entry of page) keys = apply(keys, entry);
    if (page.length < PAGE) break;
  }
  if (!keys)
    throw new EnrolmentError('DEVICE_UNKNOWN', `no device ${id} is enrolled: see npx cairn device enrol --help`);
  return keys;
}

function apply(keys: DeviceKeys | undefined, { entry, logIndex }: StoredTrailEntry): DeviceKeys | undefined {
  const decoded = decodeLogEntry(entry);
  if (decoded.kind !== 'event') return keys;
  const { event } = decoded;
  if (isOf(event, EventKind.ENROL)) {
    const { boot, ...key } = decodeEventBody(EventKind.ENROL, event.body);
    return DeviceKeys.enrol({ logIndex, boot, key, kind: key.kind });
  }
  if (!keys) return keys;
  if (isOf(event, EventKind.ROTATE)) {
    const { last, ...key } = decodeRotationTerms(decodeEventBody(EventKind.ROTATE, event.body).rotation);
    keys.rotate({ logIndex, key, last });
  } else if (isOf(event, EventKind.BOOT)) {
    keys.beginBoot({ logIndex, ...bootOf(decodeEventBody(EventKind.BOOT, event.body)) });
  } else if (isOf(event, EventKind.RETIRE)) {
    const { keyId, last } = decodeEventBody(EventKind.RETIRE, event.body);
    keys.retire({ logIndex, keyId, last });
  } else if (isOf(event, EventKind.COMPROMISED)) {
    const { keyId, sinceMs } = decodeEventBody(EventKind.COMPROMISED, event.body);
    keys.compromise({ logIndex, keyId, ...(sinceMs !== undefined && { sinceMs }) });
  }
  return keys;
}

const isOf = ({ kind }: SignedEvent, wanted: EventKind): boolean => kind === wanted;

function bootOf({ boot, last, algorithm, publicKey, expiresMs }: EventBodies[4]) {
  if (algorithm === undefined || publicKey === undefined) return { boot, last };
  return { boot, last, key: { algorithm, publicKey, ...(expiresMs !== undefined && { expiresMs }) } };
}
