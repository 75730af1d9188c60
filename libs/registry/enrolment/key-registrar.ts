import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import {
  abandonBoot,
  completeBoot,
  createDeviceFolder,
  type DeviceIdentity,
  lastOwnStatement,
  prepareBoot,
  readDeviceFolder,
} from '#libs/sdk/device';
import type { DeviceKeys } from '#libs/core/keys';
import { bytesEqual, deviceKey, type LastStatement, type SubmittedEvent } from '#libs/core/wire';
import { keyIdOf, type SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey } from '#libs/host/keys';
import { folderNameOf } from './candidate.js';
import { checkKey } from './check-key.js';
import { readDeviceKeys } from './device-keys.js';
import { EnrolmentError } from './errors.js';
import type { EventAppender } from './event-appender.js';
import { bootEvent, compromisedEvent, retireEvent } from './key-events.js';
import { lastStatementOf } from './last-statement.js';
import { trustOf } from './ledger-view.js';
import { letIn } from './let-in.js';
import { appenderOf, brokerForDevices, type EnrolmentResult, type RegistrarOptions } from './registrar.js';

/** A key of a device that the operator ends. */
export interface KeyToEnd {
  readonly id: string;
  /** Default: the key that signs at present, or the last that did. */
  readonly keyId?: Uint8Array;
  /** Where the device's folder lies. Default: among the devices of the node. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

export interface KeyToRetire extends KeyToEnd {
  /** The device may go on to connect, to bring what it signed before. Default: it may not. */
  readonly keepPassword?: boolean;
}

export interface EndedKey {
  readonly keyId: Uint8Array;
  /** Of the entry; undefined when the key had ended so before. */
  readonly logIndex?: number;
}

export interface BootToBegin {
  readonly id: string;
  /** Default: the device keeps its key. A lost key needs a new one. */
  readonly newKey?: {
    readonly algorithm?: SignatureAlgorithm;
    readonly privateKey?: KeyObject;
    readonly expiresMs?: number;
  };
  /** Boot, and key if it is a new one, of a device that made them elsewhere: no folder is written. */
  readonly elsewhere?: Pick<DeviceIdentity, 'algorithm' | 'publicKey' | 'boot'>;
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

export interface BegunBoot extends EnrolmentResult {
  /** The last statement of the boot before that counts. */
  readonly last: LastStatement;
}

/** Scans that arrive between reading the log and writing the event make it miss: then it is read again, so often at most. */
const ATTEMPTS_MAX = 10;

/** Ends keys of devices and lets devices begin again: events signed by the operator. Safe to repeat after a crash at any point. */
export class KeyRegistrar {
  readonly #appender: EventAppender;
  readonly #nowMs: () => number;

