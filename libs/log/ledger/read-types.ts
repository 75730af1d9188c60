/** Where the log stands. */
export interface LedgerHead {
  readonly origin: string;
  /** Key of the log, in the form of C2SP signed-note. */
  readonly logVkey: string;
  /** Entries that are committed. */
  readonly size: number;
  /** RFC 6962 root of the committed entries, 32 bytes. */
  readonly root: Uint8Array;
  /** Entries whose files, signed checkpoint and receipts are out; never above `size`. */
  readonly receiptedSize: number;
  /** Entries that the published checkpoint covers; never above `receiptedSize`. */
  readonly publishedSize: number;
  /** Lease epoch of the last writer. */
  readonly epoch: number;
}

export interface StoredEntry {
  /** From 0. */
  readonly logIndex: number;
  /** LogEntry, byte for byte as in the public log. */
  readonly entry: Uint8Array;
  /** PrivatePart: URIs and disclosures, null where the entry has none. */
  readonly privatePart: Uint8Array | null;
}

/** Links `from` to `to`, both counted from 1 and included; at most `limit`. All of the trail by default. */
export interface TrailSpan {
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
}

export interface TrailRow {
  /** From 1. */
  readonly n: number;
  readonly logIndex: number;
  /** 32 bytes. */
  readonly link: Uint8Array;
}

export interface StoredTrailEntry extends TrailRow, StoredEntry {}

/** A key that a device has or had. Which counters it signs is for the model of libs/core/keys. */
export interface DeviceKey {
  readonly keyId: Uint8Array;
  /** SignatureAlgorithm of libs/core/signatures. */
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
  readonly fromLogIndex: number;
  /** Of the entry that ended it; null: it signs still. */
  readonly toLogIndex: number | null;
  /** Good for scans that arrive before it; null: for ever. */
  readonly expiresMs: number | null;
  /** Of the entry that reported it as being in other hands. */
  readonly compromisedLogIndex: number | null;
}

export interface DeviceBoot {
  /** 16 bytes. */
  readonly boot: Uint8Array;
  readonly fromLogIndex: number;
  /** Highest counter logged, 0 for none. */
  readonly lastCounter: number;
}

/** What became of an event that was submitted. */
export type SubmissionOutcome =
  | { readonly kind: 'logged'; readonly logIndex: number }
  | { readonly kind: 'refused'; readonly reason: string; readonly text: string };

export interface RegisteredDevice {
  readonly deviceKey: Uint8Array;
  readonly deviceId: string;
  /** Party key. */
  readonly party: Uint8Array;
  /** Of the ENROL entry. */
  readonly logIndex: number;
  /** 0: the limit of the format. */
  readonly objectsMax: number;
  readonly claimsMax: number;
  /** In log order. */
  readonly keys: readonly DeviceKey[];
  /** In log order: the last one is going on. */
  readonly boots: readonly DeviceBoot[];
}

export interface RegisteredParty {
  readonly partyKey: Uint8Array;
  readonly gln: string | null;
  readonly name: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** Of the latest PARTY entry. */
  readonly logIndex: number;
}

/** Whose the codes are that begin with some digits. */
export interface CodeHolder {
  readonly digits: string;
  /** CodesRole of libs/core/wire. */
  readonly role: number;
  readonly partyKey: Uint8Array;
  readonly partyGln: string | null;
  readonly partyName: string | null;
  /** Null: since ever. */
  readonly fromMs: number | null;
  /** Not included; null: for ever. */
  readonly untilMs: number | null;
  /** Of the newest CODES entry. */
  readonly logIndex: number;
}

export interface StoredOperatorKey {
  readonly keyId: Uint8Array;
  readonly role: 'operator' | 'receipt';
  /** Operator key (of a trail). */
  readonly operator: Uint8Array;
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
  readonly fromLogIndex: number;
  /** Of the entry that ended it; null: it signs still. */
  readonly toLogIndex: number | null;
  /** Of the entry that reported it as being in other hands. */
  readonly compromisedLogIndex: number | null;
}

export interface RegistryChanges {
  /** Devices that were enrolled or changed their keys or boots at `logIndex` or later, whole. */
  readonly devices: readonly RegisteredDevice[];
  readonly operatorKeys: readonly StoredOperatorKey[];
  /** Ask with this next time. */
  readonly nextLogIndex: number;
}
