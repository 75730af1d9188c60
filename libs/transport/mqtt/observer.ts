/** Why a connection of the embedded broker ended. A closed list: it is a label of a metric. */
export type CloseReason =
  | 'client' // said goodbye or hung up
  | 'shutdown'
  | 'taken-over' // the same device connected again
  | 'revoked' // its password was changed or ended
  | 'connections-max'
  | 'half-open-max'
  | 'address-rate'
  | 'connect-timeout'
  | 'packet-timeout'
  | 'keepalive'
  | 'packet-too-large'
  | 'malformed'
  | 'device-slow'
  | 'not-connect'
  | 'will'
  | 'credentials'
  | 'credentials-unavailable'
  | 'retained'
  | 'quality-of-service-2'
  | 'topic'
  | 'subscriptions-max'
  | 'connection-error';

/** What a transport tells whoever counts. */
export interface MqttObserver {
  connectionOpened(): void;
  connectionClosed(reason: CloseReason): void;
  subscriptionRefused(): void;
  /** A message for a device was not sent: the device was away, or did not read fast enough. It resends and is answered again. */
  messageDropped(why: 'device-away' | 'device-slow' | 'broker-away' | 'broker-slow'): void;
  /** The broker outside gave us a scan on a topic whose last level cannot be a device id. It was acknowledged and forgotten. */
  topicRefused(): void;
}

export const SILENT_OBSERVER: MqttObserver = {
  connectionOpened: () => {},
  connectionClosed: () => {},
  subscriptionRefused: () => {},
  messageDropped: () => {},
  topicRefused: () => {},
};
