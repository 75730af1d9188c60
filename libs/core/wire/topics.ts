/** Where a device sends its scans over MQTT (docs/formats/scan.md, On the way). */
export const scanTopic = (deviceId: string): string => `cairn/v1/scans/${deviceId}`;

/** Where it sends what it signs about itself: events on its keys (docs/formats/entry.md, Events), and changes of its password. */
export const eventTopic = (deviceId: string): string => `cairn/v1/events/${deviceId}`;

/** Where it is answered: receipts of all kinds and rejects (docs/formats/receipt.md). */
export const receiptTopic = (deviceId: string): string => `cairn/v1/receipts/${deviceId}`;

/** Characters. A device id is also a user name and one level of a topic; the broker computes the size of packets from it. */
export const DEVICE_ID_LENGTH_MAX = 128;

// One level of a topic: no separator, no wildcard, no leading $, nothing that a log line or a terminal would trip over.
const DEVICE_ID = /* @__PURE__ */ new RegExp(`^(?!\\$)[^\\p{C}\\s/+#]{1,${DEVICE_ID_LENGTH_MAX}}$`, 'u');

export const isDeviceId = (id: string): boolean => DEVICE_ID.test(id);

/** User name of ingest at a broker outside, where it hears every scan and answers everybody. */
export const INGEST_USER = 'cairn-ingest';

/** Whether a name has rights of its own at brokers, so that no device may have it. Some brokers take names that differ in case for the same. */
export const isReservedName = (id: string): boolean => id.toLowerCase() === INGEST_USER;
