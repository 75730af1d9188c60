import { connect as connectMqtt, type IClientOptions, type MqttClient } from 'mqtt';
import { eventTopic, receiptTopic, scanTopic } from '#libs/core/wire';
import { connectionTrouble, isLoginRefused } from './connection-trouble.js';
import type { TlsMaterial } from './tls-material.js';

export interface ConnectionOptions extends TlsMaterial {
  /** mqtt://host:port or mqtts://host:port. A login in it would count before that of the device. */
  readonly broker: string;
  readonly deviceId: string;
  readonly password: string;
  /** Gives up connecting. */
  readonly signal?: AbortSignal;
  readonly onMessage: (payload: Uint8Array) => void;
  /** Called once, with a reason for people, when the connection is gone. */
  readonly onClosed: (reason: string) => void;
}

/** One MQTT connection of a device: it never comes back by itself, so that nothing is sent behind the outbox's back. */
export interface Connection {
  /** @param taken the broker has the message in hand. That is no promise: it may still lose it. */
  publish(what: 'scan' | 'event', payload: Uint8Array, taken: () => void): void;
  /** @param how `forAll`: for the others too who share it (ConnectionHub), because it is of no use. */
  close(how?: { readonly forAll?: boolean }): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 15_000;
const KEEPALIVE_SECONDS = 60;

/** The broker knows the device by another password, or not at all. */
export class LoginRefusedError extends Error {
  override readonly name = 'LoginRefusedError';
}

/** Connects and subscribes to the device's receipts. @throws with a message for people; {LoginRefusedError} */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const settings: IClientOptions = {
    clientId: options.deviceId,
    username: options.deviceId,
    password: options.password,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepalive: KEEPALIVE_SECONDS,
    resubscribe: false,
    ...tlsSettings(options),
  };
  options.signal?.throwIfAborted();
  const client = begin(options.broker, settings);
  const giveUp = (): void => void client.end(true);
  options.signal?.addEventListener('abort', giveUp);
  let reason = options.clientCertificate ? `${CLOSED}, maybe because of the client certificate of this device` : CLOSED;
  let isRefused = false;
  client.on('error', (error) => {
    reason = connectionTrouble(error);
    isRefused = isLoginRefused(error);
  });
  client.on('message', (_, payload) => options.onMessage(payload));
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('close', () => reject(new Error(reason)));
    });
    reason = CLOSED;
    const [granted] = await client.subscribeAsync(receiptTopic(options.deviceId), { qos: 1 }).catch((cause: Error) => {
      throw client.connected ? new Error(`${NO_RECEIPTS}: ${cause.message}`, { cause }) : cause;
    });
    if (!granted || granted.qos === 128) throw new Error(NO_RECEIPTS);
  } catch (error) {
    client.end(true);
    throw new (isRefused ? LoginRefusedError : Error)(connectionTrouble(error), { cause: error });
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
  if (!client.connected) throw new Error(reason);
  client.once('close', () => options.onClosed(reason));
  const topics = { scan: scanTopic(options.deviceId), event: eventTopic(options.deviceId) };
  return {
    publish(what, payload, taken) {
      client.publish(topics[what], payload as Buffer, { qos: 1 }, (error) => {
        if (!error) taken();
      });
    },
    close: () => client.endAsync(true),
  };
}

const CLOSED = 'the broker closed the connection';
const NO_RECEIPTS = 'the broker refused the subscription to the receipts of this device';

/** Certificates that cannot be read show here, before anything is sent. */
function begin(broker: string, settings: IClientOptions): MqttClient {
  try {
    return connectMqtt(broker, settings);
  } catch (error) {
    throw new Error(connectionTrouble(error), { cause: error });
  }
}

/** Only for an address with TLS: mqtt.js would take a certificate for the wish to have it, whatever the address says. */
function tlsSettings({ broker, certificateAuthority, clientCertificate }: ConnectionOptions): IClientOptions {
  if (!/^mqtts:/iu.test(broker)) return {};
  return {
    ...(certificateAuthority !== undefined && { ca: certificateAuthority }),
    ...(clientCertificate && { cert: clientCertificate.certificate, key: clientCertificate.key }),
  };
}
