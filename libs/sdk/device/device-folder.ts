import { createPrivateKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAddressWithUserinfo, withoutUserinfo } from '#libs/host/addresses';
import { replaceFile, syncFolder, writeNewFile } from '#libs/host/files';
import { FolderInUseError, type FolderLock, lockFolder } from '#libs/host/locks';
import { deviceKey, isDeviceId } from '#libs/core/wire';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey, loadKey, type Signer, signerOf } from '#libs/host/keys';
import { z } from 'zod';
import { asJson, type DeviceState, readJson, readState, type Stretch } from './device-state.js';
import { DeviceError, isSystemError } from './errors.js';
import { Outbox } from './outbox.js';
import type { Trust } from './trust.js';

/** What an enrolment binds: this name, this key, this boot. */
export interface DeviceIdentity {
  readonly id: string;
  /** SHA-256 over the id: how the log names the device. */
  readonly device: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  /** 16 random bytes: the counter counts within it. */
  readonly boot: Uint8Array;
}

/** What the operator gives back: the way in, and whose receipts to believe. */
export interface Enrolment {
  readonly broker: string;
  readonly password: string;
  readonly trust: Trust;
  /** The device asks for another password. */
  readonly next?: NextPassword;
}

/** A password that the device has made, and that the broker may know already. */
export interface NextPassword {
  readonly password: string;
  /** 8 bytes: key of the enrolment code. A device asks as soon as another one signs. */
  readonly afterKey: Uint8Array;
}

export interface CreateDeviceOptions {
  readonly folder: string;
  /** Name of the device, its MQTT user name and a part of its topics: no spaces, no / + #. */
  readonly id: string;
  /** Default: Ed25519. */
  readonly algorithm?: SignatureAlgorithm;
  /** Default: a new key. Simulated devices bring one that is derived. */
  readonly privateKey?: KeyObject;
  readonly boot?: Uint8Array;
}

const FILE = 'enrolment.json';
const bytesOfHex = z
  .string()
  .regex(/^([0-9a-f]{2})+$/u)
  .transform((text) => new Uint8Array(Buffer.from(text, 'hex')));
const publicKey = z.object({ algorithm: z.literal([1, 2]), publicKey: bytesOfHex });
const EnrolmentFile = z
  .object({
    // What an older version stored may be the address of ingest, with its login.
    broker: z.string().transform(withoutUserinfo),
    password: z.string(),
    trust: z.object({
      logOrigin: z.string(),
      receiptKeys: z.array(publicKey),
      operator: publicKey.optional(),
      receiptKeyEvents: z.array(bytesOfHex).optional(),
    }),
    next: z.object({ password: z.string(), afterKey: bytesOfHex }).optional(),
  })
  .transform(({ next, ...rest }): Enrolment => ({ ...rest, ...(next && { next }) }));

/**
 * Makes the folder of a new device: key, boot, empty outbox. It appears whole or not at all.
 *
 * @throws {DeviceError} FOLDER_EXISTS, SCAN_INVALID for an id that cannot be part of a topic.
 */
export function createDeviceFolder(options: CreateDeviceOptions): DeviceIdentity {
  const { folder, id } = options;
  if (!isDeviceId(id)) {
    throw new DeviceError(
      'SCAN_INVALID',
      `${JSON.stringify(id)} cannot name a device: 1 to 128 characters, no space, / + #`,
    );
  }
  if (existsSync(folder)) throw new DeviceError('FOLDER_EXISTS', `the folder ${folder} is there already`);
  const key = options.privateKey ?? generateKey(options.algorithm ?? SignatureAlgorithm.ED25519);
  const boot = options.boot ?? new Uint8Array(randomBytes(16));
  const draft = `${folder}.${randomUUID()}`;
  try {
    mkdirSync(draft, { recursive: true, mode: 0o700 });
    writeNewFile(join(draft, 'key.pem'), key.export({ format: 'pem', type: 'pkcs8' }) as string, 0o600);
    writeNewFile(join(draft, 'device.json'), asJson({ format: 'cairn-device-1', id, boot }), 0o600);
    Outbox.create(join(draft, 'outbox'), boot);
    syncFolder(draft);
    renameSync(draft, folder);
    syncFolder(dirname(folder));
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (isSystemError(error, 'ENOTEMPTY') || isSystemError(error, 'EEXIST')) {
      throw new DeviceError('FOLDER_EXISTS', `the folder ${folder} is there already`, { cause: error });
    }
    throw error;
  }
  return identityOf(id, boot, signerOf(key));
}

