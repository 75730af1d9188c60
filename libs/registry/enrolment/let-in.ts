import { randomBytes } from 'node:crypto';
import { type DeviceIdentity, type Enrolment, readDeviceFolder, type Trust, writeEnrolment } from '#libs/sdk/device';
import type { LedgerReader } from '#libs/log/ledger';
import { bytesEqual } from '#libs/core/wire';
import { EnrolmentError } from './errors.js';
import { passwordHash } from './passwords.js';

export interface LetInOptions {
  readonly broker: string;
  readonly reader: LedgerReader;
  readonly trust: Trust;
  /**
   * `fresh`: a new password, and the one before ends; `kept`: the one in the folder, also where the database has lost it; `as-it-is`: what
   * the broker knows stays, for a device that must not get back in by this.
   */
  readonly password: 'fresh' | 'kept' | 'as-it-is';
}

export const newPassword = (): string => randomBytes(24).toString('base64url');

/** Password and trust: in the folder first, so that the broker never knows a password that nobody has. */
export async function letIn(
  { identity, folder }: { readonly identity: DeviceIdentity; readonly folder: string | undefined },
  { broker, reader, trust, password: which }: LetInOptions,
): Promise<Enrolment> {
  const before = which === 'fresh' || folder === undefined ? undefined : readDeviceFolder(folder).enrolment;
  const enrolment = { broker, password: before?.password ?? newPassword(), trust };
  // A device that asks for another one goes on asking.
  if (folder !== undefined) writeEnrolment(folder, { ...enrolment, ...(before?.next && { next: before.next }) });
  const isKnown = which !== 'as-it-is' && (await storePassword(identity.id, enrolment.password, reader, which));
  // Else nobody would have it but whoever is shown it now, and it would open nothing.
  if (!isKnown && folder === undefined)
    throw new EnrolmentError(
      'PASSWORD_ENDED',
      `the password of ${identity.id} was ended: npx cairn device password ${identity.id} gives another`,
    );
  return enrolment;
}

/** @param which `kept`: one that was ended stays ended. @returns whether the broker knows it now. */
export async function storePassword(
  id: string,
  password: string,
  reader: LedgerReader,
  which: 'fresh' | 'kept' = 'fresh',
): Promise<boolean> {
  const hash = passwordHash(password);
  const known = await reader.registry.credential(id);
  if (known?.length === 0 && which === 'kept') return false;
  if (!known || !bytesEqual(known, hash)) await reader.registry.storeCredential(id, hash);
  return true;
}