  constructor(private readonly options: RegistrarOptions) {
    this.#appender = appenderOf(options);
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /**
   * Ends a key for good, and the device's password with it, first: whoever is connected by it is not any more. Scans that the device made
   * before and still has count when they come later; it needs a password for that.
   * @throws {EnrolmentError} DEVICE_UNKNOWN, KEY_UNKNOWN, REFUSED (the key is not the active one), NOT_LOGGED
   */
  async retire({ id, keyId, folder, keepPassword = false, signal }: KeyToRetire): Promise<EndedKey> {
    const keys = await this.#keysOf(id, signal);
    const key = keyToEnd(keys, id, keyId);
    const { operator } = this.options;
    const ended = keys.segments.some((one) => one.closedBy === 'retire' && bytesEqual(one.keyId, key.keyId));
    // Of a key that is not active the node refuses it, or has ended it before: a password of then is not that of the keys after it.
    const isLast = !keys.activeKey || bytesEqual(keys.activeKey.keyId, key.keyId);
    if (isLast && !keepPassword) await this.options.reader.registry.endCredential(id);
    if (ended) return { keyId: key.keyId };
    const own = ownStatement(this.#folderOf(id, folder), keys);
    const { logIndex } = await this.#untilLogged({ id, own, signal }, (last) =>
      retireEvent({ subject: deviceKey(id), keyId: key.keyId, last, timeMs: this.#nowMs() }, operator.signer),
    );
    return { keyId: key.keyId, logIndex };
  }

  /**
   * Says that a key is in other hands: nothing that it signs counts from here on. The device's password ends with it, first, also where
   * it has another key by now: whoever has the one may have the other.
   * @param key `sinceMs`: since when that may be so; scans of this key since then get a notice
   * @throws {EnrolmentError} DEVICE_UNKNOWN, KEY_UNKNOWN, REFUSED, NOT_LOGGED
   */
  async compromised({ id, keyId, sinceMs, signal }: KeyToEnd & { readonly sinceMs?: number }): Promise<EndedKey> {
    const keys = await this.#keysOf(id, signal);
    const key = keyToEnd(keys, id, keyId);
    // Of one that was reported before, the password of now belongs to the key of now.
    if (!key.compromised || !keys.activeKey) await this.options.reader.registry.endCredential(id);
    if (key.compromised) return { keyId: key.keyId };
    const ended = { subject: deviceKey(id), keyId: key.keyId, timeMs: this.#nowMs() };
    const event = compromisedEvent(
      { ...ended, ...(sinceMs !== undefined && { sinceMs }) },
      this.options.operator.signer,
    );
    const [outcome] = await this.#appender.log([event], signal);
    if (outcome!.kind === 'refused') throw refused(outcome!);
    return { keyId: key.keyId, logIndex: outcome!.logIndex };
  }

  /**
   * Lets a device begin a new boot, after a reset or because its key is lost, has expired or was ended. It names where the boot before
   * had come to: what is logged, or more where the device's outbox is at hand. A folder that is gone is made anew, with a new key.
   *
   * @throws {EnrolmentError} DEVICE_UNKNOWN, KEY_INVALID, KEY_ENDED without an active or new key; REFUSED, NOT_LOGGED;
   *   {DeviceError} FOLDER_IN_USE, KEY_MISSING
   */
  async beginBoot({ id, newKey, elsewhere, folder, signal }: BootToBegin): Promise<BegunBoot> {
    const broker = brokerForDevices(this.options);
    const keys = await this.#keysOf(id, signal);
    const { operator, reader } = this.options;
    if (!newKey && !keys.activeKey && !elsewhere)
      throw new EnrolmentError('KEY_ENDED', `${id} has no active key: it needs a new one (--new-key)`);
    const path = elsewhere ? undefined : this.#folderOf(id, folder);
    const boot = elsewhere ? fromElsewhere(id, elsewhere, keys) : this.#prepare(id, path!, keys, newKey);
    checkKey(boot.identity);
    const isLogged = keys.segments.some((one) => bytesEqual(one.boot, boot.identity.boot));
    let last: LastStatement | undefined;
    try {
      if (!isLogged) {
        const made = { identity: boot.identity, isNewKey: boot.isNewKey, expiresMs: newKey?.expiresMs };
        ({ last } = await this.#untilLogged({ id, own: boot.own, signal }, (named) =>
          bootEvent({ ...made, last: named, timeMs: this.#nowMs() }, operator.signer),
        ));
      }
    } catch (error) {
      // Refused for good, the device goes on as it was; without an answer the next call finds what was prepared.
      if (path !== undefined && (error as EnrolmentError).code === 'REFUSED') abandonBoot(path);
      throw error;
    }
    if (path !== undefined) await completeBoot(path);
    // A new key is for a device whose key is lost or in other hands: so is its password.
    const isFresh =
      newKey !== undefined || elsewhere !== undefined || (await reader.registry.credential(id))?.length === 0;
    const enrolment = await letIn(
      { identity: boot.identity, folder: path },
      { broker, reader, trust: await trustOf(operator, reader), password: isFresh ? 'fresh' : 'kept' },
    );
    const { identity } = boot;
    return {
      ...enrolment,
      identity,
      folder: path,
      isNew: !isLogged,
      last: last ?? (await this.#lastBefore(id, identity)),
    };
  }

  async #keysOf(id: string, signal: AbortSignal | undefined): Promise<DeviceKeys> {
    await this.#appender.finishEarlierRuns(signal);
    return readDeviceKeys(this.options.reader, deviceKey(id), id);
  }

  #folderOf = (id: string, folder: string | undefined): string =>
    folder ?? join(this.options.operator.devicesFolder, folderNameOf(id));

  #prepare(id: string, path: string, keys: DeviceKeys, newKey: BootToBegin['newKey']): ToBegin {
    const make = newKey && ((): KeyObject => newKey.privateKey ?? generateKey(newKey.algorithm ?? 1));
    if (!existsSync(path)) {
      if (!make) {
        throw new EnrolmentError(
          'KEY_ENDED',
          `the folder ${path} is gone, and the key of ${id} with it: it needs a new one (--new-key)`,
        );
      }
      createDeviceFolder({ folder: path, id, privateKey: make() });
    }
    const { identity, state } = readDeviceFolder(path);
    if (identity.id !== id)
      throw new EnrolmentError('DEVICE_OTHERWISE', `${path} is the folder of ${identity.id}, not of ${id}`);
    // A folder that was made for this and has not come into the log yet.
    const isKnown = (boot: Uint8Array): boolean => keys.segments.some((one) => bytesEqual(one.boot, boot));
    if (!state.event && !state.next && !isKnown(identity.boot))
      return { identity, isNewKey: keys.key(keyIdIn(identity)) === undefined };
    // Prepared for a wish that is no more: another key, or the same.
    if (state.next && !isKnown(state.next.boot)) abandonBoot(path);
    const { lastOf, ...prepared } = prepareBoot(path, { newKey: make, activeKeyId: keys.activeKey?.keyId });
    return { ...prepared, own: lastOf(keys.boot) };
  }

  /** Signs and logs; read again and again while scans, or events of the device itself, come in between. */
  async #untilLogged(
    { id, own, signal }: { readonly id: string; readonly own?: LastStatement; readonly signal?: AbortSignal },
    sign: (last: LastStatement) => SubmittedEvent,
  ): Promise<{ readonly logIndex: number; readonly last: LastStatement }> {
    let trusted = own;
    for (let attempt = 1; ; attempt += 1) {
      const keys = await readDeviceKeys(this.options.reader, deviceKey(id), id);
      if (trusted && !bytesEqual(trusted.boot, keys.boot)) trusted = undefined;
      const logged = await this.#logged(keys.boot);
      const last = lastStatementOf(keys, { logged, ...(trusted && { own: trusted }) });
      const [outcome] = await this.#appender.log([sign(last)], signal);
      if (outcome!.kind === 'logged') return { logIndex: outcome!.logIndex, last };
      if (outcome!.reason !== 'EVENT_LAST_MISFIT' || attempt === ATTEMPTS_MAX) throw refused(outcome!);
      if (last === trusted) trusted = undefined; // the device's own word does not fit what is logged: then the log's counts
    }
  }

  async #logged(boot: Uint8Array): Promise<LastStatement> {
    return (await this.options.reader.registry.lastLogged(boot)) ?? { boot, counter: 0 };
  }

  /** The end of the boot before one that was logged in an earlier run. */
  async #lastBefore(id: string, { boot }: DeviceIdentity): Promise<LastStatement> {
    const { segments } = await readDeviceKeys(this.options.reader, deviceKey(id), id);
    const before = segments[segments.findIndex((one) => bytesEqual(one.boot, boot)) - 1]!;
    const { to, lastHash } = before;
    if (to === undefined) return this.#logged(before.boot);
    return lastHash ? { boot: before.boot, counter: to, statementHash: lastHash } : { boot: before.boot, counter: 0 };
  }
}

interface ToBegin {
  readonly identity: DeviceIdentity;
  readonly isNewKey: boolean;
  readonly own?: LastStatement;
}

const NONE = new Uint8Array();

function fromElsewhere(id: string, elsewhere: NonNullable<BootToBegin['elsewhere']>, keys: DeviceKeys): ToBegin {
  const identity = { ...elsewhere, id, device: deviceKey(id) };
  const { activeKey } = keys;
  return { identity, isNewKey: !activeKey || !bytesEqual(activeKey.publicKey, identity.publicKey) };
}

function ownStatement(path: string, keys: DeviceKeys): LastStatement | undefined {
  return existsSync(path) ? lastOwnStatement(path, keys.boot) : undefined;
}

function keyToEnd(keys: DeviceKeys, id: string, keyId: Uint8Array | undefined) {
  const key = keyId ? keys.key(keyId) : (keys.activeKey ?? keys.keys.at(-1));
  if (!key) {
    const hex = Buffer.from(keyId ?? NONE).toString('hex');
    throw new EnrolmentError('KEY_UNKNOWN', `${id} has and had no key ${hex}: npx cairn device show ${id} lists them`);
  }
  return key;
}

const keyIdIn = ({ algorithm, publicKey }: DeviceIdentity): Uint8Array => keyIdOf(algorithm, publicKey);

const refused = ({ reason, text }: { readonly reason: string; readonly text: string }): EnrolmentError =>
  new EnrolmentError('REFUSED', `the node has refused it, ${reason}: ${text}`);
