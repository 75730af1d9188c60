import type { AuthenticateError, AuthErrorCode, ConnectPacket } from 'aedes';
import type { CloseReason } from './observer.js';
import type { ClientCertificate } from './tls-entrance.js';
import { isDeviceId, isReservedName } from '#libs/core/wire';

/** Whether a password is the device's. `unavailable`: cannot be known now, the client tries again. */
export type CredentialCheck = (deviceId: string, password: Uint8Array) => Promise<'valid' | 'invalid' | 'unavailable'>;

export interface ConnectRefusal {
  readonly reason: CloseReason;
  /** As aedes wants it: its `returnCode` goes into the CONNACK. */
  readonly error: AuthenticateError;
}

/** What of a CONNECT is kept and what is not (docs/decisions/0040). @returns what the client asked for. */
export function narrowConnect(packet: ConnectPacket): { readonly keepaliveSeconds: number; readonly will: boolean } {
  const asked = { keepaliveSeconds: packet.keepalive ?? 0, will: packet.will !== undefined };
  // Aedes keeps a timer for each keepalive; our gate knows which silence is our own doing.
  packet.keepalive = 0;
  delete packet.will;
  // No session outlives its connection: memory stays bounded, and what was missed is sent again on request.
  packet.clean = true;
  // One connection for each device. By its own client id one device could throw out another.
  packet.clientId = packet.username ?? '';
  return asked;
}

export interface Login {
  readonly user: string | undefined;
  readonly password: Uint8Array | undefined;
  readonly will: boolean;
  /** Undefined where the client has shown none. */
  readonly certificate: ClientCertificate | undefined;
}

/** @returns the refusal, or undefined when the client is the device it says it is. */
export async function refusalOf(
  { user, password, will, certificate }: Login,
  credentials: CredentialCheck,
): Promise<ConnectRefusal | undefined> {
  if (will) return WILL;
  if (user === undefined || !isDeviceId(user) || isReservedName(user) || !password) return CREDENTIALS;
  // Before the password: a stolen certificate is no place to try passwords of others from.
  if (certificate && !(certificate.isTrusted && certificate.commonName === user)) return CERTIFICATE;
  switch (await credentials(user, password).catch(() => 'unavailable' as const)) {
    case 'valid':
      return undefined;
    case 'invalid':
      return CREDENTIALS;
    case 'unavailable':
      return UNAVAILABLE;
  }
}

// MQTT 3.1.1 table 3.1; aedes' own enum is not there at run time.
const refusal = (reason: CloseReason, message: string, returnCode: number): ConnectRefusal => ({
  reason,
  error: Object.assign(new Error(message), { returnCode: returnCode as AuthErrorCode }),
});
const UNAVAILABLE = refusal('credentials-unavailable', 'the server cannot check passwords now', 3);
const CREDENTIALS = refusal('credentials', 'bad user name or password', 4);
const WILL = refusal('will', 'wills are not allowed', 5);
const CERTIFICATE = refusal('client-certificate', 'the certificate is not that of this device', 5);
/** It is who it says it is, and comes too often. */
export const DEVICE_RATE = refusal('device-rate', 'this device connects too often', 3);
