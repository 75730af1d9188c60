/** What a run leaves behind and the checks compare. Byte strings are lower-case hex here: they are keys of maps. */

/** Names one scan of one device. */
export interface ScanName {
  readonly device: string;
  readonly boot: string;
  readonly counter: number;
}

/** A scan that a device has stored in its outbox. */
export interface EnqueuedScan extends ScanName {
  readonly statementHash: string;
}

/** A receipt that a device has verified, written down before its outbox heard of it. */
export interface ReceiptedScan extends EnqueuedScan {
  readonly logIndex: number;
}

/** Anything a device was told that should never be said in such a run. */
export interface Complaint {
  readonly kind: 'quarantined' | 'postponed' | 'distrusted' | 'failed';
  readonly deviceId: string;
  readonly text: string;
}

/** How a device's outbox stands when the load is over. */
export interface OutboxEnd {
  readonly device: string;
  readonly boot: string;
  /** Counter of the last scan that was ever stored. */
  readonly lastCounter: number;
  readonly unsettled: number;
}

export interface ScanInLog extends EnqueuedScan {
  readonly kind: 'scan';
  readonly logIndex: number;
  readonly previous: string;
  /** Highest counter of the boot logged before, as the entry says. */
  readonly after: number;
}

export interface EventInLog {
  readonly kind: 'event';
  readonly logIndex: number;
  readonly eventKind: number;
}

export type EntryInLog = ScanInLog | EventInLog;

export const isScan = (entry: EntryInLog): entry is ScanInLog => entry.kind === 'scan';
export const bootName = ({ device, boot }: Pick<ScanName, 'device' | 'boot'>): string => `${device}/${boot}`;
export const sayScan = ({ device, counter }: ScanName): string => `scan ${counter} of device ${device.slice(0, 8)}`;
