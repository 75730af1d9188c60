/** Limits of the format: docs/formats/scan.md, Limits. Sizes in bytes unless the name says otherwise. */
export const LIMITS = {
  /** A whole SignedScan with URIs and disclosures, so that one MQTT packet and one buffer hold it. */
  signedScanBytesMax: 262_144,
  /** Leaves room for the rest of a log entry, whose length has 16 bits in an entry bundle. */
  headerBytesMax: 60_000,
  /** Objects that one scan names; a device splits larger reads. */
  objectsMax: 500,
  /** Claims of one scan or event. */
  claimsMax: 256,
  /** Objects that a recall or decision names: 80 of 32 bytes leave room for claims where a decision has 4,096. */
  eventObjectsMax: 80,
  /** Body of a decision: about as much as an event that a device sends. */
  decisionBytesMax: 4_096,
  /** Kind of an event: an enum of protobuf is an int32. */
  eventKindMax: 2 ** 31 - 1,
  /** Ranges of counters that one refusal tells of: with both statements below 2 KiB. */
  refusedRangesMax: 64,
  /** Digits with which codes begin: a company prefix of GS1 at least, a whole GTIN at most. */
  codeDigitsMin: 4,
  codeDigitsMax: 14,
  /** The length prefix of an entry in a bundle has 16 bits. */
  entryBytesMax: 65_535,
  /** A whole message to a device: small devices read it into a fixed buffer. */
  receiptBytesMax: 2_048,
  /** One canonical URI. */
  uriBytesMax: 2_048,
  /** A log origin: a host name and a path. */
  originBytesMax: 255,
  /** A reason code. */
  reasonBytesMax: 64,
  /** The text beside a reason code; cut by {@link cutText}. */
  textBytesMax: 500,
  /** Name of a claim. */
  claimNameBytesMax: 64,
  /** Value of one claim, unless its encoding has a limit of its own. */
  claimValueBytesMax: 16_384,
  /** An event of EPCIS beside its objects, as a partner sent it: half of what a scan holds. */
  epcisEventBytesMax: 131_072,
  /** Readings of a logger over a long way in one sensor element. */
  sensorElementBytesMax: 65_536,
  /** Master data of a lot. */
  ilmdBytesMax: 65_536,
  /** Local time minus UTC, in minutes: Kiribati is at +14 h. */
  zoneOffsetMinutesMax: 840,
  /** uint64 fields are JavaScript numbers. */
  numberMax: Number.MAX_SAFE_INTEGER,
  /** 9999-12-31T23:59:59.999Z: RFC 3339 has years of four digits. */
  timeMsMax: 253_402_300_799_999,
} as const;
