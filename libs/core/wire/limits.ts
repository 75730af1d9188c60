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
  /** Value of one claim. */
  claimValueBytesMax: 16_384,
  /** Local time minus UTC, in minutes: Kiribati is at +14 h. */
  zoneOffsetMinutesMax: 840,
  /** uint64 fields are JavaScript numbers. */
  numberMax: Number.MAX_SAFE_INTEGER,
  /** 9999-12-31T23:59:59.999Z: RFC 3339 has years of four digits. */
  timeMsMax: 253_402_300_799_999,
} as const;
