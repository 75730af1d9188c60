import type { Trust } from '#libs/sdk/device';
import type { LedgerReader, RegisteredParty } from '#libs/log/ledger';
import {
  decodeEventBody,
  decodeLogEntry,
  decodeSignedEvent,
  encodeSignedEvent,
  EventKind,
  type SubmittedEvent,
} from '#libs/core/wire';
import type { Operator } from './operator.js';

/**
 * Whose receipts the devices of this node may believe: the receipt key that lies beside the operator's, and every other that the log
 * says the operator signed for. The device checks that signature itself.
 */
export async function trustOf(operator: Operator, reader: LedgerReader): Promise<Trust> {
  const keys = (await reader.registry.operatorKeys()).filter(({ role }) => role === 'receipt');
  const entries = await reader.entriesAt(keys.map(({ fromLogIndex }) => fromLogIndex));
  const receiptKeyEvents = entries
    .map(({ entry }) => decodeLogEntry(entry))
    .flatMap((entry) => (entry.kind === 'event' ? [encodeSignedEvent(entry.event)] : []));
  const { algorithm, publicKey } = operator.signer;
  const { logOrigin, receiptKey } = operator;
  return { logOrigin, receiptKeys: [receiptKey], operator: { algorithm, publicKey }, receiptKeyEvents };
}

/** Whether the newest event of a party says that it is made up: those of before bodies had that say nothing. */
export async function isSaidToBeMadeUp({ logIndex }: RegisteredParty, reader: LedgerReader): Promise<boolean> {
  const stored = await reader.entry(logIndex);
  const entry = stored && decodeLogEntry(stored.entry);
  if (entry?.kind !== 'event' || entry.event.kind !== EventKind.PARTY) return false;
  return decodeEventBody(EventKind.PARTY, entry.event.body).demo === true;
}

/** How many of the parties and devices that these events speak of are not in the log yet. */
export async function missingSubjects(events: readonly SubmittedEvent[], reader: LedgerReader): Promise<number> {
  const parties: Uint8Array[] = [];
  const devices: Uint8Array[] = [];
  for (const { signedEvent } of events) {
    const { kind, body } = decodeSignedEvent(signedEvent);
    if (kind === EventKind.PARTY) parties.push(decodeEventBody(kind, body).party);
    if (kind === EventKind.ENROL) devices.push(decodeEventBody(kind, body).device);
  }
  const logged = await reader.registry.devicesByKeys(devices);
  const found = await Promise.all(parties.map((party) => reader.registry.party(party)));
  return devices.length - logged.length + found.filter((party) => party === null).length;
}
