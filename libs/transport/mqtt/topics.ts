import { MqttError } from './error.js';

/** Names that devices rely on (DESIGN section 8). */
const SCANS = 'cairn/v1/scans/';
const EVENTS = 'cairn/v1/events/';
const RECEIPTS = 'cairn/v1/receipts/';

/** Characters. A device id is also a user name and one level of a topic; the packet's overhead is computed from it. */
export const DEVICE_ID_LENGTH_MAX = 128;

/** Topic filter for the scans of all devices, and the pattern of the Nest handler. */
export const ALL_SCANS = `${SCANS}+`;

/** Topic filter for the events that devices sign: boots, rotations, retirements of their keys. */
export const ALL_EVENTS = `${EVENTS}+`;

/** Several ingest processes share the scans between them: the broker gives each scan to one of the group. */
export const SHARED_SCANS = `$share/cairn-ingest/${ALL_SCANS}`;

/** Likewise for events: a subscription of its own, so that a broker which gives none still gives scans. */
export const SHARED_EVENTS = `$share/cairn-ingest/${ALL_EVENTS}`;

// One level of a topic: no separator, no wildcard, no leading $, nothing that a log line or a terminal would trip over.
const DEVICE_ID = /^(?!\$)[^\p{C}\s/+#]{1,128}$/u;

export const isDeviceId = (id: string): boolean => DEVICE_ID.test(id);

export const scanTopic = (deviceId: string): string => SCANS + deviceId;
export const eventTopic = (deviceId: string): string => EVENTS + deviceId;
export const receiptTopic = (deviceId: string): string => RECEIPTS + deviceId;

/** What devices send. */
export type Channel = 'scans' | 'events';

/** @throws {MqttError} TOPIC_FORM for every topic that is not `cairn/v1/scans/{device id}` or `cairn/v1/events/{device id}`. */
export function readTopic(topic: string): { readonly channel: Channel; readonly deviceId: string } {
  const channel = topic.startsWith(EVENTS) ? 'events' : 'scans';
  const prefix = channel === 'events' ? EVENTS : SCANS;
  const deviceId = topic.startsWith(prefix) ? topic.slice(prefix.length) : '';
  if (!isDeviceId(deviceId))
    throw new MqttError('TOPIC_FORM', `expected ${SCANS}{device id} or ${EVENTS}{device id}, got another topic`);
  return { channel, deviceId };
}
