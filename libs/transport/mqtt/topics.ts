import { eventTopic, isDeviceId, scanTopic } from '#libs/core/wire';
import { MqttError } from './error.js';

/** Topic filter for the scans of all devices, and the pattern of the Nest handler. */
export const ALL_SCANS = scanTopic('+');

/** Topic filter for the events that devices sign: boots, rotations, retirements of their keys. */
export const ALL_EVENTS = eventTopic('+');

/** Several ingest processes share the scans between them: the broker gives each scan to one of the group. */
export const SHARED_SCANS = `$share/cairn-ingest/${ALL_SCANS}`;

/** Likewise for events: a subscription of its own, so that a broker which gives none still gives scans. */
export const SHARED_EVENTS = `$share/cairn-ingest/${ALL_EVENTS}`;

/** What devices send. */
export type Channel = 'scans' | 'events';

const SCANS = scanTopic('');
const EVENTS = eventTopic('');

/** @throws {MqttError} TOPIC_FORM for every topic that is not the `scanTopic` or `eventTopic` of a device id. */
export function readTopic(topic: string): { readonly channel: Channel; readonly deviceId: string } {
  const channel = topic.startsWith(EVENTS) ? 'events' : 'scans';
  const prefix = channel === 'events' ? EVENTS : SCANS;
  const deviceId = topic.startsWith(prefix) ? topic.slice(prefix.length) : '';
  if (!isDeviceId(deviceId))
    throw new MqttError('TOPIC_FORM', `expected ${SCANS}{device id} or ${EVENTS}{device id}, got another topic`);
  return { channel, deviceId };
}
