import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EnrolmentCode, formatEnrolmentCode, parseEnrolmentCode } from '#libs/sdk/device';
import { makeFolder, replaceFile } from '#libs/host/files';
import type { DeviceKeys } from '#libs/core/keys';
import { bytesEqual, deviceKey } from '#libs/core/wire';
import { signerOfSeed } from '#libs/host/keys';
import { folderNameOf } from './candidate.js';
import { demandFreeName } from './demand-free-name.js';
import { readDeviceKeys } from './device-keys.js';
import { EnrolmentError } from './errors.js';
import type { EnrolmentTerms, PartyToEnrol } from './events.js';
import { KeyRegistrar } from './key-registrar.js';
import { trustOf } from './ledger-view.js';
import { storePassword } from './let-in.js';
import { brokerForDevices, Registrar, type RegistrarOptions } from './registrar.js';

export interface EnrolmentCodeRequest extends Omit<EnrolmentTerms, 'expiresMs'> {
  readonly id: string;
  readonly parties?: readonly PartyToEnrol[];
  /** How long the code is good, milliseconds. */
  readonly validMs: number;
  /** The device that has the name now gives way to the one that redeems the code. */
  readonly replace?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Makes enrolment codes: a first key that the operator enters into the log with a short expiry, and hands to whoever sets the device up.
 * Until it is used or has expired, the same call gives the same code, also after a crash at any point; only the address follows the settings.
 */
export class EnrolmentCodes {
  readonly #folder: string;
  readonly #nowMs: () => number;

  constructor(private readonly options: RegistrarOptions) {
    this.#folder = join(options.operator.devicesFolder, '.claims');
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /** @throws {EnrolmentError} NAME_RESERVED; DEVICE_OTHERWISE while a device works under that name, unless it is to be replaced; as `enrol` and `beginBoot` */
  async issue(request: EnrolmentCodeRequest): Promise<EnrolmentCode> {
    const { id, signal, parties, validMs, replace, ...facts } = request;
    demandFreeName(id);
    const { options } = this;
    const broker = brokerForDevices(options);
    const keys = await this.#keysOf(id);
    const kept = this.#kept(id);
    if (kept && this.#isGood(kept, keys)) {
      const code = { ...kept, broker };
      this.#keep(code); // the address may be another one by now
      return this.#enter(code, keys, request);
    }
    const active = keys?.activeKey;
    const works = active && (active.expiresMs === undefined || active.expiresMs > this.#nowMs());
    if (works && !replace) {
      throw new EnrolmentError(
        'DEVICE_OTHERWISE',
        `the device ${id} is enrolled and has a key: --replace lets another take its place`,
      );
    }
    const { logOrigin: origin } = options.operator;
    const { operator, receiptKeys } = await trustOf(options.operator, options.reader);
    const code: EnrolmentCode = {
      origin,
      id,
      seed: new Uint8Array(randomBytes(32)),
      boot: new Uint8Array(randomBytes(16)),
      expiresMs: this.#nowMs() + validMs,
      broker,
      password: randomBytes(24).toString('base64url'),
      trust: { operator: operator!, receiptKeys },
    };
    this.#keep(code);
    return this.#enter(code, keys, { ...facts, id, parties, validMs, signal });
  }

  /** Into the log, and its password to the broker. */
  async #enter(
    code: EnrolmentCode,
    keys: DeviceKeys | undefined,
    request: EnrolmentCodeRequest,
  ): Promise<EnrolmentCode> {
    const { id, signal, parties, validMs: _validMs, replace: _replace, ...facts } = request;
    const { seed, boot, expiresMs, password } = code;
    const { algorithm, publicKey } = signerOfSeed(seed);
    const elsewhere = { algorithm, publicKey, boot };
    const isFirst = !keys || bytesEqual(keys.segments[0]!.boot, boot);
    if (isFirst)
      await new Registrar(this.options).enrol({ parties, devices: [{ ...facts, id, expiresMs, elsewhere }], signal });
    else await new KeyRegistrar(this.options).beginBoot({ id, newKey: { expiresMs }, elsewhere, signal });
    await storePassword(id, password, this.options.reader);
    return code;
  }

  async #keysOf(id: string): Promise<DeviceKeys | undefined> {
    const { reader } = this.options;
    const known = await reader.registry.device(deviceKey(id));
    return known ? readDeviceKeys(reader, deviceKey(id), id) : undefined;
  }

  /** Neither used nor expired: its key is the one that is active, or not in the log yet. */
  #isGood({ seed, expiresMs }: EnrolmentCode, keys: DeviceKeys | undefined): boolean {
    if (this.#nowMs() >= expiresMs) return false;
    const { keyId } = signerOfSeed(seed);
    return !keys?.key(keyId) || (keys.activeKey !== undefined && bytesEqual(keys.activeKey.keyId, keyId));
  }

  #path = (id: string): string => join(this.#folder, `${folderNameOf(id)}.claim`);

  #kept(id: string): EnrolmentCode | undefined {
    try {
      return parseEnrolmentCode(readFileSync(this.#path(id), 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Before anything is signed: after a crash nobody else would have the key that is in the log. */
  #keep(code: EnrolmentCode): void {
    makeFolder(this.#folder, 0o700);
    replaceFile(this.#path(code.id), formatEnrolmentCode(code));
  }
}
