import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerReader } from '#libs/log/ledger';
import { deviceKey } from '#libs/core/wire';
import { readDeviceFolder, writeEnrolment } from '#libs/sdk/device';
import { folderNameOf } from './candidate.js';
import { EnrolmentError } from './errors.js';
import { newPassword, storePassword } from './let-in.js';

export interface PasswordPlace {
  readonly reader: LedgerReader;
  /** Where folders of devices lie that are on this machine. */
  readonly devicesFolder: string;
}

export interface ChangedPassword {
  /** Kept nowhere but in the device's folder. */
  readonly password: string;
  /** Undefined for a device that is elsewhere. */
  readonly folder: string | undefined;
}

/**
 * Gives a device another password for the broker inside ingest. The one before ends, and with it the connection that it opened; scans that
 * have no receipt yet lie with the device and come by the new one.
 *
 * @param folder of the device; default: among the devices of the node, where it is there.
 * @throws {EnrolmentError} DEVICE_UNKNOWN; DEVICE_OTHERWISE for the folder of another device; errors of the database
 */
export async function changePassword(
  { reader, devicesFolder }: PasswordPlace,
  { id, folder: given }: { readonly id: string; readonly folder?: string | undefined },
): Promise<ChangedPassword> {
  await requireDevice(reader, id);
  const place = given ?? join(devicesFolder, folderNameOf(id));
  const folder = given !== undefined || existsSync(place) ? place : undefined;
  const password = newPassword();
  // In the folder first: after a crash in between the same command gives another.
  if (folder !== undefined) {
    const { identity, enrolment } = readDeviceFolder(folder);
    if (identity.id !== id || !enrolment)
      throw new EnrolmentError('DEVICE_OTHERWISE', `${folder} is not the folder of ${id}, enrolled`);
    const { next: _asked, ...rest } = enrolment; // what the device asks for itself is over
    writeEnrolment(folder, { ...rest, password });
  }
  await storePassword(id, password, reader);
  return { password, folder };
}

/** Ends a device's password, and the connection that it opened, without giving another. @throws {EnrolmentError} DEVICE_UNKNOWN */
export async function endPassword({ reader }: Pick<PasswordPlace, 'reader'>, id: string): Promise<void> {
  await requireDevice(reader, id);
  await reader.registry.endCredential(id);
}

async function requireDevice(reader: LedgerReader, id: string): Promise<void> {
  if (!(await reader.registry.device(deviceKey(id))))
    throw new EnrolmentError('DEVICE_UNKNOWN', `no device ${id} is enrolled: npx cairn device list shows all`);
}
