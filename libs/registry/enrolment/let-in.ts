import { randomBytes } from 'node:crypto';
import { type DeviceIdentity, type Enrolment, readDeviceFolder, type Trust, writeEnrolment } from '#libs/sdk/device';
import type { LedgerReader } from '#libs/log/ledger';
import { bytesEqual } from '#libs/core/wire';
import { passwordHash } from './passwords.js';

export interface LetInOptions {
  readonly broker: string;
  readonly reader: LedgerReader;
  readonly trust: Trust;
}

/** Password and trust: in the folder first, so that the broker never knows a password that nobody has. */
export async function letIn(
  { identity, folder }: { readonly identity: DeviceIdentity; readonly folder: string | undefined },
  { broker, reader, trust }: LetInOptions,
): Promise<Enrolment> {
  const before = folder === undefined ? undefined : readDeviceFolder(folder).enrolment;
  const enrolment = { broker, password: before?.password ?? randomBytes(24).toString('base64url'), trust };
  if (folder !== undefined) writeEnrolment(folder, enrolment);
  await storePassword(identity.id, enrolment.password, reader);
  return enrolment;
}

export async function storePassword(id: string, password: string, reader: LedgerReader): Promise<void> {
  const hash = passwordHash(password);
  const known = await reader.registry.credential(id);
  if (!known || !bytesEqual(known, hash)) await reader.registry.storeCredential(id, hash);
}