/** A device as its folder tells. */
export interface DeviceFolder {
  /** With the key and boot that sign at present. */
  readonly identity: DeviceIdentity;
  readonly signer: Signer;
  /** Keys and boots that were before and that the log may still know alone: an event on them is under way. */
  readonly earlier: readonly DeviceIdentity[];
  readonly state: DeviceState;
  readonly enrolment?: Enrolment;
}

/** @throws {DeviceError} FOLDER_MISSING, FOLDER_MALFORMED. */
export function readDeviceFolder(folder: string): DeviceFolder {
  const state = readState(folder);
  const current = state.stretches.at(-1)!;
  const signer = signerOfStretch(folder, current);
  if (!signer) throw new DeviceError('FOLDER_MALFORMED', `${folder} names no key that signs`);
  const earlier = state.stretches.slice(0, -1).flatMap((stretch) => {
    const before = signerOfStretch(folder, stretch);
    return before ? [identityOf(state.id, stretch.boot, before)] : [];
  });
  const path = join(folder, FILE);
  const enrolment = existsSync(path) ? readJson(path, EnrolmentFile, folder) : undefined;
  const identity = identityOf(state.id, current.boot, signer);
  return { identity, signer, earlier, state, ...(enrolment && { enrolment }) };
}

/** The key of a stretch, while it is kept. */
export const signerOfStretch = (folder: string, { key }: Stretch): Signer | undefined =>
  key === undefined ? undefined : loadKey(join(folder, key));

/** Makes and keeps a private key beside the others, durably, before anything is signed with it. */
export function keepKey(folder: string, key: KeyObject): { readonly name: string; readonly signer: Signer } {
  const signer = signerOf(key);
  const name = `key-${Buffer.from(signer.keyId).toString('hex')}.pem`;
  const path = join(folder, name);
  if (!existsSync(path)) replaceFile(path, key.export({ format: 'pem', type: 'pkcs8' }) as string);
  return { name, signer };
}

/** Keeps everybody else away: two processes on one outbox would sign two scans with one counter. @throws {DeviceError} FOLDER_IN_USE */
export function lockDeviceFolder(folder: string): FolderLock {
  try {
    return lockFolder(folder);
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    throw new DeviceError('FOLDER_IN_USE', error.message, { cause: error });
  }
}

/** Keeps what the operator gave, without a login in the address. It replaces an earlier one whole. */
export const writeEnrolment = (folder: string, { broker, ...rest }: Enrolment): void =>
  replaceFile(join(folder, FILE), asJson({ broker: withoutUserinfo(broker), ...rest }));

/** Takes the login of ingest out of a folder in which an older version has left it. The folder must be locked. */
export function forgetForeignLogin(folder: string): void {
  const path = join(folder, FILE);
  if (!existsSync(path)) return;
  const { broker } = readJson(path, z.looseObject({ broker: z.string() }), folder);
  if (isAddressWithUserinfo(broker)) writeEnrolment(folder, readJson(path, EnrolmentFile, folder));
}

/** An enrolment as it stands there now; undefined where it cannot be read. */
export function readEnrolment(folder: string): Enrolment | undefined {
  try {
    return readJson(join(folder, FILE), EnrolmentFile, folder);
  } catch {
    return undefined;
  }
}

/** The private key of a PEM text, for devices whose key was made elsewhere. */
export const privateKeyOfPem = (pem: string): KeyObject => createPrivateKey(pem);

export const identityOf = (id: string, boot: Uint8Array, { algorithm, publicKey }: Signer): DeviceIdentity => ({
  id,
  device: deviceKey(id),
  algorithm,
  publicKey,
  boot,
});
