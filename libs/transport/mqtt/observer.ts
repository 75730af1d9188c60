/** Why a connection of the embedded broker ended. A closed list: it is a label of a metric. */
export type CloseReason =
  | 'client' // said goodbye or hung up
  | 'shutdown'
  | 'taken-over' // the same device connected again
  | 'revoked' // its password was changed or ended
  | 'connections-max'
  | 'half-open-max'
  | 'half-open-address-max'
  | 'address-rate'
  | 'device-rate' // it knows its password and connects too often
  | 'proxy-header' // a trusted proxy began with something else
  | 'proxy-header-timeout'
  | 'tls' // the handshake failed, or the client went away in it
  | 'tls-timeout'
  | 'client-certificate' // of another device, of an authority that does not count, or not valid
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
  /** @param why a code of OpenSSL or of the operating system. The connection is reported as closed as well. */
  handshakeFailed(why: string): void;
  subscriptionRefused(): void;
  /** A message for a device was not sent: the device was away, or did not read fast enough. It resends and is answered again. */
  messageDropped(why: 'device-away' | 'device-slow' | 'broker-away' | 'broker-slow'): void;
  /** The broker outside gave us a scan on a topic whose last level cannot be a device id. It was acknowledged and forgotten. */
  topicRefused(): void;
}

export const SILENT_OBSERVER: MqttObserver = {
  connectionOpened: () => {},
  connectionClosed: () => {},
  handshakeFailed: () => {},
  subscriptionRefused: () => {},
  messageDropped: () => {},
  topicRefused: () => {},
};
