import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { deviceKey, type LastStatement } from '#libs/core/wire';
import { lockDeviceFolder, readDeviceFolder } from './device-folder.js';
import { commitState, type DeviceState } from './device-state.js';
import { DeviceError } from './errors.js';
import { bootEvent } from './key-events.js';
import { Outbox } from './outbox.js';

/**
 * Lets a device go on that has its key and has lost its counters: a new boot, signed by its key, whose event goes out at the next
 * `Device.open`. Again with another `last`, it corrects an event that was refused; scans made meanwhile stay as they are.
 *
 * @param last the last statement of the boot before that is in the log, as the operator (`cairn device show`) or the public log tells
 * @throws {DeviceError} FOLDER_MISSING, FOLDER_MALFORMED, FOLDER_IN_USE; FOLDER_EXISTS while the outbox is whole: then nothing is lost
 */
export function recoverBoot(options: {
  readonly folder: string;
  readonly last: LastStatement;
  readonly nowMs?: () => number;
}): void {
  const { folder, last, nowMs = Date.now } = options;
  const lock = lockDeviceFolder(folder);
  try {
    const { state, signer } = readDeviceFolder(folder);
    const current = state.stretches.at(-1)!;
    const isAgain = state.event?.kind === 'boot' && state.stretches.length === 1;
    if (!isAgain && isWhole(folder, state)) {
      throw new DeviceError(
        'FOLDER_EXISTS',
        `the outbox of ${state.id} is whole: open the device and let it begin a new boot itself`,
      );
    }
    const boot = isAgain ? current.boot : new Uint8Array(randomBytes(16));
    const outbox = isAgain ? current.outbox : `outbox-${Buffer.from(boot).toString('hex')}`;
    if (!isAgain) Outbox.create(join(folder, outbox), boot);
    const signed = bootEvent({ device: deviceKey(state.id), boot, last, timeMs: nowMs() }, signer);
    const stretches = [{ boot, key: current.key, outbox }];
    setAside(folder, isAgain ? undefined : current.outbox);
    commitState(folder, { id: state.id, stretches, event: { kind: 'boot', signed } });
  } finally {
    lock.release();
  }
}

function isWhole(folder: string, { stretches }: DeviceState): boolean {
  const { outbox, boot } = stretches.at(-1)!;
  try {
    void Outbox.open({ folder: join(folder, outbox) }, boot).close();
    return true;
  } catch {
    return false; // whatever is wrong with it: its counters are not known for certain
  }
}

/** What cannot be read is kept for people, under a name that nothing cleans away. */
function setAside(folder: string, outbox: string | undefined): void {
  if (outbox === undefined || !existsSync(join(folder, outbox))) return;
  renameSync(join(folder, outbox), join(folder, `damaged-${outbox}-${randomUUID()}`));
}
