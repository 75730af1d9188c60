import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createDeviceFolder, type CreateDeviceOptions, type DeviceIdentity, readDeviceFolder } from '#libs/sdk/device';
import type { RegisteredDevice } from '#libs/log/ledger';
import { partyName } from '#libs/core/gs1';
import { bytesEqual, deviceKey, partyKey } from '#libs/core/wire';
import { EnrolmentError } from './errors.js';
import type { EnrolmentTerms } from './events.js';

/** A device to enrol: one whose folder lies, or is made, on this machine, or one that made its key and boot elsewhere. */
export interface DeviceToEnrol
  extends EnrolmentTerms, Pick<CreateDeviceOptions, 'id' | 'algorithm' | 'privateKey' | 'boot'> {
  /** Default: a folder of its name among the devices of the node. */
  readonly folder?: string;
  /** Key and boot of a device that is elsewhere: no folder is written. */
  readonly elsewhere?: Pick<DeviceIdentity, 'algorithm' | 'publicKey' | 'boot'>;
}

/** A device to enrol with its key and boot in hand. */
export interface Candidate {
  readonly request: DeviceToEnrol;
  readonly identity: DeviceIdentity;
  readonly folder: string | undefined;
  /** False when the log has it already, with this key, boot and party. */
  readonly isNew: boolean;
  /** The log knows the device and no key of it that signs: it is let in again by a renewal, not by being enrolled once more. */
  readonly hasEnded: boolean;
}

/** Makes the folder where there is none. @throws {EnrolmentError} DEVICE_OTHERWISE */
export function candidateFor(
  request: DeviceToEnrol,
  registered: readonly RegisteredDevice[],
  devicesFolder: string,
): Candidate {
  const known = registered.find((device) => bytesEqual(device.deviceKey, deviceKey(request.id)));
  const { identity, earlier, folder } = locate(request, known !== undefined, devicesFolder);
  if (!known) return { request, identity, folder, isNew: true, hasEnded: false };
  // What the device has changed itself may not be in the log yet; then what was before is.
  const isLogged = ({ publicKey, boot }: DeviceIdentity): boolean =>
    known.keys.some((key) => bytesEqual(key.publicKey, publicKey)) &&
    known.boots.some((one) => bytesEqual(one.boot, boot));
  if (![identity, ...earlier].some(isLogged) || !bytesEqual(known.party, partyKey(partyName(request.partyGln))))
    throw otherwise(request.id, 'with another key, boot or party');
  const hasEnded = known.keys.every((key) => key.toLogIndex !== null || key.compromisedLogIndex !== null);
  return { request, identity, folder, isNew: false, hasEnded };
}

function locate(
  request: DeviceToEnrol,
  isKnown: boolean,
  devicesFolder: string,
): { identity: DeviceIdentity; earlier: readonly DeviceIdentity[]; folder: string | undefined } {
  const { id, elsewhere } = request;
  if (elsewhere) return { identity: { ...elsewhere, id, device: deviceKey(id) }, earlier: [], folder: undefined };
  const folder = request.folder ?? join(devicesFolder, folderNameOf(id));
  if (existsSync(folder)) {
    const { identity, earlier } = readDeviceFolder(folder);
    if (identity.id !== id) throw otherwise(id, `but ${folder} is the folder of ${identity.id}`);
    return { identity, earlier, folder };
  }
  // With the folder its counter is gone: a new one would begin at 1 again and contradict what the device has signed.
  if (isKnown)
    throw otherwise(id, `but its folder ${folder} is gone: npx cairn device reset ${id} --new-key lets it come back`);
  return { identity: createDeviceFolder({ ...request, folder }), earlier: [], folder };
}

/** Name of a device's folder: a device may have any name that fits a topic, a folder may not. */
export const folderNameOf = (id: string): string => encodeURIComponent(id).replace(/^\./, '%2E');

const otherwise = (id: string, how: string): EnrolmentError =>
  new EnrolmentError('DEVICE_OTHERWISE', `the device ${id} is enrolled already, ${how}`);
