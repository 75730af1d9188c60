import { connect as connectMqtt, type IClientOptions } from 'mqtt';
import { eventTopic, receiptTopic, scanTopic } from '#libs/core/wire';

export interface ConnectionOptions {
  /** mqtt://host:port or mqtts://host:port. A login in it would count before that of the device. */
  readonly broker: string;
  readonly deviceId: string;
  readonly password: string;
  /** Certificate authority of the broker in PEM, where the system does not know it. */
  readonly certificateAuthority?: string;
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
    ...(options.certificateAuthority && { ca: options.certificateAuthority }),
  };
  options.signal?.throwIfAborted();
  const client = connectMqtt(options.broker, settings);
  const giveUp = (): void => void client.end(true);
  options.signal?.addEventListener('abort', giveUp);
  let reason = 'the broker closed the connection';
  let isRefused = false;
  client.on('error', (error) => {
    reason = explain(error);
    isRefused = isLoginRefused(error);
  });
  client.on('message', (_, payload) => options.onMessage(payload));
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('close', () => reject(new Error(reason)));
    });
    const [granted] = await client.subscribeAsync(receiptTopic(options.deviceId), { qos: 1 }).catch((cause: Error) => {
      throw client.connected ? new Error(`${NO_RECEIPTS}: ${cause.message}`, { cause }) : cause;
    });
    if (!granted || granted.qos === 128) throw new Error(NO_RECEIPTS);
  } catch (error) {
    client.end(true);
    throw new (isRefused ? LoginRefusedError : Error)(explain(error), { cause: error });
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

/** Whether a reason for people says that the broker did not take the login. */
export const isAboutLogin = (reason: string): boolean =>
  [BAD_LOGIN, NOT_AUTHORISED].some((text) => reason.startsWith(text));

const BAD_LOGIN = 'the broker refused user name or password';
const NOT_AUTHORISED = 'the broker does not let this device in';
const NO_RECEIPTS = 'the broker refused the subscription to the receipts of this device';
/** Return codes of MQTT 3.1.1, section 3.2.2.3. */
const CONNACK_BAD_LOGIN = 4;
const CONNACK_NOT_AUTHORISED = 5;

function isLoginRefused(error: unknown): boolean {
  const { code } = error as { code?: number | string };
  return code === CONNACK_BAD_LOGIN || code === CONNACK_NOT_AUTHORISED;
}

function explain(error: unknown): string {
  const { code, message } = error as { code?: number | string; message?: string };
  if (code === CONNACK_BAD_LOGIN) return `${BAD_LOGIN} (CONNACK ${code})`;
  if (code === CONNACK_NOT_AUTHORISED)
    return `${NOT_AUTHORISED}: not authorised (CONNACK ${code}), by its name, its password or a rule of the broker`;
  if (code === 'ECONNREFUSED') return 'nothing listens at the address of the broker';
  return message || String(code ?? error);
}
