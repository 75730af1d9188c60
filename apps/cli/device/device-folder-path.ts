import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataPaths } from '#libs/host/service';
import { folderNameOf } from '#libs/registry/enrolment';
import { UsageError } from '../run-command.js';

/** The folder of a device that is named by its id, or by the path of its folder. @throws {UsageError} when there is none. */
export function findDeviceFolder(idOrFolder: string, dataFolder: string): string {
  const ofNode = join(dataPaths(dataFolder).devices, folderNameOf(idOrFolder));
  for (const folder of [ofNode, resolve(idOrFolder)]) if (existsSync(join(folder, 'device.json'))) return folder;
  throw new UsageError(
    `There is no device ${idOrFolder} here: neither ${ofNode} nor ${resolve(idOrFolder)} is a device's folder.`,
  );
}
