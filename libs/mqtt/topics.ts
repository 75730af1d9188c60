import { MqttError } from './error.js';

/** Names that devices rely on (DESIGN section 8). */
const SCANS = 'cairn/v1/scans/';
const RECEIPTS = 'cairn/v1/receipts/';

/** Characters. A device id is also a user name and one level of a topic; the packet's overhead is computed from it. */
export const DEVICE_ID_LENGTH_MAX = 128;

/** Topic filter for the scans of all devices, and the pattern of the Nest handler. */
export const ALL_SCANS = `${SCANS}+`;

/** Several ingest processes share the scans between them: the broker gives each scan to one of the group. */
export const SHARED_SCANS = `$share/cairn-ingest/${ALL_SCANS}`;

// One level of a topic: no separator, no wildcard, no leading $, nothing that a log line or a terminal would trip over.
const DEVICE_ID = /^(?!\$)[^\p{C}\s/+#]{1,128}$/u;

export const isDeviceId = (id: string): boolean => DEVICE_ID.test(id);

export const scanTopic = (deviceId: string): string => SCANS + deviceId;
export const receiptTopic = (deviceId: string): string => RECEIPTS + deviceId;

/** @throws {MqttError} TOPIC_FORM for every topic that is not `cairn/v1/scans/{device id}`. */
export function deviceOfScanTopic(topic: string): string {
  const id = topic.startsWith(SCANS) ? topic.slice(SCANS.length) : '';
  if (!isDeviceId(id)) throw new MqttError('TOPIC_FORM', `expected ${SCANS}{device id}, got another topic`);
  return id;
}
