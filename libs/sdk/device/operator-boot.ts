import { type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { bytesEqual, deviceKey, type LastStatement } from '#libs/core/wire';
import type { Signer } from '#libs/host/keys';
import { buildAgain } from './build-scan.js';
import { removeUnnamed } from './device-files.js';
import { identityOf, keepKey, lockDeviceFolder, signerOfStretch, type DeviceIdentity } from './device-folder.js';
import { commitState, type DeviceState, readState, type Stretch } from './device-state.js';
import { DeviceError } from './errors.js';
import { lastStatement } from './key-events.js';
import { Outbox } from './outbox.js';

/** The boot that the operator is about to enter into the log for a device whose folder is at hand. */
export interface PreparedBoot {
  /** With the key and boot to come. */
  readonly identity: DeviceIdentity;
  /** True when the key comes with the boot. */
  readonly isNewKey: boolean;
  /** Where the device itself has come to in a boot, as far as its outbox can be read: what it signed above the log comes later. */
  readonly lastOf: (boot: Uint8Array) => LastStatement | undefined;
}

export interface PrepareBootOptions {
  /** Makes a key; absent: the device keeps the one that is active. */
  readonly newKey?: () => KeyObject;
  /** The device's key that the log takes for active, if there is one. */
  readonly activeKeyId?: Uint8Array;
}

/**
 * Chooses boot and key and keeps them in the folder, before anything is signed: called again after a crash it gives the same. Nobody
 * can scan with the device until `completeBoot` or `abandonBoot`.
 *
 * @throws {DeviceError} FOLDER_MISSING, FOLDER_MALFORMED, FOLDER_IN_USE; KEY_MISSING when the active key is not in the folder
 */
export function prepareBoot(folder: string, { newKey, activeKeyId }: PrepareBootOptions): PreparedBoot {
  const lock = lockDeviceFolder(folder);
  try {
    let state = readState(folder);
    if (!state.next) {
      const boot = new Uint8Array(randomBytes(16));
      const key = newKey ? keepKey(folder, newKey()).name : keyWithId(folder, state, activeKeyId);
      state = { ...state, next: { boot, key, outbox: `outbox-${Buffer.from(boot).toString('hex')}` } };
      commitState(folder, state);
    }
    const next = state.next!;
    const signer = signerOfStretch(folder, next)!;
    const isNewKey = activeKeyId === undefined || !bytesEqual(signer.keyId, activeKeyId);
    return {
      identity: identityOf(state.id, next.boot, signer),
      isNewKey,
      lastOf: (boot) => lastIn(folder, state, boot),
    };
  } finally {
    lock.release();
  }
}

/**
 * The boot is in the log: from here the device signs with it. Scans that an unanswered event had kept back were never sent: they are
 * signed again. Safe to repeat.
 * @throws {DeviceError} as `prepareBoot`, OUTBOX_FAILED
 */
export async function completeBoot(folder: string): Promise<void> {
  const lock = lockDeviceFolder(folder);
  try {
    const state = readState(folder);
    const { next } = state;
    if (!next) return;
    const path = join(folder, next.outbox);
    const held = heldStretch(state);
    const readable = state.stretches.filter((stretch) => open(folder, stretch) !== undefined);
    if (!existsSync(path)) await fill(folder, next, signerOfStretch(folder, next)!, held, state.id);
    const earlier = readable.filter((stretch) => stretch !== held).map(({ boot, outbox }) => ({ boot, outbox }));
    for (const { outbox } of state.stretches.filter((stretch) => !readable.includes(stretch))) setAside(folder, outbox);
    commitState(folder, { id: state.id, stretches: [...earlier, next] });
    removeUnnamed(folder, readState(folder));
  } finally {
    lock.release();
  }
}

/** The boot did not come into the log and never will: the device goes on as it was. @throws {DeviceError} as `prepareBoot` */
export function abandonBoot(folder: string): void {
  const lock = lockDeviceFolder(folder);
  try {
    const { next, ...state } = readState(folder);
    if (!next) return;
    commitState(folder, state);
    removeUnnamed(folder, state);
  } finally {
    lock.release();
  }
}

/** Where the device itself has come to in a boot; undefined where its outbox cannot be read. @throws {DeviceError} as `prepareBoot` */
export function lastOwnStatement(folder: string, boot: Uint8Array): LastStatement | undefined {
  const lock = lockDeviceFolder(folder);
  try {
    return lastIn(folder, readState(folder), boot);
  } finally {
    lock.release();
  }
}

/** Opened by an event that has no answer: its scans were never sent. */
const heldStretch = ({ event, stretches }: DeviceState): Stretch | undefined =>
  event && event.kind !== 'retire' ? stretches.at(-1) : undefined;

/** Of a rotation without answer either key may be the one in the log. */
function keyWithId(folder: string, { id, stretches }: DeviceState, keyId: Uint8Array | undefined): string {
  const held = stretches.find((stretch) => {
    const signer = signerOfStretch(folder, stretch);
    return signer && keyId && bytesEqual(signer.keyId, keyId);
  });
  if (held) return held.key!;
  throw new DeviceError(
    'KEY_MISSING',
    `${folder} does not hold an active key of ${id}: the operator can only give it a new one`,
  );
}

function lastIn(folder: string, state: DeviceState, boot: Uint8Array): LastStatement | undefined {
  const held = heldStretch(state);
  const stretch = state.stretches.filter((one) => one !== held && bytesEqual(one.boot, boot)).at(-1);
  const outbox = stretch && open(folder, stretch);
  return outbox && lastStatement(boot, outbox.position);
}

/** @returns undefined when it is lost or damaged. */
function open(folder: string, { outbox, boot }: Stretch): Outbox | undefined {
  try {
    const opened = Outbox.open({ folder: join(folder, outbox) }, boot);
    void opened.close();
    return opened;
  } catch {
    return undefined; // its counters are not known for certain, and the log's count
  }
}

/** Under another name first: an outbox is there with all that it takes over, or not at all. */
async function fill(
  folder: string,
  next: Stretch,
  signer: Signer,
  held: Stretch | undefined,
  id: string,
): Promise<void> {
  const path = join(folder, next.outbox);
  const draft = join(folder, `outbox-draft-${randomUUID()}`);
  const source = held && open(folder, held);
  Outbox.create(draft, next.boot, undefined, source?.bookmark);
  if (source && held) {
    const from = Outbox.open({ folder: join(folder, held.outbox) }, held.boot);
    const to = Outbox.open({ folder: draft }, next.boot);
    const by = { device: deviceKey(id), boot: next.boot, signer };
    const drafts = [];
    for (let counter = from.nextUnsettled(1); counter !== undefined; counter = from.nextUnsettled(counter + 1)) {
      const { payload, bookmark } = from.read(counter);
      drafts.push({ ...buildAgain(payload, by), bookmark });
    }
    await to.enqueue(drafts);
    await to.close();
    await from.close();
  }
  renameSync(draft, path);
}

function setAside(folder: string, outbox: string): void {
  if (existsSync(join(folder, outbox)))
    renameSync(join(folder, outbox), join(folder, `damaged-${outbox}-${randomUUID()}`));
}
