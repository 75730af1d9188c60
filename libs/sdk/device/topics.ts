/** MQTT topics of a device (docs/formats/scan.md, On the way). */
export const scanTopic = (deviceId: string): string => `cairn/v1/scans/${deviceId}`;
/** Events that the device signs about its own keys (docs/formats/entry.md, Events). */
export const eventTopic = (deviceId: string): string => `cairn/v1/events/${deviceId}`;
export const receiptTopic = (deviceId: string): string => `cairn/v1/receipts/${deviceId}`;

// One level of a topic and a user name at once: no separator, no wildcard, no leading $.
const DEVICE_ID = /^(?!\$)[^\p{C}\s/+#]{1,128}$/u;

export const isDeviceId = (id: string): boolean => DEVICE_ID.test(id);
