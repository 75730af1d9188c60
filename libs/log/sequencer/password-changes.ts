import type pg from 'pg';
import { type DeviceKeys, isExpired, type KnownKey } from '#libs/core/keys';
import type { SignatureVerifier } from '#libs/core/signatures';
import {
  bytesEqual,
  decodePasswordChange,
  passwordChangeHash,
  passwordChangeSigningBytes,
  type ReasonCode,
  REASONS,
  type SignedPasswordChange,
  WireError,
} from '#libs/core/wire';
import { asBuffer, keyOf, sha256 } from '#libs/log/ledger';
import type { PasswordReceiptDue, RejectNotice } from './findings.js';
import { type KnownDevice, loadDevices } from './registry-snapshot.js';

export interface PasswordChangesInput {
  readonly client: pg.Client;
  readonly verifier: SignatureVerifier;
  readonly origin: string;
  /** PasswordChanges as they came, in their order. */
  readonly payloads: readonly Uint8Array[];
  readonly nowMs: number;
}

/** What came of the changes in the transaction under way. */
export interface SetPasswords {
  readonly receipts: PasswordReceiptDue[];
  readonly rejects: RejectNotice[];
}

/** A change whose signer may ask for it. Whether it still fits shows when it is written. */
interface Admitted {
  readonly payload: Uint8Array;
  readonly signed: SignedPasswordChange;
  readonly device: KnownDevice;
}

type Fault = readonly [reason: ReasonCode, detail: string];

const HEAD_BYTES = 256; // for the operator to see what it was

/** Passwords that devices ask for in the place of those that others may have seen. None of it comes into the log. */
export class PasswordChanges {
  private constructor(
    private readonly admitted: readonly Admitted[],
    private readonly refused: readonly RejectNotice[],
  ) {}

  /** Judges form, signature and signer by the registry as it is committed. */
  static async judge({ client, verifier, origin, payloads, nowMs }: PasswordChangesInput): Promise<PasswordChanges> {
    const refused: RejectNotice[] = [];
    const read = payloads.flatMap((payload) => {
      try {
        return [{ payload, signed: decodePasswordChange(payload) }];
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        refused.push(refusal(payload, null, [error.code, error.message]));
        return [];
      }
    });
    const devices = await loadDevices(
      client,
      read.map(({ signed }) => asBuffer(signed.change.device)),
    );
    const admitted: Admitted[] = [];
    for (const { payload, signed } of read) {
      const device = devices.get(keyOf(signed.change.device));
      const fault = device
        ? await faultOf({ signed, keys: device.keys, origin, nowMs, verifier })
        : (['EVENT_SUBJECT_UNKNOWN', 'no device of this log'] as const);
      if (device && !fault) admitted.push({ payload, signed, device });
      else refused.push(refusal(payload, device ?? null, fault!));
    }
    return new PasswordChanges(admitted, refused);
  }

  /**
   * Sets what still fits, in the transaction under way, and announces it. A password changes only where the one that is to go holds: a
   * message of before, and one that the operator was faster than, changes nothing. Asked for once more, it stands.
   */
  async write(client: pg.Client): Promise<SetPasswords> {
    const done: SetPasswords = { receipts: [], rejects: [...this.refused] };
    for (const { payload, signed, device } of this.admitted) {
      const { before, after } = signed.change;
      const { rows } = await client.query<{ stands: boolean }>(
        `WITH changed AS (
           UPDATE mqtt_credential SET password_sha256 = $3 WHERE device_id = $1 AND password_sha256 = $2
           RETURNING pg_notify('cairn_registry', ''))
         SELECT EXISTS (SELECT FROM changed)
           OR EXISTS (SELECT FROM mqtt_credential WHERE device_id = $1 AND password_sha256 = $3) AS stands`,
        [device.deviceId, asBuffer(before), asBuffer(after)],
      );
      if (rows[0]!.stands) done.receipts.push({ ...namesOf(device), changeHash: passwordChangeHash(signed.body) });
      else done.rejects.push(refusal(payload, device, ['PASSWORD_CHANGED', 'nothing has changed']));
    }
    return done;
  }
}

async function faultOf(asked: {
  readonly signed: SignedPasswordChange;
  readonly keys: DeviceKeys;
  readonly origin: string;
  readonly nowMs: number;
  readonly verifier: SignatureVerifier;
}): Promise<Fault | undefined> {
  const { signed, keys, origin, nowMs, verifier } = asked;
  const { change, body, signerKeyId, signature } = signed;
  if (change.logOrigin !== origin) return ['VALUE_INVALID', `it is for the log ${change.logOrigin}`];
  const key = keys.key(signerKeyId);
  if (!key) return ['EVENT_SIGNER_UNKNOWN', 'no key of this device'];
  if (!keys.activeKey || !bytesEqual(keys.activeKey.keyId, signerKeyId))
    return ['EVENT_SIGNER_NOT_ALLOWED', 'the key signs nothing more'];
  // The key of an enrolment code is in as many hands as its password.
  if (!isMadeByDevice(key, keys))
    return ['EVENT_SIGNER_NOT_ALLOWED', 'only a key that the device made itself may ask for a password'];
  if (isExpired(key, nowMs)) return ['EVENT_KEY_EXPIRED', `good until ${new Date(key.expiresMs!).toISOString()}`];
  const { algorithm, publicKey } = key;
  const [isValid] = await verifier.verifyAll([
    { algorithm, publicKey, message: passwordChangeSigningBytes(body), signature },
  ]);
  return isValid ? undefined : ['EVENT_SIGNATURE_INVALID', 'nothing has changed'];
}

/** It came by a rotation, not by the word of the operator, who may have handed it on. */
const isMadeByDevice = ({ logIndex }: KnownKey, { segments }: DeviceKeys): boolean =>
  segments.some(({ closedBy, closedIndex }) => closedBy === 'rotate' && closedIndex === logIndex);

const namesOf = ({ deviceKey, deviceId }: KnownDevice) => ({ deviceKey, deviceId });

function refusal(payload: Uint8Array, device: KnownDevice | null, [reason, detail]: Fault): RejectNotice {
  const { text, final } = REASONS[reason];
  return {
    payloadHash: sha256(asBuffer(payload)),
    deviceKey: device?.deviceKey ?? new Uint8Array(),
    deviceId: device?.deviceId ?? null,
    boot: new Uint8Array(),
    counter: 0,
    reason,
    text: `${text} (${detail})`,
    final,
    payloadHead: payload.subarray(0, HEAD_BYTES),
    logIndex: null,
  };
}
