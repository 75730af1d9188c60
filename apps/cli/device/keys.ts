import { Device } from '#libs/sdk/device';
import { openRegistrar } from '#libs/registry/enrolment';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { momentText } from '../moment.js';
import { brokerOption, deviceBroker } from '../brokers.js';
import type { NodeEnvironment, OperatorEnvironment } from '../node-environment.js';
import { tellBroker } from './password.js';
import { printDevice } from './show.js';
import { type TlsOptions, tlsOf } from './tls-options.js';

export interface EndKeyOptions {
  readonly key?: Uint8Array;
  readonly json?: boolean;
}

export interface RetireOptions extends EndKeyOptions {
  readonly keepPassword?: boolean;
}

export interface CompromisedOptions extends EndKeyOptions {
  readonly since?: number;
}

export interface BootOptions {
  readonly newKey?: boolean;
  readonly algorithm: 'ed25519' | 'p256';
  readonly expires?: number;
  readonly folder?: string;
  readonly broker?: string;
  readonly publicKey?: Uint8Array;
  readonly boot?: Uint8Array;
  readonly json?: boolean;
}

export interface RotateCommandOptions extends TlsOptions {
  readonly algorithm: 'ed25519' | 'p256';
  readonly expires?: number;
  readonly broker?: string;
  readonly waitSeconds: number;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const algorithmOf = (name: 'ed25519' | 'p256'): SignatureAlgorithm =>
  name === 'p256' ? SignatureAlgorithm.ECDSA_P256_SHA256 : SignatureAlgorithm.ED25519;

/** The device itself takes another key, as a device in the field does. @returns the exit code */
export async function rotateDevice(
  folder: string,
  options: RotateCommandOptions,
  environment: NodeEnvironment,
  signal: AbortSignal,
): Promise<number> {
  const { algorithm, expires, broker, waitSeconds } = options;
  const device = await Device.open({ folder, broker: brokerOption(broker), ...tlsOf(options, environment) });
  const close = (): void => void device.close();
  const limit = setTimeout(close, waitSeconds * 1_000);
  signal.addEventListener('abort', close);
  let trouble = '';
  try {
    device.on('disconnected', (reason) => (trouble = reason));
    device.on('eventPostponed', ({ reason, text }) => (trouble = `${reason}: ${text}`));
    const isUnderWay = device.pendingEvent?.kind === 'rotate';
    const outcome = isUnderWay
      ? await device.answered()
      : await (
          await device.rotate({ algorithm: algorithmOf(algorithm), expiresMs: expires })
        ).outcome;
    if (outcome?.kind === 'logged') {
      console.log(`The key of ${device.identity.id} is replaced by entry ${outcome.logIndex}.`);
      return 0;
    }
    if (outcome?.kind === 'refused') {
      console.error(`The node has refused the rotation, ${outcome.reason}: ${outcome.text} The old key goes on.`);
      return 1;
    }
    console.error(
      `No answer yet${trouble && ` (${trouble})`}. The new key is made, and the rotation goes out with the next call.`,
    );
    return 1;
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', close);
    await device.close();
  }
}

/** The operator ends a key. */
export async function retireKey(
  id: string,
  { key, keepPassword, json }: RetireOptions,
  environment: OperatorEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const { keys, close } = openRegistrar(environment, { keys: environment.keys });
  try {
    const { keyId, logIndex } = await keys.retire({ id, keepPassword, signal, ...(key && { keyId: key }) });
    if (json) return console.log(JSON.stringify({ device: id, key: hex(keyId), entry: logIndex ?? null }));
    console.log(
      logIndex === undefined
        ? `The key ${hex(keyId)} of ${id} had been retired before.`
        : `The key ${hex(keyId)} of ${id} is retired by entry ${logIndex}. A new one: npx cairn device renew ${id}`,
    );
    if (keepPassword)
      return console.log(`It may still connect. When it is done: npx cairn device password ${id} --end`);
    console.log(`Its password is ended. Has it scans from before to bring? npx cairn device password ${id}`);
    tellBroker(id, environment);
  } finally {
    await close();
  }
}

/** The operator reports a key as being in other hands. */
export async function reportKey(
  id: string,
  { key, since, json }: CompromisedOptions,
  environment: OperatorEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const { keys, close } = openRegistrar(environment, { keys: environment.keys });
  try {
    const which = { id, signal, ...(key && { keyId: key }), ...(since !== undefined && { sinceMs: since }) };
    const { keyId, logIndex } = await keys.compromised(which);
    if (json) return console.log(JSON.stringify({ device: id, key: hex(keyId), entry: logIndex ?? null }));
    if (logIndex === undefined) return console.log(`The key ${hex(keyId)} of ${id} had been reported before.`);
    const password = ` Its password is ended. A device in the right hands goes on by: npx cairn device renew ${id}`;
    const warned = since === undefined ? '' : ` Scans since ${momentText(since)} get a notice; what is logged stays.`;
    console.log(
      `The key ${hex(keyId)} of ${id} is reported as compromised by entry ${logIndex}: nothing it signs counts from here on.${warned}${password}`,
    );
    tellBroker(id, environment);
  } finally {
    await close();
  }
}

/** The operator lets a device begin a new boot, with its key or a new one. */
export async function beginBoot(
  id: string,
  options: BootOptions,
  environment: OperatorEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const { newKey, expires: expiresMs, folder, publicKey, boot, json } = options;
  const algorithm = algorithmOf(options.algorithm);
  const broker = deviceBroker(environment, options.broker);
  const { keys, close } = openRegistrar(environment, { broker, keys: environment.keys });
  try {
    const elsewhere = publicKey && boot && { algorithm, publicKey, boot };
    const brought = newKey || elsewhere ? { algorithm, ...(expiresMs !== undefined && { expiresMs }) } : undefined;
    const begun = await keys.beginBoot({ id, newKey: brought, elsewhere, folder, signal });
    const { last, identity, isNew } = begun;
    if (json) {
      const said = {
        device: id,
        boot: hex(identity.boot),
        last: { boot: hex(last.boot), counter: last.counter },
        isNew,
      };
      return console.log(JSON.stringify(said));
    }
    console.log(
      isNew
        ? `The device ${id} begins again at 1. Its boot before ends with counter ${last.counter}; later scans of it count only up to that one.\n`
        : `The device ${id} had begun this boot before.\n`,
    );
    printDevice({ ...begun, enrolment: begun });
    tellBroker(id, environment);
  } finally {
    await close();
  }
}
