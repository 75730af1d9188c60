import { join } from 'node:path';
import { z } from 'zod';
import { gln } from '#libs/core/gs1';
import { deviceKey, PartyKind } from '#libs/core/wire';
import { commonEnvironment, parseEnvironment } from '#libs/host/service';
import { openRegistrar } from '#libs/registry/enrolment';
import { TestDevice } from '../../kit/ledger/device.js';
import type { LiveNode } from './live-node.js';

export const PARTY = {
  gln: gln({ companyPrefix: '952000000', location: '997' }),
  name: 'Attack tests',
  country: 'IN',
  kind: PartyKind.OTHER,
};

export interface EnrolledFolder {
  readonly id: string;
  readonly folder: string;
}

/** A name whose device comes into this partition of the stream. */
export function nameIn(prefix: string, partition: number, partitions: number): string {
  for (let n = 1; ; n++) {
    const id = `${prefix}-${n}`;
    if (deviceKey(id)[0]! % partitions === partition) return id;
  }
}

/**
 * Enrols devices with folders of their own, and accomplices whose keys the attacker holds, which connect to nothing.
 * @param folder of the devices' folders
 */
export async function enrol(
  live: LiveNode,
  folder: string,
  { devices, accomplices }: { readonly devices: readonly string[]; readonly accomplices: readonly string[] },
): Promise<{ readonly folders: EnrolledFolder[]; readonly accomplices: TestDevice[] }> {
  const environment = parseEnvironment(z.object(commonEnvironment), { ...process.env, ...live.node.environment });
  const { registrar, close } = openRegistrar(environment, { broker: live.brokerUrl });
  try {
    const folders = devices.map((id) => ({ id, folder: join(folder, id) }));
    const traitors = accomplices.map((id) => new TestDevice(id, PARTY.gln));
    const common = { partyGln: PARTY.gln, kind: 'load' };
    const enrolled = await registrar.enrol({
      parties: [PARTY],
      devices: [
        ...folders.map((one) => ({ ...one, ...common })),
        ...traitors.map(({ id, signer: { algorithm, publicKey }, boot }) => ({
          id,
          ...common,
          elsewhere: { algorithm, publicKey, boot },
        })),
      ],
    });
    await live.services?.setPasswords(
      enrolled.slice(0, folders.length).map(({ identity: { id }, password }) => ({ id, password })),
    );
    return { folders, accomplices: traitors };
  } finally {
    await close();
  }
}
